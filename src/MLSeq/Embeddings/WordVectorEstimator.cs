using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLSeq.Embeddings;
using MLSeq.Embeddings.Sentences;
using MLSeq.Interop;

namespace MLSeq;

/// <summary>
/// Applies word vectors to a column of words: those that are given, or those that it trains on the column when it is
/// fitted.
/// </summary>
/// <remarks>
/// The input column is a vector of text, a row being a sentence, or a vector of keys whose values are text, as
/// <c>MapTokensToIds</c> gives it. Words are compared as they are written. Empty and missing tokens are left out in training;
/// in transforming, an empty token is left out and a missing key is an unknown word. A row without words gives zeros, per token one
/// vector of zeros.
/// </remarks>
public sealed class WordVectorEstimator : IEstimator<WordVectorTransformer>
{
    private readonly IHost _host;
    private readonly string _outputColumnName;
    private readonly string _inputColumnName;
    private readonly WordVectorOptions _options;
    private readonly WordVectorSource _source;

    internal WordVectorEstimator(
        IHostEnvironment environment, string outputColumnName, string? inputColumnName, WordVectorOptions options, WordVectorSource source)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(outputColumnName);
        options.Check();
        _host = environment.Register(nameof(WordVectorEstimator));
        _outputColumnName = outputColumnName;
        _inputColumnName = inputColumnName ?? outputColumnName;
        _options = options.Copy();
        _source = source;
        if (options.UnknownWords == UnknownWords.Subwords && !source.HasSubwords)
        {
            throw new ArgumentException(
                $"{nameof(options.UnknownWords)} is {options.UnknownWords}, but the vectors for column '{outputColumnName}' have no subwords; "
                + $"expected {UnknownWords.Skip} or {UnknownWords.Zero}, or vectors that fastText trained.");
        }

        if (options.Output == WordVectorOutput.SmoothInverseFrequency && !source.HasCounts)
        {
            throw new ArgumentException(
                $"{nameof(options.Output)} is {options.Output}, which needs the words' counts, but the vectors for column '{outputColumnName}' have none; "
                + "expected vectors that were trained here or given their counts.");
        }
    }

    /// <summary>Trains the vectors, unless they are given, and returns the transformer.</summary>
    /// <param name="input">Data with the token column.</param>
    /// <returns>The transformer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The token column is missing or of another type.</exception>
    /// <exception cref="InvalidOperationException">There are no words to train on.</exception>
    /// <exception cref="OperationCanceledException">The options' token was cancelled.</exception>
    public WordVectorTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        GetOutputSchema(SchemaShape.Create(input.Schema));
        using var channel = _host.Start("Training");
        WordVectors vectors;
        try
        {
            vectors = _source.Get(_host, channel, () => Sentences(input));
        }
        catch (InvalidDataException e)
        {
            throw new InvalidOperationException(
                $"There are no word vectors for column '{_outputColumnName}' from column '{_inputColumnName}'. {e.Message}", e);
        }

        var unknown = _options.UnknownWords
            ?? (_source.HasSubwords ? UnknownWords.Subwords : _options.Output == WordVectorOutput.PerToken ? UnknownWords.Zero : UnknownWords.Skip);
        var encoding = new SentenceEncoding(vectors, _options.Output, unknown, _options.Smoothing);
        if (_options.Output == WordVectorOutput.SmoothInverseFrequency)
        {
            encoding = encoding.Without(FindCommonDirection(input, encoding));
        }

        return new(_host, _outputColumnName, _inputColumnName, encoding);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The token column is missing or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var column = ColumnTypes.Find(inputSchema, _inputColumnName, "token");
        if (!column.IsTextVector() && !column.IsIds())
        {
            throw ColumnTypes.Mismatch(column, "token", ColumnTypes.Words);
        }

        var isPerToken = _options.Output == WordVectorOutput.PerToken;
        return Shapes.Add(inputSchema, new SchemaShape.Column(
            _outputColumnName,
            isPerToken ? SchemaShape.Column.VectorKind.VariableVector : SchemaShape.Column.VectorKind.Vector,
            NumberDataViewType.Single,
            false,
            isPerToken ? null! : new SchemaShape(
            [
                new SchemaShape.Column(AnnotationKinds.SlotNames, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, false),
            ])));
    }

    private IEnumerable<IEnumerable<string>> Sentences(IDataView input)
    {
        var column = input.Schema[_inputColumnName];
        using var cursor = input.GetRowCursor([column]);
        var reader = WordReader.Create(cursor, column);
        var words = new List<string>();
        while (cursor.MoveNext())
        {
            _options.CancellationToken.ThrowIfCancellationRequested();
            words.Clear();
            reader.Read((_, word) => words.Add(word ?? string.Empty));
            yield return words;
        }
    }

    private float[] FindCommonDirection(IDataView input, SentenceEncoding encoding)
    {
        var direction = new CommonDirection(encoding.Dimensions);
        var column = input.Schema[_inputColumnName];
        using var cursor = input.GetRowCursor([column]);
        var encoder = new RowEncoder(cursor, column, encoding);
        while (cursor.MoveNext())
        {
            _options.CancellationToken.ThrowIfCancellationRequested();
            encoder.Read();
            encoder.Write(direction.Next());
        }

        return direction.ToArray();
    }
}
