using Microsoft.ML.Data;
using MLSeq;
using MLSeq.Onnx;
using MLSeq.Onnx.Scoring;

namespace Microsoft.ML;

/// <summary>MLSeq's export to ONNX and scoring by ONNX Runtime.</summary>
public static class SequenceOnnxCatalog
{
    /// <summary>Writes a model, of MLSeq's stages, ML.NET's own or both, as one ONNX file of operator set 20.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="model">The model.</param>
    /// <param name="inputSchema">The schema of the data that the model takes.</param>
    /// <param name="path">The file; it is written aside and then renamed, so it is never half-written.</param>
    /// <param name="options">What the graph takes in; null for text.</param>
    /// <remarks>
    /// The graph takes the columns that its outputs need: text [N], numbers, flags and keys [N] or vectors [N, K] of them, tokens [N, T] with "" for
    /// padding, token ids [N, T] with -1 for padding, or frames [N, T, F]. It gives <c>PredictedLabel</c> [N] as the
    /// label's text (Boolean for a binary classifier), <c>Score</c> [N, K] or [N], and <c>Probability</c> [N]; of a model
    /// without predictor, its pooled word vectors [N, D], or what it adds. Stages that the outputs do not need, such as one that maps the
    /// label, are left out; ML.NET's own write themselves as they do for <c>ConvertToOnnx</c>. Run the file by <c>ApplySequenceOnnxModel</c>; ML.NET's own <c>ApplyOnnxModel</c> gives a scalar
    /// as [1, 1], so it takes the text as a vector of one: <c>Concatenate("Text", "Text")</c>.
    /// </remarks>
    /// <returns>How far the file's scores are from the model's on the rows of <see cref="SequenceOnnxExportOptions.Verify"/>; null where there are none.</returns>
    /// <exception cref="NotSupportedException">A needed stage cannot be expressed; it is named with its column. Nothing is written.</exception>
    /// <exception cref="InvalidOperationException">The scores differ by more than the tolerance. Nothing is written.</exception>
    /// <exception cref="ArgumentException">An option is out of range, or names a column that the model does not add.</exception>
    public static OnnxExportReport? SaveAsOnnx(
        this ModelOperationsCatalog catalog, ITransformer model, DataViewSchema inputSchema, string path, SequenceOnnxExportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(inputSchema);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        options ??= new();
        if (options.Tolerance is { } least)
        {
            OptionCheck.Require(least >= 0, nameof(options.Tolerance), least, "at least 0");
            OptionCheck.Require(options.Verify is not null, nameof(options.Tolerance), least, $"none without {nameof(options.Verify)}");
        }

        var graph = OnnxExporter.Export(model, inputSchema, options);
        var report = options.Verify is { } sample ? OnnxVerification.Compare(graph.ToArray(), model, sample) : null;
        if (report is not null && options.Tolerance is { } tolerance)
        {
            OnnxVerification.Require(report, tolerance);
        }

        graph.Save(path, options.ExternalWeights);
        return report;
    }

    /// <summary>Scores rows by an ONNX model in batches of similar length, on the CPU or a CUDA GPU.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="modelFile">The ONNX file.</param>
    /// <param name="gpuDeviceId">The GPU; null for the CPU. Where it cannot be used, the CPU is, and the log says so.</param>
    /// <returns>The estimator. It holds the loaded model, which is let go of by disposing of the transformer.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">ONNX Runtime cannot load the file: it is damaged, foreign or too new.</exception>
    /// <exception cref="NotSupportedException">The model has an output that no column can hold.</exception>
    public static SequenceOnnxScoringEstimator ApplySequenceOnnxModel(this TransformsCatalog catalog, string modelFile, int? gpuDeviceId = null) =>
        catalog.ApplySequenceOnnxModel(new SequenceOnnxScoringOptions { ModelFile = modelFile, Cuda = gpuDeviceId is { } gpu ? new CudaOptions(gpu) : null });

    /// <summary>Scores rows by an ONNX model in batches of similar length, on the CPU or a CUDA GPU.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The model, its columns, and how it is run.</param>
    /// <returns>The estimator. It holds the loaded model, which is let go of by disposing of the transformer.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">ONNX Runtime cannot load the file: it is damaged, foreign or too new.</exception>
    /// <exception cref="NotSupportedException">The model has an output that no column can hold.</exception>
    public static SequenceOnnxScoringEstimator ApplySequenceOnnxModel(this TransformsCatalog catalog, SequenceOnnxScoringOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new(catalog.GetEnvironment(), options);
    }
}
