namespace MLSeq.Networks.Training;

/// <summary>How a training step changes the weights. The formulas and defaults are PyTorch's.</summary>
public enum Optimizer
{
    /// <summary>Adam (Kingma and Ba, 2015). Weight decay is part of the gradient.</summary>
    Adam,

    /// <summary>Adam with weight decay apart from the gradient (Loshchilov and Hutter, 2019).</summary>
    AdamW,

    /// <summary>Stochastic gradient descent, with <see cref="SequenceTrainerOptions.Momentum"/> where that is not 0.</summary>
    Sgd,

    /// <summary>AdaGrad (Duchi et al., 2011).</summary>
    AdaGrad,

    /// <summary>RMSProp (Tieleman and Hinton, 2012), with <see cref="SequenceTrainerOptions.Momentum"/> where that is not 0.</summary>
    RmsProp,
}
