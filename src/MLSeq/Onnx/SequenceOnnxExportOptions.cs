using Microsoft.ML;
using MLSeq.Onnx.Compression;

namespace MLSeq;

/// <summary>Options of <c>Model.SaveAsOnnx</c>.</summary>
public sealed class SequenceOnnxExportOptions
{
    /// <summary>
    /// What the graph takes in. Default: the text column, so that tokenizer and vocabulary are part of the graph.
    /// Frames go in as they are, whatever this says.
    /// </summary>
    public SequenceOnnxInput Input { get; set; } = SequenceOnnxInput.Text;

    /// <summary>
    /// How weights are stored: single precision, or smaller at the price of scores that differ a little. Default: single precision.
    /// </summary>
    public OnnxWeights Weights { get; set; }

    /// <summary>
    /// The columns that the graph gives; null for all predictions, or for the word vectors of a model without predictor, or for all columns that a model
    /// with neither adds. Default: null.
    /// </summary>
    public IReadOnlyList<string>? OutputColumns { get; set; }

    /// <summary>
    /// Whether the weights go to a file of their own beside the model, <c>model.onnx.HASH.data</c> for <c>model.onnx</c>, without which it cannot be loaded. Where
    /// they take more than 2 GiB, they always do. Default: no.
    /// </summary>
    public bool ExternalWeights { get; set; }

    /// <summary>
    /// Rows that are scored by the model and by the file before it is written, all at once; null for none. <c>SaveAsOnnx</c> reports how far apart the scores
    /// are. It takes files of at most 2 GiB. Default: null.
    /// </summary>
    public IDataView? Verify { get; set; }

    /// <summary>
    /// How far numbers may be apart on the rows of <see cref="Verify"/>, and in which share of the rows texts, flags and integers may differ, for the file to be
    /// written: at least 0; null for any. Default: null.
    /// </summary>
    public float? Tolerance { get; set; }

    /// <summary>What is said about the model in the file; null for nothing. Default: null.</summary>
    public string? Description { get; set; }
}
