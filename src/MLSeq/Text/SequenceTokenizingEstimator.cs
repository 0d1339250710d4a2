using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLSeq.Interop;
using MLSeq.Text;

namespace MLSeq;

/// <summary>Cuts a text into tokens: a scalar of text becomes a variable-size vector of text.</summary>
/// <remarks>
/// A tokenizer that learns (byte pairs) is trained when the estimator is fitted, by streaming over the texts.
/// A missing or empty text becomes an empty vector.
/// </remarks>
public sealed class SequenceTokenizingEstimator : IEstimator<SequenceTokenizingTransformer>
{
    private readonly IHostEnvironment _environment;
    private readonly string _outputColumnName;
    private readonly string _inputColumnName;
    private readonly Tokenizer _tokenizer;

    internal SequenceTokenizingEstimator(IHostEnvironment environment, string outputColumnName, string? inputColumnName, Tokenizer? tokenizer)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(outputColumnName);
        _environment = environment;
        _outputColumnName = outputColumnName;
        _inputColumnName = inputColumnName ?? outputColumnName;
        _tokenizer = tokenizer ?? Tokenizers.Words();
    }

    /// <summary>Trains the tokenizer, if it learns, and returns the transformer.</summary>
    /// <param name="input">Data with the text column.</param>
    /// <returns>The transformer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The text column is missing or not a scalar of text.</exception>
    /// <exception cref="InvalidOperationException">The tokenizer learns, and there is no text to learn from.</exception>
    public SequenceTokenizingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        GetOutputSchema(SchemaShape.Create(input.Schema));
        return new(_environment, _outputColumnName, _inputColumnName, _tokenizer.IsTrained ? _tokenizer : Train(input));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The text column is missing or not a scalar of text.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var column = ColumnTypes.Find(inputSchema, _inputColumnName, "text");
        if (!column.IsText())
        {
            throw ColumnTypes.Mismatch(column, "text", ColumnTypes.Text);
        }

        return Shapes.Add(inputSchema, new SchemaShape.Column(
            _outputColumnName, SchemaShape.Column.VectorKind.VariableVector, TextDataViewType.Instance, false));
    }

    private Tokenizer Train(IDataView input)
    {
        try
        {
            return _tokenizer.Train(input.GetColumn<ReadOnlyMemory<char>>(_inputColumnName).Select(text => text.ToString()));
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidOperationException($"The tokenizer for column '{_outputColumnName}' cannot be trained on column '{_inputColumnName}'. {e.Message}", e);
        }
    }
}
