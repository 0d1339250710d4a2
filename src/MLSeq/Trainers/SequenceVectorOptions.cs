namespace MLSeq;

/// <summary>The network and the training of a learner whose answers are vectors.</summary>
public sealed class SequenceVectorOptions : SequenceLearnerOptions
{
    /// <summary>
    /// Whether each step is answered, not the whole sequence: the label column then holds T times <see cref="LabelSize"/> values, step after step,
    /// and <see cref="SequenceLearnerOptions.Pooling"/> is not used. Default: no.
    /// </summary>
    public bool EachStep { get; set; }

    /// <summary>How many values an answer has. Default: 0, the size of the label column; with <see cref="EachStep"/> 1.</summary>
    public int LabelSize { get; set; }
}
