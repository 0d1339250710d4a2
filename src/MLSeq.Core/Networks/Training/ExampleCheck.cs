namespace MLSeq.Networks.Training;

/// <summary>Checks that examples fit a network; errors name the row (its ordinal in the source, from 0).</summary>
internal sealed class ExampleCheck(SequenceNetwork network)
{
    private readonly int _vocabularySize = network.VocabularySize;
    private readonly int _frameSize = network.FrameSize;

    /// <exception cref="ArgumentException">The values, the label or the weight do not fit.</exception>
    public void All(SequenceExample example, long row)
    {
        Values(example, row);
        if (!network.Loss.Accepts(example.Label))
        {
            throw Misfit(row, $"the label is {example.Label}; expected {network.Loss.ExpectedLabel}");
        }

        if (!float.IsFinite(example.Weight) || example.Weight < 0)
        {
            throw Misfit(row, $"the weight is {example.Weight}; expected a number from 0 up");
        }
    }

    /// <exception cref="ArgumentException">The ids or frames do not fit.</exception>
    public void Values(SequenceExample? example, long row)
    {
        if (example is null)
        {
            throw Misfit(row, "it is null");
        }

        if (_frameSize > 0)
        {
            RequireFrames(example.Ids is null, row);
            Frames(example.Frames, row);
        }
        else
        {
            RequireIds(example.Frames is null, row);
            Ids(example.Ids, row);
        }
    }

    /// <exception cref="ArgumentException">An id is out of range, or the network works on frames.</exception>
    public void Ids(ReadOnlySpan<int> ids, long row)
    {
        RequireFrames(_frameSize == 0, row);
        for (var t = 0; t < ids.Length; t++)
        {
            if ((uint)ids[t] >= (uint)_vocabularySize)
            {
                throw Misfit(row, $"id {t} is {ids[t]}; expected 0 to {_vocabularySize - 1}");
            }
        }
    }

    /// <exception cref="ArgumentException">A value is not finite, there is part of a frame, or the network works on ids.</exception>
    public void Frames(ReadOnlySpan<float> frames, long row)
    {
        RequireIds(_frameSize > 0, row);
        if (frames.Length % _frameSize != 0)
        {
            throw Misfit(row, $"it has {frames.Length} values; expected a multiple of the frame size {_frameSize}");
        }

        for (var i = 0; i < frames.Length; i++)
        {
            if (!float.IsFinite(frames[i]))
            {
                throw Misfit(row, $"frame {i / _frameSize} has the value {frames[i]} at {i % _frameSize}; expected finite numbers");
            }
        }
    }

    private static void RequireFrames(bool condition, long row)
    {
        if (!condition)
        {
            throw Misfit(row, "it has token ids; the network works on frames");
        }
    }

    private static void RequireIds(bool condition, long row)
    {
        if (!condition)
        {
            throw Misfit(row, "it has frames; the network works on token ids");
        }
    }

    private static ArgumentException Misfit(long row, string problem) => new($"Row {row}: {problem}.");
}
