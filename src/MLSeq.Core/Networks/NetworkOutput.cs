namespace MLSeq.Networks;

/// <summary>What a network's last layer gives, and with it the loss that it is trained with.</summary>
public enum NetworkOutput
{
    /// <summary>A probability for each class; trained with the cross-entropy.</summary>
    Softmax,

    /// <summary>The probability of the positive class, or of each of several labels that do not exclude one another; trained with the logistic loss.</summary>
    Sigmoid,

    /// <summary>A number, or a vector of numbers; trained with the squared error.</summary>
    Linear,

    /// <summary>
    /// The probability of each class at each step by a linear-chain conditional random field (Lafferty, McCallum and
    /// Pereira, 2001), which also scores the passage from one step's class to the next; trained with its log-likelihood.
    /// </summary>
    ConditionalRandomField,

    /// <summary>
    /// The logarithm of the probability of each class at each step, of which class 0 is the blank: the sequence's labels are read off the steps without their
    /// times being known (connectionist temporal classification, Graves et al., 2006); trained with the negative log-likelihood of the labels.
    /// </summary>
    ConnectionistTemporalClassification,
}
