using System.Text;

namespace MLSeq.Embeddings.Corpora;

/// <summary>
/// A part of a corpus, taken by one thread: its words numbered in the order of their first sight, and its text in
/// segments of those numbers.
/// </summary>
internal sealed class CorpusPart
{
    private const int SegmentLength = 1 << 20;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly int[] _segment = new int[SegmentLength];
    private byte[] _bytes = new byte[256];
    private int _filled;

    public WordTable Words { get; } = new();

    /// <summary>The text in the order in which it was taken, each segment with its <see cref="Place"/>.</summary>
    public List<(long Place, int[] Text)> Segments { get; } = [];

    /// <summary>Where in the corpus the text stands that is being taken.</summary>
    public long Place { get; set; }

    /// <summary>How many tokens have been taken.</summary>
    public long Tokens { get; private set; }

    /// <exception cref="InvalidDataException">The token has half of a surrogate pair.</exception>
    public void Add(string token)
    {
        if (token.Length == 0)
        {
            return;
        }

        if (_bytes.Length < 3 * token.Length)
        {
            _bytes = new byte[3 * token.Length];
        }

        try
        {
            Add(_bytes.AsSpan(0, Strict.GetBytes(token, _bytes)));
        }
        catch (EncoderFallbackException e)
        {
            throw new InvalidDataException($"Token {Tokens + 1} is no valid Unicode text: it has half of a surrogate pair.", e);
        }
    }

    /// <exception cref="DecoderFallbackException">The word is not UTF-8.</exception>
    public void Add(ReadOnlySpan<byte> word)
    {
        // A token and the end of its sentence must fit.
        if (_filled > SegmentLength - 2)
        {
            EndSegment();
        }

        _segment[_filled++] = Words.Add(word);
        Tokens++;
    }

    public void EndSentence()
    {
        if (_filled > 0 && _segment[_filled - 1] != WordCorpus.SentenceEnd)
        {
            _segment[_filled++] = WordCorpus.SentenceEnd;
        }
    }

    /// <summary>Ends the sentence and the segment.</summary>
    public void EndSegment()
    {
        EndSentence();
        if (_filled > 0)
        {
            Segments.Add((Place, _segment[.._filled]));
            _filled = 0;
        }
    }
}
