using System.Text;

namespace MLSeq.Text;

/// <summary>
/// Cuts a text into the pieces inside which byte pairs may merge: words with the space before them, runs of ideographs,
/// single symbols, and what lies between. Nothing is dropped: the pieces side by side are the text.
/// </summary>
internal ref struct BytePairPieces
{
    /// <summary>No piece has more UTF-16 characters than this (one more where a surrogate pair stands there).</summary>
    public const int MaximumLength = 128;

    private readonly ReadOnlySpan<char> _text;
    private int _position;
    private int _wordStart = -1;
    private int _wordLength;

    /// <summary>Starts before the first piece.</summary>
    /// <param name="text">The text with one space put before it.</param>
    public BytePairPieces(ReadOnlySpan<char> text) => _text = text;

    /// <summary>The piece that <see cref="MoveNext"/> found.</summary>
    public ReadOnlySpan<char> Current { get; private set; }

    /// <summary>Finds the next piece.</summary>
    public bool MoveNext()
    {
        if (_position == _text.Length)
        {
            Current = default;
            return false;
        }

        if (_wordStart < _position)
        {
            FindWord(_position);
        }

        int end;
        if (_position < _wordStart)
        {
            // White space and the like; a single space just before a word goes with the word.
            bool space = _wordStart < _text.Length && _text[_wordStart - 1] == ' ';
            end = space ? _wordStart - 1 : _wordStart;
            if (end == _position)
            {
                end = WordEnd();
            }
        }
        else
        {
            end = WordEnd();
        }

        if (end - _position > MaximumLength)
        {
            end = _position + MaximumLength;
            end += char.IsHighSurrogate(_text[end - 1]) ? 1 : 0;
        }

        Current = _text[_position..end];
        _position = end;
        return true;
    }

    private void FindWord(int from)
    {
        _wordStart = from;
        _wordLength = WordScanner.Next(_text, ref _wordStart);
        if (_wordLength == 0)
        {
            _wordStart = _text.Length;
        }
    }

    // Words of letters that touch (ideographs, Katakana beside Latin) are one piece; symbols stand alone.
    private int WordEnd()
    {
        int start = _wordStart;
        int end = start + _wordLength;
        bool letters = IsLetter(start);
        FindWord(end);
        while (letters && _wordStart == end && end < _text.Length && IsLetter(end))
        {
            end += _wordLength;
            FindWord(end);
        }

        return end;
    }

    private readonly bool IsLetter(int index) =>
        Rune.DecodeFromUtf16(_text[index..], out Rune rune, out _) == System.Buffers.OperationStatus.Done && Rune.IsLetterOrDigit(rune);
}
