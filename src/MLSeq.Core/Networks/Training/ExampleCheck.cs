namespace MLSeq.Networks.Training;

/// <summary>Checks that examples fit a network; errors name the row (its ordinal in the source, from 0).</summary>
internal sealed class ExampleCheck(SequenceNetwork network)
{
    private readonly int _vocabularySize = network.VocabularySize;
    private readonly int _frameSize = network.FrameSize;
    private readonly int _characterVocabularySize = network.Options.CharacterVocabularySize;
    private readonly int _outputSize = network.OutputSize;
    private readonly BatchShape _shape = network.Shape;
    private readonly NetworkOutput _output = network.Options.Output;

    /// <exception cref="ArgumentException">The values, the label or the weight do not fit.</exception>
    public void All(SequenceExample example, long row)
    {
        Values(example, row);
        Answers(example, row);

        if (!float.IsFinite(example.Weight) || example.Weight < 0)
        {
            throw Misfit(row, $"the weight is {example.Weight}; expected a number from 0 up");
        }
    }

    private void Answers(SequenceExample example, long row)
    {
        var length = _frameSize == 0 ? example.Ids?.Length ?? 0 : (example.Frames?.Length ?? 0) / _frameSize;
        if (_shape.HasTranscripts)
        {
            Transcript(example.Transcript, row);
        }
        else if (_shape.TargetSize > 0)
        {
            Targets(example, length, row);
        }
        else if (_shape.EachStep)
        {
            StepLabels(example.StepLabels, length, row);
        }
        else if (!(example.Label >= 0 && example.Label < _outputSize && example.Label == MathF.Floor(example.Label)))
        {
            throw Misfit(row, $"the label is {example.Label}; expected a class index from 0 to {_outputSize - 1}");
        }
    }

    private void Transcript(int[]? labels, long row)
    {
        if (labels is null)
        {
            throw Misfit(row, "it has no transcript; expected its labels, or an empty one");
        }

        for (var u = 0; u < labels.Length; u++)
        {
            if (labels[u] < 1 || labels[u] >= _outputSize)
            {
                throw Misfit(row, $"label {u} of its transcript is {labels[u]}; expected a class index from 1 to {_outputSize - 1}, since 0 is the blank");
            }
        }
    }

    private void StepLabels(int[]? labels, int length, long row)
    {
        if (labels?.Length != length)
        {
            throw Misfit(row, $"it has {labels?.Length.ToString() ?? "no"} step labels; expected one for each of its {length} steps");
        }

        for (var t = 0; t < length; t++)
        {
            if (labels[t] < -1 || labels[t] >= _outputSize)
            {
                throw Misfit(row, $"step {t} has label {labels[t]}; expected a class index from 0 to {_outputSize - 1}, or -1 where it is not counted");
            }
        }
    }

    private void Targets(SequenceExample example, int length, long row)
    {
        var expected = (_shape.EachStep ? length : 1) * _shape.TargetSize;
        if (example.Targets is null && expected == 1 && !_shape.EachStep)
        {
            Target("the label", example.Label, row);
            return;
        }

        if (example.Targets?.Length != expected)
        {
            throw Misfit(row, $"it has {example.Targets?.Length.ToString() ?? "no"} targets; expected {expected}");
        }

        foreach (var target in example.Targets)
        {
            Target("a target", target, row);
        }
    }

    private void Target(string what, float value, long row)
    {
        if (_output == NetworkOutput.Sigmoid ? value is not (0 or 1) : !float.IsFinite(value))
        {
            throw Misfit(row, $"{what} is {value}; expected {(_output == NetworkOutput.Sigmoid ? "0 or 1" : "a finite number")}");
        }
    }

    /// <exception cref="ArgumentException">The ids or frames do not fit.</exception>
    public void Values(SequenceExample? example, long row)
    {
        if (example is null)
        {
            throw Misfit(row, "it is null");
        }

        State(example.State, row);
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

        if (_shape.HasCharacters)
        {
            Characters(example, row);
        }
    }

    private void Characters(SequenceExample example, long row)
    {
        var length = _frameSize == 0 ? example.Ids?.Length ?? 0 : (example.Frames?.Length ?? 0) / _frameSize;
        if (example.Characters is not { } words || words.Length != length)
        {
            throw Misfit(row, $"it has characters for {example.Characters?.Length.ToString() ?? "no"} tokens; expected them for each of its {length} tokens");
        }

        for (var t = 0; t < length; t++)
        {
            if (words[t] is null)
            {
                throw Misfit(row, $"token {t} has no characters");
            }

            foreach (var id in words[t])
            {
                if ((uint)id >= (uint)_characterVocabularySize)
                {
                    throw Misfit(row, $"token {t} has the character id {id}; expected 0 to {_characterVocabularySize - 1}");
                }
            }
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

    /// <exception cref="ArgumentException">The features that a sequence starts from do not fit.</exception>
    public void State(ReadOnlySpan<float> state, long row)
    {
        if (state.Length != _shape.StateSize)
        {
            throw Misfit(row, $"it has {state.Length} features to start from; expected {_shape.StateSize}");
        }

        foreach (var value in state)
        {
            if (!float.IsFinite(value))
            {
                throw Misfit(row, $"a feature to start from is {value}; expected finite numbers");
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
