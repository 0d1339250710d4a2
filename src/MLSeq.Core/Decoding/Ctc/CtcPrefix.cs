namespace MLSeq.Decoding.Ctc;

/// <summary>A beginning of labels in the tree of all that a search has come across, with the probabilities of the paths that read as it.</summary>
internal sealed class CtcPrefix(CtcPrefix? parent, int label, double language)
{
    private Dictionary<int, CtcPrefix>? _children;

    public CtcPrefix? Parent => parent;

    /// <summary>The last label; 0 (the blank) in the empty one.</summary>
    public int Label => label;

    /// <summary>The number of labels.</summary>
    public int Length { get; } = parent is null ? 0 : parent.Length + 1;

    /// <summary>What language model and bonus add to the score of all labels.</summary>
    public double Language => language;

    /// <summary>The logarithm of the probability of paths up to the last step that end in a blank.</summary>
    public double Blank { get; private set; } = double.NegativeInfinity;

    /// <summary>The same of those that end in the last label.</summary>
    public double Labelled { get; private set; } = double.NegativeInfinity;

    public double LogProbability => LogSum(Blank, Labelled);

    public double Score => LogProbability + language;

    /// <summary>Paths up to the step that is being added, as above.</summary>
    public double NextBlank { get; set; } = double.NegativeInfinity;

    /// <inheritdoc cref="NextBlank"/>
    public double NextLabelled { get; set; } = double.NegativeInfinity;

    /// <summary>Whether a path reads as it up to the step that is being added.</summary>
    public bool IsReached => NextBlank > double.NegativeInfinity || NextLabelled > double.NegativeInfinity;

    public CtcPrefix Child(int next, Func<CtcPrefix, int, double> score)
    {
        _children ??= [];
        if (!_children.TryGetValue(next, out var child))
        {
            _children.Add(next, child = new(this, next, language + score(this, next)));
        }

        return child;
    }

    /// <summary>Starts from before the first step: nothing is read with certainty.</summary>
    public void Start() => Blank = 0;

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
