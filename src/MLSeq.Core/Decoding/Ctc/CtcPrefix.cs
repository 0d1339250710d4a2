namespace MLSeq.Decoding.Ctc;

/// <summary>A beginning of labels in the tree of all that a search has come across, with the probabilities of the paths that read as it.</summary>
internal sealed class CtcPrefix
{
    private Dictionary<int, CtcPrefix>? _children;
    private CtcLanguageModel? _languageModel;

    /// <summary>The empty beginning, before the first step: nothing is read with certainty.</summary>
    /// <param name="languageModel">The language model at the start of a text; null for none.</param>
    public CtcPrefix(CtcLanguageModel? languageModel) => (_languageModel, Blank) = (languageModel, 0);

    private CtcPrefix(CtcPrefix parent, int label, double language) => (Parent, Label, Language, Length) = (parent, label, language, parent.Length + 1);

    public CtcPrefix? Parent { get; }

    /// <summary>The last label; 0 (the blank) in the empty one.</summary>
    public int Label { get; }

    /// <summary>The number of labels.</summary>
    public int Length { get; }

    /// <summary>What language model and bonus add to the score of all labels.</summary>
    public double Language { get; private set; }

    /// <summary>The language model behind the labels, made when it is asked for: of most beginnings it never is.</summary>
    private CtcLanguageModel? LanguageModel => _languageModel ??= Parent?.LanguageModel?.After(Label);

    /// <summary>The logarithm of the probability of paths up to the last step that end in a blank.</summary>
    public double Blank { get; private set; } = double.NegativeInfinity;

    /// <summary>The same of those that end in the last label.</summary>
    public double Labelled { get; private set; } = double.NegativeInfinity;

    public double LogProbability => LogSum(Blank, Labelled);

    public double Score => LogProbability + Language;

    /// <summary>Paths up to the step that is being added, as above.</summary>
    public double NextBlank { get; set; } = double.NegativeInfinity;

    /// <inheritdoc cref="NextBlank"/>
    public double NextLabelled { get; set; } = double.NegativeInfinity;

    /// <summary>Whether a path reads as it up to the step that is being added.</summary>
    public bool IsReached => NextBlank > double.NegativeInfinity || NextLabelled > double.NegativeInfinity;

    /// <summary>The beginning with one more label.</summary>
    public CtcPrefix Child(int next, CtcBeamSearchOptions options)
    {
        _children ??= [];
        if (!_children.TryGetValue(next, out var child))
        {
            var language = LanguageModel is { } model ? options.LanguageModelWeight * model.Score(next) : 0;
            _children.Add(next, child = new(this, next, Language + language + options.LabelBonus));
        }

        return child;
    }

    /// <summary>No label follows.</summary>
    public void End(CtcBeamSearchOptions options) => Language += LanguageModel is { } model ? options.LanguageModelWeight * model.ScoreEnd() : 0;

    /// <summary>The step that was being added is the last one.</summary>
    public void Advance() => (Blank, Labelled, NextBlank, NextLabelled) = (NextBlank, NextLabelled, double.NegativeInfinity, double.NegativeInfinity);

    public int[] Labels()
    {
        var labels = new int[Length];
        for (var prefix = this; prefix.Parent is not null; prefix = prefix.Parent)
        {
            labels[prefix.Length - 1] = prefix.Label;
        }

        return labels;
    }

    /// <summary>log(e^a + e^b).</summary>
    public static double LogSum(double a, double b)
    {
        var (high, low) = a > b ? (a, b) : (b, a);
        return double.IsNegativeInfinity(low) ? high : high + Math.Log(1 + Math.Exp(low - high));
    }
}
