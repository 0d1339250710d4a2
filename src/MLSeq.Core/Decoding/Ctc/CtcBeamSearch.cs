namespace MLSeq.Decoding.Ctc;

/// <summary>
/// Finds labels by the probability of all their paths together, not of the best one: the prefix beam search of Hannun et al. (2014). From step to step it
/// keeps the likeliest beginnings, each with the probability of the paths that read as it, apart for those that end in a blank.
/// </summary>
public sealed class CtcBeamSearch
{
    private readonly CtcBeamSearchOptions _options;

    /// <summary>Makes a search.</summary>
    /// <param name="options">How to search; copied. Null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public CtcBeamSearch(CtcBeamSearchOptions? options = null)
    {
        _options = (options ?? new()).Copy();
        _options.Check();
    }

    /// <summary>The labels that a sequence most likely stands for, best first.</summary>
    /// <param name="logProbabilities">
    /// The natural logarithms of the classes' probabilities at each step [T, <paramref name="classes"/>], row-major; class 0 is the blank.
    /// </param>
    /// <param name="classes">The number of classes, the blank included.</param>
    /// <returns>At most <see cref="CtcBeamSearchOptions.BeamWidth"/> hypotheses, at least one.</returns>
    /// <exception cref="ArgumentException">The number of values is no multiple of that of classes.</exception>
    public IReadOnlyList<CtcHypothesis> Decode(ReadOnlySpan<float> logProbabilities, int classes)
    {
        CheckScores(logProbabilities, classes);
        List<CtcPrefix> beam = [new CtcPrefix(_options.LanguageModel)];
        List<CtcPrefix> reached = [];
        var least = Math.Log(_options.LabelThreshold);
        for (var frame = logProbabilities; !frame.IsEmpty; frame = frame[classes..])
        {
            reached.Clear();
            foreach (var prefix in beam)
            {
                Extend(prefix, frame[..classes], least, reached);
            }

            foreach (var prefix in reached)
            {
                prefix.Advance();
            }

            // A stable order: of equal scores the one reached first.
            beam = [.. reached.OrderByDescending(prefix => prefix.Score).Take(_options.BeamWidth)];
        }

        beam.ForEach(prefix => prefix.End(_options));
        return [.. beam.OrderByDescending(prefix => prefix.Score).Select(prefix => new CtcHypothesis(prefix.Labels(), prefix.LogProbability, prefix.Score))];
    }

    /// <exception cref="ArgumentException">The number of scores is no multiple of that of classes.</exception>
    internal static void CheckScores(ReadOnlySpan<float> scores, int classes)
    {
        OptionCheck.Require(classes >= 1, nameof(classes), classes, "at least 1, the blank");
        OptionCheck.Require(scores.Length % classes == 0, "the number of scores", scores.Length, $"a multiple of the number of classes, {classes}");
    }

    private void Extend(CtcPrefix prefix, ReadOnlySpan<float> frame, double least, List<CtcPrefix> reached)
    {
        var all = prefix.LogProbability;
        Reach(prefix, reached);
        prefix.NextBlank = CtcPrefix.LogSum(prefix.NextBlank, all + frame[0]);
        if (prefix.Label != 0)
        {
            prefix.NextLabelled = CtcPrefix.LogSum(prefix.NextLabelled, prefix.Labelled + frame[prefix.Label]);
        }

        for (var label = 1; label < frame.Length; label++)
        {
            // The same label again is another one only after a blank.
            var before = label == prefix.Label ? prefix.Blank : all;
            if (frame[label] >= least && before > double.NegativeInfinity)
            {
                var child = prefix.Child(label, _options);
                Reach(child, reached);
                child.NextLabelled = CtcPrefix.LogSum(child.NextLabelled, before + frame[label]);
            }
        }
    }

    private static void Reach(CtcPrefix prefix, List<CtcPrefix> reached)
    {
        if (!prefix.IsReached)
        {
            reached.Add(prefix);
        }
    }
}
