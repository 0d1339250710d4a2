namespace MLSeq.Onnx;

/// <summary>Names of the metadata entries by which a model tells the scorer how to feed it, and people what it is.</summary>
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

    /// <summary>What the last predictor of the model predicts, in ML.NET's words, for instance "MulticlassClassification".</summary>
    public const string Kind = "mlseq.kind";

    /// <summary>The classes of the last predictor in the order of its scores: a JSON array of texts.</summary>
    public const string Labels = "mlseq.labels";

    /// <summary>
    /// What stands before the name of a column of token ids that the model reads or makes, in an entry that holds the SHA-256 hash (hexadecimal) of its
    /// vocabulary: of the tokens of ids from 1 on in UTF-8, each with a line feed behind it. Ids mean the same where it is the same.
    /// </summary>
    public const string Vocabulary = "mlseq.vocabulary.";
}
