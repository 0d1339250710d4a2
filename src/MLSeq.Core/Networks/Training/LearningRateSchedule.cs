namespace MLSeq.Networks.Training;

/// <summary>How the step size changes while training goes on.</summary>
public enum LearningRateSchedule
{
    /// <summary>
    /// Each epoch after the first <see cref="SequenceTrainerOptions.DecayAfter"/> multiplies it by
    /// <see cref="SequenceTrainerOptions.Decay"/> (Zaremba et al., 2014). A decay of 1 leaves it as it is.
    /// </summary>
    Decay,

    /// <summary>It stays as it is.</summary>
    Constant,

    /// <summary>
    /// Every <see cref="SequenceTrainerOptions.DecayAfter"/> epochs multiply it by <see cref="SequenceTrainerOptions.Decay"/>.
    /// </summary>
    Step,

    /// <summary>
    /// Each time that <see cref="SequenceTrainerOptions.DecayAfter"/> epochs in a row have not lowered the validation loss
    /// multiplies it by <see cref="SequenceTrainerOptions.Decay"/>.
    /// </summary>
    Plateau,

    /// <summary>
    /// It falls from step to step along half a cosine to 0 at the end of the last epoch (Loshchilov and Hutter, 2017, without
    /// restarts). The data is gone through once more, to count the steps.
    /// </summary>
    Cosine,
}
