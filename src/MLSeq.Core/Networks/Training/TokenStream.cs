using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace MLSeq.Networks.Training;

/// <summary>A long row of token ids in memory, four bytes each, taken in blocks as it grows.</summary>
internal sealed class TokenStream
{
    private const int BlockSize = 1 << 18;

    private readonly List<int[]> _blocks = [];
    private long _first;

    /// <summary>The number of tokens.</summary>
    public long Count { get; private set; }

    /// <summary>The id at a place, from 0.</summary>
    public int this[long index]
    {
        get
        {
            var place = _first + index;
            return _blocks[(int)(place / BlockSize)][(int)(place % BlockSize)];
        }
    }

    /// <summary>Appends a token.</summary>
    public void Add(int id)
    {
        var place = (int)((_first + Count) % BlockSize);
        if (place == 0)
        {
            _blocks.Add(new int[BlockSize]);
        }

        _blocks[^1][place] = id;
        Count++;
    }

    /// <summary>The first <paramref name="count"/> tokens and the others, in the same memory, to be added to no more.</summary>
    public (TokenStream Head, TokenStream Tail) SplitAt(long count) => (Part(0, count), Part(count, Count - count));

    /// <summary>Adds the tokens to a hash.</summary>
    public void AddTo(IncrementalHash hash)
    {
        hash.AppendData(BitConverter.GetBytes(Count));
        for (var done = 0L; done < Count;)
        {
            var place = _first + done;
            var start = (int)(place % BlockSize);
            var block = _blocks[(int)(place / BlockSize)].AsSpan(start, (int)Math.Min(BlockSize - start, Count - done));
            hash.AppendData(MemoryMarshal.AsBytes(block));
            done += block.Length;
        }
    }

    private TokenStream Part(long first, long count)
    {
        var part = new TokenStream { Count = count, _first = _first + first };
        part._blocks.AddRange(_blocks);
        return part;
    }
}
