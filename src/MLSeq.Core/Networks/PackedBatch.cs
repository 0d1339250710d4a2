using MLSeq.Networks.Training;

namespace MLSeq.Networks;

/// <summary>
/// A batch of sequences packed without padding, time-major: the rows of one step lie side by side, longest sequence
/// first, so each step is a matrix and the sequences still running are its first rows.
/// <code>
/// lengths 3 2 1:   step 0: a0 b0 c0   step 1: a1 b1   step 2: a2      offsets 0 3 5 6
/// </code>
/// Read from the end, the order of steps turns round and a sequence joins at its own last step. Empty sequences are
/// one unknown token (id 0), or one frame of zeros, whose step is not counted.
/// </summary>
internal sealed class PackedBatch(BatchShape shape)
{
    private int[] _lengths = [];
    private int[] _offsets = [0];
    private int[] _ids = [];
    private float[] _labels = [];
    private float[] _weights = [];
    private int[][] _transcripts = [];

    public BatchShape Shape => shape;

    /// <summary>The number of sequences.</summary>
    public int Rows { get; private set; }

    /// <summary>The length of the longest sequence.</summary>
    public int Steps { get; private set; }

    /// <summary>The number of positions: the sum of lengths.</summary>
    public int Total { get; private set; }

    /// <summary>The number of answers: of positions where each step has one, else of sequences.</summary>
    public int Answers => shape.EachStep ? Total : Rows;

    /// <summary>The token at each position; empty for frames.</summary>
    public Span<int> Ids => _ids.AsSpan(0, shape.FrameSize == 0 ? Total : 0);

    /// <summary>The distinct words of the tokens, with their characters; null where these do not count.</summary>
    public DistinctWords? Words { get; } = shape.HasCharacters ? new() : null;

    /// <summary>The frame at each position [Total, FrameSize]; unused for ids.</summary>
    public Matrix Frames { get; } = new();

    /// <summary>The class of each answer; unused where answers are compared with <see cref="Targets"/>.</summary>
    public Span<float> Labels => _labels.AsSpan(0, Answers);

    /// <summary>How much each answer counts; 0 for not at all.</summary>
    public Span<float> Weights => _weights.AsSpan(0, Answers);

    /// <summary>The labels that are to be read off each sequence's steps; unused where the steps have answers of their own.</summary>
    public ReadOnlySpan<int[]> Transcripts => _transcripts.AsSpan(0, shape.HasTranscripts ? Rows : 0);

    /// <summary>What each answer is compared with [Answers, TargetSize]; unused for classes.</summary>
    public Matrix Targets { get; } = new();

    /// <summary>The features that each sequence starts from [Rows, StateSize]; unused without.</summary>
    public Matrix States { get; } = new();

    /// <summary>The length of each sequence, falling.</summary>
    public ReadOnlySpan<int> Lengths => _lengths.AsSpan(0, Rows);

    /// <summary>The position of step <paramref name="step"/>'s first row.</summary>
    public int Offset(int step) => _offsets[step];

    /// <summary>How many sequences run at step <paramref name="step"/>: the first ones.</summary>
    public int Count(int step) => _offsets[step + 1] - _offsets[step];

    /// <summary>
    /// Packs every <paramref name="stride"/>-th of <paramref name="examples"/>, which are sorted by falling length, from
    /// <paramref name="first"/> on. Their values were checked before; labels may be missing in scoring.
    /// </summary>
    public void Pack(ReadOnlySpan<SequenceExample> examples, int first = 0, int stride = 1)
    {
        Rows = first < examples.Length ? ((examples.Length - 1 - first) / stride) + 1 : 0;
        Grow(ref _lengths, Rows);
        for (var r = 0; r < Rows; r++)
        {
            _lengths[r] = examples[first + (r * stride)].LengthIn(shape.FrameSize);
        }

        LayOut();
        for (var r = 0; r < Rows; r++)
        {
            var example = examples[first + (r * stride)];
            Place(r, example.Ids, example.Frames);
            if (shape.HasTranscripts)
            {
                PlaceTranscript(r, example);
            }
            else
            {
                PlaceAnswers(r, example);
            }

            if (shape.StateSize > 0)
            {
                example.State.CopyTo(States.Row(r));
            }

            for (var t = 0; Words is not null && t < _lengths[r]; t++)
            {
                Words.Place(_offsets[t] + r, t < example.Characters?.Length ? example.Characters[t] : null);
            }
        }

        Words?.Pack();
    }

    /// <summary>Packs sequences of ids, sorted by falling length, to score.</summary>
    public void Pack(ReadOnlySpan<int[]> sequences)
    {
        Rows = sequences.Length;
        Grow(ref _lengths, Rows);
        for (var r = 0; r < Rows; r++)
        {
            _lengths[r] = Math.Max(1, sequences[r].Length);
        }

        LayOut();
        for (var r = 0; r < Rows; r++)
        {
            Place(r, sequences[r], default);
        }
    }

    /// <summary>Packs one sequence to score, from features <paramref name="state"/> where the network takes them.</summary>
    public void Pack(ReadOnlySpan<int> ids, ReadOnlySpan<float> frames, ReadOnlySpan<float> state = default)
    {
        Rows = 1;
        Grow(ref _lengths, 1);
        _lengths[0] = Math.Max(1, shape.FrameSize == 0 ? ids.Length : frames.Length / shape.FrameSize);
        LayOut();
        Place(0, ids, frames);
        state.CopyTo(States.Span);
    }

    /// <summary>Makes room for <paramref name="rows"/> sequences of ids of equal length, for the caller to fill: position t rows + r is step t of row r.</summary>
    public void LayOut(int rows, int steps)
    {
        Rows = rows;
        Grow(ref _lengths, rows);
        _lengths.AsSpan(0, rows).Fill(steps);
        LayOut();
    }

    /// <summary>Makes room for sequences of ids of these lengths, falling and at least 1, for the caller to fill.</summary>
    public void LayOut(ReadOnlySpan<int> lengths)
    {
        Rows = lengths.Length;
        Grow(ref _lengths, Rows);
        lengths.CopyTo(_lengths);
        LayOut();
    }

    private void LayOut()
    {
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
        Words?.Clear(Total);
        if (shape.FrameSize == 0)
        {
            Grow(ref _ids, Total);
        }
        else
        {
            Frames.Resize(Total, shape.FrameSize);
        }

        States.Resize(Rows, shape.StateSize);
        Grow(ref _labels, Answers);
        Grow(ref _weights, Answers);
        if (shape.HasTranscripts)
        {
            Grow(ref _transcripts, Rows);
        }

        if (shape.TargetSize > 0)
        {
            Targets.Resize(Answers, shape.TargetSize);
        }
    }

    private void Place(int row, ReadOnlySpan<int> ids, ReadOnlySpan<float> frames)
    {
        if (shape.FrameSize == 0)
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
                frames.Slice(t * shape.FrameSize, shape.FrameSize).CopyTo(frame);
            }
        }
    }

    private void PlaceTranscript(int row, SequenceExample example)
    {
        _transcripts[row] = example.Transcript ?? [];
        var weight = example.FitsTranscript(shape.FrameSize) ? example.Weight : 0;
        for (var t = 0; t < _lengths[row]; t++)
        {
            _weights[_offsets[t] + row] = weight;
        }
    }

    private void PlaceAnswers(int row, SequenceExample example)
    {
        for (var t = 0; t < (shape.EachStep ? _lengths[row] : 1); t++)
        {
            var answer = shape.EachStep ? _offsets[t] + row : row;
            if (shape.TargetSize > 0)
            {
                _weights[answer] = PlaceTarget(t, example, Targets.Row(answer)) ? example.Weight : 0;
                continue;
            }

            // Past the end of the labels is the one step of an empty sequence, or a sequence to score.
            _labels[answer] = !shape.EachStep ? example.Label : t < example.StepLabels?.Length ? example.StepLabels[t] : -1;
            _weights[answer] = _labels[answer] >= 0 ? example.Weight : 0;
        }
    }

    private bool PlaceTarget(int step, SequenceExample example, Span<float> target)
    {
        if (example.Targets is { Length: > 0 } targets)
        {
            targets.AsSpan(step * shape.TargetSize, shape.TargetSize).CopyTo(target);
            return true;
        }

        target.Fill(example.Label);
        return !shape.EachStep;
    }

    private static void Grow<T>(ref T[] array, int length)
    {
        if (array.Length < length)
        {
            array = new T[Math.Max(length, 2 * array.Length)];
        }
    }
}
