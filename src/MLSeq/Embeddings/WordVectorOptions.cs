using MLSeq.Embeddings;

namespace MLSeq;

/// <summary>How <c>ApplyWordVectors</c> and the estimators that train word vectors apply them.</summary>
public class WordVectorOptions
{
    /// <summary>What the vectors of a row's words become. Default: their mean.</summary>
    public WordVectorOutput Output { get; set; } = WordVectorOutput.Mean;

    /// <summary>
    /// What stands for words that the vectors do not have. Default, null: their subwords where the vectors have any, as
    /// fastText's do; else they are left out of pooled outputs and are vectors of zeros per token.
    /// </summary>
    public UnknownWords? UnknownWords { get; set; }

    /// <summary>
    /// a in the weight a / (a + p(w)) of <see cref="WordVectorOutput.SmoothInverseFrequency"/>, above 0. Default: 0.001, as in
    /// the paper.
    /// </summary>
    public float Smoothing { get; set; } = 1e-3f;

    /// <summary>Ends the fitting with an <see cref="OperationCanceledException"/>. It is not saved.</summary>
    public CancellationToken CancellationToken { get; set; }

    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    internal virtual void Check()
    {
        OptionCheck.Require(Enum.IsDefined(Output), nameof(Output), (int)Output, "one of WordVectorOutput's values");
        OptionCheck.Require(UnknownWords is null || Enum.IsDefined(UnknownWords.Value), nameof(UnknownWords), (int?)UnknownWords ?? 0, "one of UnknownWords' values, or null");
        OptionCheck.Require(Smoothing > 0 && float.IsFinite(Smoothing), nameof(Smoothing), Smoothing, "a number above 0");
    }

    internal WordVectorOptions Copy() => (WordVectorOptions)MemberwiseClone();
}
