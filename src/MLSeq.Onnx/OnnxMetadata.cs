namespace MLSeq.Onnx;

/// <summary>Names of the metadata entries by which a model tells the scorer how to feed it.</summary>
public static class OnnxMetadata
{
    /// <summary>
    /// What fills the end of short rows and is ignored by the model: "-1" for ids, "0" for frames. A model that does not
    /// say so gets batches of rows of equal length.
    /// </summary>
    public const string Padding = "mlseq.padding";

    /// <summary>The name of the int64 or int32 input [N] that the scorer fills with the rows' numbers of time steps.</summary>
    public const string Lengths = "mlseq.lengths";

    /// <summary>
    /// The name of the int64 output [N] that says how many time steps of the other outputs each row has, where they are not those of its input; the scorer
    /// cuts the rows' outputs there.
    /// </summary>
    public const string OutputLengths = "mlseq.outputlengths";

    /// <summary>The samples a second of the sound that a model takes.</summary>
    public const string SampleRate = "mlseq.samplerate";
}
