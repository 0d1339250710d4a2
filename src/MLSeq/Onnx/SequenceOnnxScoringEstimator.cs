using System.Diagnostics.CodeAnalysis;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLSeq.Interop;
using MLSeq.Onnx;

namespace MLSeq;

/// <summary>Scores rows by an ONNX model in batches of similar length.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Fit hands the transformer out; who gets it disposes of it.")]
public sealed class SequenceOnnxScoringEstimator : IEstimator<SequenceOnnxScoringTransformer>
{
    private readonly SequenceOnnxScoringTransformer _transformer;

    internal SequenceOnnxScoringEstimator(IHostEnvironment environment, SequenceOnnxScoringOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(options.ModelFile);
        _transformer = new SequenceOnnxScoringTransformer(environment, OnnxModelSource.FromFile(options.ModelFile), options);
    }

    /// <summary>Checks the input's columns; there is nothing to train.</summary>
    /// <param name="input">Data with the columns that go into the graph.</param>
    /// <returns>The transformer, always the same: it owns the loaded model and is disposed of with it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or not of the type that the graph takes.</exception>
    public SequenceOnnxScoringTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _transformer.GetOutputSchema(input.Schema);
        return _transformer;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or not of the type that the graph takes.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        foreach (var (name, input) in _transformer.Inputs)
        {
            var column = ColumnTypes.Find(inputSchema, name, "input");
            if (!ColumnForm.Of(column).Fills(input))
            {
                throw ColumnTypes.Mismatch(column, "input", ColumnForm.Expected(input));
            }
        }

        // The outputs do not depend on the input: their shapes are those of their columns.
        var schema = new DataViewSchema.Builder();
        schema.AddColumns(_transformer.Outputs);
        return Shapes.Add(inputSchema, [.. SchemaShape.Create(schema.ToSchema())]);
    }
}
