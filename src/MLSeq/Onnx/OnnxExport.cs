using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Embeddings;
using MLSeq.Embeddings.Sentences;
using MLSeq.Graphs;
using MLSeq.Interop;
using MLSeq.LanguageModels;
using MLSeq.Onnx.Graphs;
using MLSeq.Onnx.Models;
using MLSeq.Text;

namespace MLSeq.Onnx;

/// <summary>
/// Follows a chain of transformers from its input columns on. Each column is defined by how it is made, and made only
/// when an output needs it: stages beside the way, such as one that maps the label, are never asked.
/// </summary>
internal sealed partial class OnnxExport
{
    private readonly Dictionary<string, Definition> _columns;
    private readonly Dictionary<string, GraphValue> _inputs = [];
    private readonly SequenceOnnxExportOptions _options;

    public OnnxExport(DataViewSchema inputSchema, SequenceOnnxExportOptions options)
    {
        _options = options;
        _columns = inputSchema.Where(column => !column.IsHidden).ToDictionary(
            column => column.Name, column => new Definition(OnnxRole.None, new(new InputColumnValue(column))));
    }

    /// <summary>The graph under construction.</summary>
    public OnnxGraph Graph { get; } = new();

    /// <summary>The columns that the model is exported for, in the order of their definition.</summary>
    public IEnumerable<string> Outputs
    {
        get
        {
            var role = _columns.Values.Select(column => column.Role).DefaultIfEmpty().Max();
            return _columns.Where(column => role > OnnxRole.None && column.Value.Role == role).Select(column => column.Key);
        }
    }

    /// <summary>All columns at this place of the model.</summary>
    public IReadOnlyCollection<string> Columns => _columns.Keys;


    /// <summary>What a column is for.</summary>
    public OnnxRole RoleOf(string column) => _columns.TryGetValue(column, out var value) ? value.Role : OnnxRole.None;

    /// <summary>Defines a column by how it is made from another one, for what that one is for.</summary>
    public void Define(string column, string inputColumn, Func<OnnxColumnValue> make) =>
        Define(column, (OnnxRole)Math.Max((int)RoleOf(inputColumn), (int)OnnxRole.Added), make);

    /// <summary>Defines a column.</summary>
    public void Define(string column, OnnxRole role, Func<OnnxColumnValue> make)
    {
        // Removed first, so that the order of outputs is that of their last definition.
        _columns.Remove(column);
        _columns.Add(column, new Definition(role, new(make)));
    }

    /// <summary>Defines the columns of a predictor.</summary>
    public void Define(SequencePredictionTransformer predictor)
    {
        var feature = _columns.GetValueOrDefault(predictor.FeatureColumnName);
        Consume(predictor.FeatureColumnName);
        var predictions = new Lazy<IReadOnlyList<GraphPrediction>>(
            () => predictor.Describe(Graph, Features(predictor.FeatureColumnName, predictor.Model.Network.Options.FrameSize, Known(feature, predictor.FeatureColumnName))));
        foreach (var name in predictor.OutputNames)
        {
            Define(name, OnnxRole.Prediction, () => new PredictionValue(predictor, predictions.Value.First(prediction => prediction.ColumnName == name)));
        }
    }

    /// <summary>Defines the columns of a language model.</summary>
    public void Define(LanguageModelTransformer stage)
    {
        var feature = _columns.GetValueOrDefault(stage.FeatureColumnName);
        var scores = new Lazy<(GraphValue LogProbability, GraphValue Perplexity)>(
            () => LanguageModelGraph.Score(Graph, TextIds(stage.FeatureColumnName, Known(feature, stage.FeatureColumnName), stage.Model.Codec), stage.Model));
        Define(LanguageModelTransformer.LogProbability, OnnxRole.Prediction, () => new VectorValue(scores.Value.LogProbability, 1));
        Define(LanguageModelTransformer.Perplexity, OnnxRole.Prediction, () => new VectorValue(scores.Value.Perplexity, 1));
    }

    /// <summary>Defines the columns of a tagger.</summary>
    public void Define(SequenceTaggingTransformer tagger)
    {
        var feature = _columns.GetValueOrDefault(tagger.FeatureColumnName);
        Consume(tagger.FeatureColumnName);
        var tokens = tagger.TokenColumnName is { } name ? _columns.GetValueOrDefault(name) : null;
        var result = new Lazy<(OnnxColumnValue Scores, OnnxColumnValue Tags)>(() =>
        {
            var options = tagger.Model.Network.Options;
            var input = Features(tagger.FeatureColumnName, options.FrameSize, Known(feature, tagger.FeatureColumnName));
            if (tagger.Characters is { } characters)
            {
                input = input with { Characters = Characters(tagger.TokenColumnName!, tokens, characters) };
            }

            var (scores, classes) = tagger.Model.Network.DescribeClasses(Graph, input);
            var (shown, texts) = TextGraph.StepLabels(Graph, input.Lengths, scores, classes, tagger.Tags);
            return (new StepScoresValue(shown, SequenceTaggingTransformer.PredictionKind, tagger.Tags), new TagsValue(texts, tagger.Tags));
        });
        Define(ColumnNames.PredictedLabel, OnnxRole.Prediction, () => result.Value.Tags);
        Define(ColumnNames.Score, OnnxRole.Prediction, () => result.Value.Scores);
    }

    /// <summary>Defines the scores of a transcriber, which texts are read off outside of the graph; it has no other columns.</summary>
    public void Define(SequenceTranscribingTransformer transcriber)
    {
        var feature = _columns.GetValueOrDefault(transcriber.FeatureColumnName);
        var (network, tokens) = (transcriber.Transcriber.Network, transcriber.Transcriber.Vocabulary);
        Remove(SequenceTranscribingTransformer.Transcript);
        Remove(SequenceTranscribingTransformer.LogProbability);
        Define(ColumnNames.Score, OnnxRole.Prediction, () =>
        {
            OnnxTranscriber.Describe(Graph, transcriber.Transcriber);
            var features = Features(transcriber.FeatureColumnName, transcriber.Transcriber.FrameSize, Known(feature, transcriber.FeatureColumnName));
            return new StepScoresValue(network.Describe(Graph, features), SequenceTranscribingTransformer.PredictionKind, tokens);
        });
    }

    /// <summary>
    /// Defines the translation of a translator, its probability and its score, of the likeliest token at each step. The other columns, which
    /// depend on the search, are none of the graph.
    /// </summary>
    public void Define(SequenceTranslatingTransformer translator)
    {
        var feature = _columns.GetValueOrDefault(translator.FeatureColumnName);
        var (model, search) = (translator.Model, translator.Search);
        var result = new Lazy<(GraphValue Translation, GraphValue LogProbability, GraphValue Score)>(() =>
        {
            if (search.ReplaceUnknown)
            {
                throw new NotSupportedException(
                    $"A translator with {nameof(search.ReplaceUnknown)} cannot be exported to ONNX; export it {nameof(translator.WithSearch)} without.");
            }

            var ids = TextIds(translator.FeatureColumnName, Known(feature, translator.FeatureColumnName), model.Codec.Source);
            return TranslationGraph.Translate(Graph, ids, model, search.Options);
        });
        foreach (var output in TranslationOutput.Of(search.Options))
        {
            Remove(output.Name);
        }

        Define(TranslationOutput.Translation, OnnxRole.Prediction, () => new TextValue(result.Value.Translation, SequenceTranslatingTransformer.PredictionKind));
        Define(TranslationOutput.LogProbability, OnnxRole.Prediction, () => new NumberValue(result.Value.LogProbability));
        Define(ColumnNames.Score, OnnxRole.Prediction, () => new NumberValue(result.Value.Score));
    }

    /// <summary>Makes a column, as it is defined at this point, when it is asked for.</summary>
    public Func<OnnxColumnValue> Later(string column)
    {
        var definition = _columns.GetValueOrDefault(column);
        return () => Known(definition, column).Value;
    }

    /// <summary>Removes a column.</summary>
    public void Remove(string column) => _columns.Remove(column);

    /// <summary>A column of text, [N].</summary>
    public GraphValue Text(string column, OnnxColumnValue value) => value switch
    {
        InputColumnValue { Column: { Type: TextDataViewType } input } => Input(input.Name, "A text for each row, [N].", name => Graph.Input(name, OnnxElementType.String, "N")),
        StockValue { Column.Type: TextDataViewType } stock => Graph.Reshape(stock.Value, -1),
        TextValue text => text.Texts,
        _ => throw NotExpressible(column, "a column of text"),
    };

    /// <summary>A column of tokens, [N, T].</summary>
    public GraphSequence Tokens(string column, OnnxColumnValue value) => value switch
    {
        TokensValue tokens => tokens.Tokens,
        InputColumnValue { Column: var input } when input.Type.IsTextVector() => TextGraph.PaddedTokens(Graph, TokensInput(input.Name)),
        StockValue { Column: var stock } tokens when stock.Type.IsTextVector() =>
            tokens.Lengths.Value is { } lengths ? new(tokens.Value, lengths) : TextGraph.PaddedTokens(Graph, tokens.Value),
        _ => throw NotExpressible(column, "a column of tokens"),
    };

    /// <summary>Looks the words of a column up in word vectors.</summary>
    /// <param name="column">The column that they go to.</param>
    /// <param name="inputColumn">The column of words.</param>
    /// <param name="value">What that is.</param>
    /// <param name="encoding">How the words are encoded.</param>
    public OnnxColumnValue WordVectors(string column, string inputColumn, OnnxColumnValue value, SentenceEncoding encoding)
    {
        var ids = value switch
        {
            IdsValue known => known,
            InputColumnValue { Column: var input } when input.Type.IsIds() => new IdsValue(IdsInput(input.Name), GraphValue.None, WordReader.KeyWords(input)),
            StockValue { Column: var keys } stock when keys.Type.IsIds() => new IdsValue(Ids(stock), GraphValue.None, WordReader.KeyWords(keys)),
            _ => null,
        };
        if (ids is not null)
        {
            return Encoded(new(Graph, encoding, SentenceTable.OfKeys(encoding, ids.Words)), encoding, ids.Ids.Values, ids.Ids.Lengths);
        }

        var tokens = value switch
        {
            TokensValue known => known.Tokens.Values,
            InputColumnValue { Column: var input } when input.Type.IsTextVector() => TokensInput(input.Name),
            StockValue { Column: var texts } stock when texts.Type.IsTextVector() => stock.Value,
            _ => throw NotExpressible(inputColumn, "a column of tokens or token ids"),
        };
        if (encoding.UnknownWords == UnknownWords.Subwords)
        {
            throw new NotSupportedException(
                $"Column '{column}' cannot be exported to ONNX: it takes the vectors of unknown words from their subwords, and a graph cannot cut a word into "
                + $"subwords. Put MapTokensToIds before it, so that all words are known, or set {nameof(WordVectorOptions.UnknownWords)} to "
                + $"{nameof(UnknownWords.Skip)} or {nameof(UnknownWords.Zero)}.");
        }

        var words = new SentenceGraph(Graph, encoding, SentenceTable.OfWords(encoding));
        return Encoded(words, encoding, words.Padded(words.Rows(tokens)), lengths: null);
    }

    private static OnnxColumnValue Encoded(SentenceGraph graph, SentenceEncoding encoding, GraphValue rows, GraphValue? lengths) => encoding.IsPerToken
        ? new FramesValue(graph.PerToken(rows, lengths), encoding.Width)
        : new VectorValue(graph.Pool(rows, lengths), encoding.Width);

    private GraphSequence Features(string name, int frameSize, Definition feature)
    {
        if (frameSize > 0)
        {
            return feature.Value switch
            {
                InputColumnValue frames => FramesInput(frames.Column.Name, frameSize),
                FramesValue frames when frames.FrameSize == frameSize => frames.Frames,
                StockValue stock => Frames(stock, frameSize),
                VectorValue { Width: var width } vector when width % frameSize == 0 => Frames(vector.Vector, width, frameSize),
                _ => throw NotExpressible(name, $"a column of the input data, word vectors per token, log-mel features or a vector, in frames of {frameSize} values"),
            };
        }

        if (_options.Input == SequenceOnnxInput.Ids)
        {
            return IdsInput(name);
        }

        return feature.Value switch
        {
            IdsValue ids => ids.Ids,
            InputColumnValue input => IdsInput(input.Column.Name),
            StockValue stock => Ids(stock),
            _ => throw NotExpressible(name, "a column of token ids"),
        };
    }

    /// <summary>The characters of a column of tokens: cut in the graph, or an input beside ids.</summary>
    private GraphCharacters Characters(string column, Definition? tokens, Vocabulary characters) => _options.Input == SequenceOnnxInput.Ids
        ? TextGraph.PaddedCharacters(Graph, Input($"{column}.Characters", $"The characters of the tokens of {column}, [N, T, L]: 0 for an unknown one, -1 behind a token's last one.", name => Graph.Input(name, OnnxElementType.Int64, "N", "T", "L")))
        : TextGraph.Characters(Graph, Tokens(column, Known(tokens, column).Value).Values, characters);

    /// <summary>The ids of a column of texts [N, T], and the lengths of the texts, 0 for an empty one.</summary>
    private GraphSequence TextIds(string name, Definition feature, TokenCodec codec)
    {
        if (_options.Input == SequenceOnnxInput.Ids || (feature.Value is InputColumnValue { Column: var column } && column.Type.IsIds()))
        {
            return IdsInput(name) with { Lengths = TextGraph.CountIds(Graph, _inputs[name]) };
        }

        switch (feature.Value)
        {
            case IdsValue ids:
                return ids.Ids with { Lengths = ids.Counts };
            case StockValue stock when stock.Column.Type.IsIds():
                return Ids(stock) with { Lengths = Counts(stock) };
            case InputColumnValue or StockValue or TextValue:
                var tokens = TextGraph.Tokens(Graph, Text(name, feature.Value), codec.Tokenizer);
                return TextGraph.Ids(Graph, tokens, codec.Vocabulary) with { Lengths = tokens.Lengths };
            default:
                throw NotExpressible(name, "a column of token ids or of text");
        }
    }

    private GraphSequence IdsInput(string column)
    {
        Graph.Metadata[OnnxMetadata.Padding] = "-1";
        return TextGraph.PaddedIds(
            Graph, Input(column, "Token ids, [N, T]: 0 for an unknown token, -1 behind a row's last one.", name => Graph.Input(name, OnnxElementType.Int64, "N", "T")));
    }

    private GraphValue TokensInput(string column)
    {
        // Short rows end in empty strings, whatever number the entry has.
        Graph.Metadata.TryAdd(OnnxMetadata.Padding, "0");
        return Input(column, "Tokens, [N, T]; \"\" behind a row's last one.", name => Graph.Input(name, OnnxElementType.String, "N", "T"));
    }

    private GraphSequence FramesInput(string column, int frameSize)
    {
        var lengths = $"{column}.Lengths";
        Graph.Metadata[OnnxMetadata.Padding] = "0";
        Graph.Metadata[OnnxMetadata.Lengths] = lengths;
        return TextGraph.PaddedFrames(
            Graph,
            Input(column, $"Frames of {frameSize} numbers, [N, T, {frameSize}]; 0 behind a row's last one.", name => Graph.Input(name, OnnxElementType.Float, "N", "T", frameSize.ToString(CultureInfo.InvariantCulture))),
            Input(lengths, $"How many frames of {column} each row has, [N].", name => Graph.Input(name, OnnxElementType.Int64, "N")));
    }

    private GraphValue Input(string name, string documentation, Func<string, GraphValue> make)
    {
        if (!_inputs.TryGetValue(name, out var value))
        {
            _inputs.Add(name, value = make(name));
            Graph.Document(name, documentation);
        }

        return value;
    }

    private static Definition Known(Definition? definition, string column) =>
        definition ?? throw new InvalidOperationException($"There is no column '{column}' at this place of the model.");

    private static NotSupportedException NotExpressible(string column, string expected) =>
        new($"Column '{column}' cannot be exported to ONNX; expected {expected}.");

    private sealed record Definition(OnnxRole Role, Lazy<OnnxColumnValue> Made)
    {
        public OnnxColumnValue Value => Made.Value;
    }
}
