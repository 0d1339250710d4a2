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
}
