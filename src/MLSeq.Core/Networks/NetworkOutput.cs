namespace MLSeq.Networks;

/// <summary>What a network's last layer gives, and with it the loss that it is trained with.</summary>
public enum NetworkOutput
{
    /// <summary>A probability for each class; trained with the cross-entropy.</summary>
    Softmax,

    /// <summary>The probability of the positive class; trained with the logistic loss.</summary>
    Sigmoid,

    /// <summary>A number; trained with the squared error.</summary>
    Linear,
}
