namespace MLSeq.Decoding.Ctc;

/// <summary>A language model for <see cref="CtcBeamSearch"/>, standing behind a beginning of labels. It never changes, and may be used by any number of threads.</summary>
public abstract class CtcLanguageModel
{
    /// <summary>The natural logarithm of the probability that a label comes next.</summary>
    /// <param name="label">The label, from 1.</param>
    public abstract double Score(int label);

    /// <summary>The natural logarithm of the probability that the text ends here. 0 by default, for models that do not know ends.</summary>
    public virtual double ScoreEnd() => 0;

    /// <summary>The model behind one more label.</summary>
    /// <param name="label">The label, from 1.</param>
    public abstract CtcLanguageModel After(int label);
}
