using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLSeq.Interop;
using MLSeq.Text;

namespace MLSeq;

/// <summary>Builds a vocabulary and maps tokens to it: a vector of text becomes a variable-size vector of keys.</summary>
/// <remarks>
/// Fitting streams over the tokens and counts them; the vocabulary's entries are ordered by count. Key 0, ML.NET's
/// missing value, stands for tokens that are not in the vocabulary.
/// </remarks>
public sealed class TokenIdMappingEstimator : IEstimator<TokenIdMappingTransformer>
{
    private readonly IHostEnvironment _environment;
    private readonly string _outputColumnName;
    private readonly string _inputColumnName;
    private readonly VocabularyOptions _options;
    private readonly Vocabulary? _vocabulary;

    internal TokenIdMappingEstimator(
        IHostEnvironment environment, string outputColumnName, string? inputColumnName, VocabularyOptions? options, Vocabulary? vocabulary)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(outputColumnName);
        _environment = environment;
        _outputColumnName = outputColumnName;
        _inputColumnName = inputColumnName ?? outputColumnName;
        _options = options ?? new VocabularyOptions();
        _options.Check();
        _vocabulary = vocabulary is null or { Count: > 1 }
            ? vocabulary
            : throw new ArgumentException($"The vocabulary for column '{outputColumnName}' has no entry; expected at least one.", nameof(vocabulary));
    }

    /// <summary>Builds the vocabulary and returns the transformer.</summary>
    /// <param name="input">Data with the token column.</param>
    /// <returns>The transformer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The token column is missing or not a vector of text.</exception>
    /// <exception cref="InvalidOperationException">No token passes the vocabulary's options.</exception>
    public TokenIdMappingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        GetOutputSchema(SchemaShape.Create(input.Schema));
        var vocabulary = _vocabulary ?? Build(input);
        return new(_environment, _outputColumnName, _inputColumnName, vocabulary);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The token column is missing or not a vector of text.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var column = ColumnTypes.Find(inputSchema, _inputColumnName, "token");
        if (!column.IsTextVector())
        {
            throw ColumnTypes.Mismatch(column, "token", ColumnTypes.TextVector);
        }

        var annotations = new SchemaShape(
        [
            new SchemaShape.Column(AnnotationKinds.KeyValues, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, false),
        ]);
        return Shapes.Add(inputSchema, new SchemaShape.Column(
            _outputColumnName, SchemaShape.Column.VectorKind.VariableVector, NumberDataViewType.UInt32, true, annotations));
    }

    private Vocabulary Build(IDataView input)
    {
        var builder = new VocabularyBuilder(_options);
        var column = input.Schema[_inputColumnName];
        using var cursor = input.GetRowCursor([column]);
        var getTokens = cursor.GetGetter<VBuffer<ReadOnlyMemory<char>>>(column);
        VBuffer<ReadOnlyMemory<char>> tokens = default;
        while (cursor.MoveNext())
        {
            getTokens(ref tokens);
            foreach (var token in tokens.GetValues())
            {
                if (!token.IsEmpty)
                {
                    builder.Add(token.Span);
                }
            }
        }

        try
        {
            return builder.Build();
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidOperationException(
                $"There is no vocabulary for column '{_outputColumnName}' from column '{_inputColumnName}' with {builder.TokenCount} tokens. {e.Message}", e);
        }
    }
}
