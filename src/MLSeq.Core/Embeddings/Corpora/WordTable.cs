using System.Text;

namespace MLSeq.Embeddings.Corpora;

/// <summary>
/// Words as UTF-8 bytes, numbered in the order of their first sight, with their counts: a hash table with linear
/// probing over one block of bytes, so that a hundred million tokens make no strings.
/// </summary>
internal sealed class WordTable
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // A slot holds the word's number + 1 and, against needless comparisons, its hash.
    private (uint Hash, int Number)[] _slots = new (uint, int)[1 << 16];
    private byte[] _bytes = new byte[1 << 20];
    private int[] _starts = new int[1 << 15];
    private long[] _counts = new long[1 << 15];

    /// <summary>The number of words.</summary>
    public int Count { get; private set; }

    public long CountOf(int word) => _counts[word];

    /// <summary>Counts one more occurrence of a word.</summary>
    /// <returns>Its number.</returns>
    /// <exception cref="DecoderFallbackException">A word that was not there before is not UTF-8.</exception>
    public int Add(ReadOnlySpan<byte> word)
    {
        var number = FindOrAdd(word);
        _counts[number]++;
        return number;
    }

    /// <summary>The number of a word, which is there with no occurrence if it was not.</summary>
    /// <inheritdoc cref="Add" path="/exception"/>
    public int FindOrAdd(ReadOnlySpan<byte> word)
    {
        var hash = HashOf(word);
        var mask = _slots.Length - 1;
        var slot = (int)hash & mask;
        while (_slots[slot].Number != 0)
        {
            if (_slots[slot].Hash == hash && word.SequenceEqual(Bytes(_slots[slot].Number - 1)))
            {
                return _slots[slot].Number - 1;
            }

            slot = (slot + 1) & mask;
        }

        Strict.GetCharCount(word);
        Append(word);
        _slots[slot] = (hash, Count);
        if (Count > _slots.Length / 2)
        {
            Grow();
        }

        return Count - 1;
    }

    /// <summary>Takes occurrences of a word away, or adds some.</summary>
    public void Adjust(int word, long difference) => _counts[word] += difference;

    public ReadOnlySpan<byte> Bytes(int word) => _bytes.AsSpan(_starts[word].._starts[word + 1]);

    public string Text(int word) => Strict.GetString(Bytes(word));

    private static uint HashOf(ReadOnlySpan<byte> word)
    {
        var hash = 0x9E3779B97F4A7C15UL ^ (ulong)word.Length;
        while (word.Length >= sizeof(ulong))
        {
            hash = Mix(hash ^ BitConverter.ToUInt64(word));
            word = word[sizeof(ulong)..];
        }

        var rest = 0UL;
        foreach (var value in word)
        {
            rest = (rest << 8) | value;
        }

        return (uint)Mix(hash ^ rest);
    }

    private static ulong Mix(ulong value)
    {
        var high = Math.BigMul(value, 0xD6E8FEB86659FD93UL, out var low);
        return high ^ low;
    }

    private void Append(ReadOnlySpan<byte> word)
    {
        var start = _starts[Count];
        if (start > Array.MaxLength - word.Length)
        {
            throw new InvalidDataException($"The corpus' different words take more than {Array.MaxLength} bytes.");
        }

        if (start + word.Length > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(2L * _bytes.Length, start + word.Length)));
        }

        word.CopyTo(_bytes.AsSpan(start));
        if (++Count == _starts.Length)
        {
            Array.Resize(ref _starts, 2 * Count);
            Array.Resize(ref _counts, 2 * Count);
        }

        _starts[Count] = start + word.Length;
    }

    private void Grow()
    {
        var old = _slots;
        _slots = new (uint, int)[2 * old.Length];
        var mask = _slots.Length - 1;
        foreach (var entry in old)
        {
            if (entry.Number != 0)
            {
                var slot = (int)entry.Hash & mask;
                while (_slots[slot].Number != 0)
                {
                    slot = (slot + 1) & mask;
                }

                _slots[slot] = entry;
            }
        }
    }
}
