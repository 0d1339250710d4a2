namespace MLSeq.Networks;

/// <summary>How a softmax over many classes, such as words, is trained. What it gives is over all classes in any case.</summary>
public enum SoftmaxKind
{
    /// <summary>Over all classes.</summary>
    Full,

    /// <summary>
    /// Over the answer and some classes drawn anew for each batch (Jean et al., 2015): a step's cost does not depend on the number
    /// of classes. The same parameters as in a full one.
    /// </summary>
    Sampled,

    /// <summary>
    /// In two levels, with less capacity for rare classes (Grave et al., 2017): training and scoring cost less.
    /// </summary>
    Adaptive,
}
