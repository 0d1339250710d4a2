using MLSeq.Networks.Training;

namespace MLSeq.Networks;

/// <summary>
/// A batch of sequences packed without padding, time-major: the rows of one step lie side by side, longest sequence
/// first, so each step is a matrix and the sequences still running are its first rows.
/// <code>
/// lengths 3 2 1:   step 0: a0 b0 c0   step 1: a1 b1   step 2: a2      offsets 0 3 5 6
/// </code>
/// Read from the end, the order of steps turns round and a sequence joins at its own last step. Empty sequences are
/// one unknown token (id 0), or one frame of zeros.
/// </summary>
internal sealed class PackedBatch
{
    private int[] _lengths = [];
    private int[] _offsets = [0];
    private int[] _ids = [];
    private float[] _labels = [];
    private float[] _weights = [];

    /// <summary>The number of sequences.</summary>
    public int Rows { get; private set; }

    /// <summary>The length of the longest sequence.</summary>
    public int Steps { get; private set; }

    /// <summary>The number of positions: the sum of lengths.</summary>
    public int Total { get; private set; }

    /// <summary>The token at each position; empty for frames.</summary>
    public Span<int> Ids => _ids.AsSpan(0, FrameSize == 0 ? Total : 0);

    /// <summary>The frame at each position [Total, FrameSize]; unused for ids.</summary>
    public Matrix Frames { get; } = new();

    public ReadOnlySpan<float> Labels => _labels.AsSpan(0, Rows);

    public ReadOnlySpan<float> Weights => _weights.AsSpan(0, Rows);

    /// <summary>The length of each sequence, falling.</summary>
    public ReadOnlySpan<int> Lengths => _lengths.AsSpan(0, Rows);

    private int FrameSize { get; set; }

    /// <summary>The position of step <paramref name="step"/>'s first row.</summary>
    public int Offset(int step) => _offsets[step];

    /// <summary>How many sequences run at step <paramref name="step"/>: the first ones.</summary>
    public int Count(int step) => _offsets[step + 1] - _offsets[step];

    /// <summary>
    /// Packs every <paramref name="stride"/>-th of <paramref name="examples"/>, which are sorted by falling length, from
    /// <paramref name="first"/> on. Their values were checked before.
    /// </summary>
    public void Pack(ReadOnlySpan<SequenceExample> examples, int frameSize, int first = 0, int stride = 1)
    {
        Rows = first < examples.Length ? ((examples.Length - 1 - first) / stride) + 1 : 0;
        Grow(ref _lengths, Rows);
        Grow(ref _labels, Rows);
        Grow(ref _weights, Rows);
        for (var r = 0; r < Rows; r++)
        {
            var example = examples[first + (r * stride)];
            _lengths[r] = example.LengthIn(frameSize);
            _labels[r] = example.Label;
            _weights[r] = example.Weight;
        }

        LayOut(frameSize);
        for (var r = 0; r < Rows; r++)
        {
            var example = examples[first + (r * stride)];
            Place(r, example.Ids, example.Frames);
        }
    }

    /// <summary>Packs one sequence: of ids where <paramref name="frameSize"/> is 0, else of frames.</summary>
    public void Pack(ReadOnlySpan<int> ids, ReadOnlySpan<float> frames, int frameSize)
    {
        Rows = 1;
        Grow(ref _lengths, 1);
        _lengths[0] = Math.Max(1, frameSize == 0 ? ids.Length : frames.Length / frameSize);
        LayOut(frameSize);
        Place(0, ids, frames);
    }

    private void LayOut(int frameSize)
    {
        FrameSize = frameSize;
        Steps = Rows == 0 ? 0 : _lengths[0];
        Grow(ref _offsets, Steps + 1);
        var running = Rows;
        Total = 0;
        for (var t = 0; t < Steps; t++)
        {
            while (_lengths[running - 1] <= t)
            {
                running--;
            }

            _offsets[t] = Total;
            Total = checked(Total + running);
        }

        _offsets[Steps] = Total;
        if (frameSize == 0)
        {
            Grow(ref _ids, Total);
        }
        else
        {
            Frames.Resize(Total, frameSize);
        }
    }

    private void Place(int row, ReadOnlySpan<int> ids, ReadOnlySpan<float> frames)
    {
        if (FrameSize == 0)
        {
            for (var t = 0; t < _lengths[row]; t++)
            {
                _ids[_offsets[t] + row] = ids.IsEmpty ? 0 : ids[t];
            }

            return;
        }

        for (var t = 0; t < _lengths[row]; t++)
        {
            var frame = Frames.Row(_offsets[t] + row);
            if (frames.IsEmpty)
            {
                frame.Clear();
            }
            else
            {
                frames.Slice(t * FrameSize, FrameSize).CopyTo(frame);
            }
        }
    }

    private static void Grow<T>(ref T[] array, int length)
    {
        if (array.Length < length)
        {
            array = new T[Math.Max(length, 2 * array.Length)];
        }
    }
}
