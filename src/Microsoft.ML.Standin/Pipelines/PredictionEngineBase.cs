using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Predicts for one object at a time.</summary>
public abstract class PredictionEngineBase<TSrc, TDst> : IDisposable
    where TSrc : class
    where TDst : class, new()
{
    private readonly InputRow<TSrc> _input;
    private readonly DataViewRow _row;
    private readonly RowFiller<TDst> _filler;
    private readonly bool _ownsTransformer;
    private bool _disposed;

    private protected PredictionEngineBase(
        IHostEnvironment env, ITransformer transformer, bool ignoreMissingColumns,
        SchemaDefinition inputSchemaDefinition = null, SchemaDefinition outputSchemaDefinition = null, bool ownsTransformer = true)
    {
        ArgumentNullException.ThrowIfNull(env);
        ArgumentNullException.ThrowIfNull(transformer);
        if (!transformer.IsRowToRowMapper)
        {
            throw new ArgumentException($"{transformer.GetType()} does not map row by row, so there can be no prediction engine.", nameof(transformer));
        }

        Transformer = transformer;
        _ownsTransformer = ownsTransformer;
        _input = new(RowColumns.ForReading(typeof(TSrc), inputSchemaDefinition));
        var mapper = transformer.GetRowToRowMapper(_input.Schema);
        OutputSchema = mapper.OutputSchema;
        var columns = RowColumns.ForWriting(typeof(TDst), OutputSchema, ignoreMissingColumns, outputSchemaDefinition);
        _row = mapper.GetRow(_input, columns.Select(c => OutputSchema[c.Name]));
        _filler = new(_row, columns);
    }

    /// <summary>The columns that come out of the model.</summary>
    public DataViewSchema OutputSchema { get; }

    private protected ITransformer Transformer { get; }

    /// <summary>Predicts for an object.</summary>
    public TDst Predict(TSrc example)
    {
        var prediction = new TDst();
        Predict(example, ref prediction);
        return prediction;
    }

    /// <summary>Predicts for an object into another.</summary>
    public abstract void Predict(TSrc example, ref TDst prediction);

    /// <summary>Ends the use of the engine.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _row.Dispose();
        if (_ownsTransformer)
        {
            (Transformer as IDisposable)?.Dispose();
        }
    }

    private protected void ExtractValues(TSrc example)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _input.Next(example);
    }

    private protected void FillValues(TDst prediction) => _filler.Fill(prediction);
}
