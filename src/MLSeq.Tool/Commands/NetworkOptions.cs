using System.CommandLine;
using MLSeq.Embeddings;
using MLSeq.Networks;
using MLSeq.Text;

namespace MLSeq.Tool.Commands;

/// <summary>What <c>train</c> lets the user choose about tokens, network and training. Defaults are the library's.</summary>
internal sealed class NetworkOptions
{
    private static readonly SequenceClassifierOptions Defaults = new();

    private readonly Option<string> _tokenizer = OptionTypes.Choice("--tokenizer", "How texts are cut. 'word' and 'bpe' lower-case them.", "word", "whitespace", "char", "bpe");
    private readonly Option<int> _vocabulary = OptionTypes.Whole("--vocabulary", "Most entries of the vocabulary; 0: no limit (8000 for bpe).", 0, 0);
    private readonly Option<int> _minCount = OptionTypes.Whole("--min-count", "Rarer tokens are unknown ones.", 1, 1);
    private readonly Option<string> _cell = OptionTypes.Choice("--cell", "The recurrent cell.", "lstm");
    private readonly Option<int> _hidden = OptionTypes.Whole("--hidden", "Units of each layer and direction.", Defaults.HiddenSize, 1, 8192);
    private readonly Option<int> _layers = OptionTypes.Whole("--layers", "Stacked recurrent layers.", Defaults.Layers, 1, 16);
    private readonly Option<bool> _bidirectional = new("--bidirectional") { Description = "Read each text in both directions." };
    private readonly Option<int> _embedding = OptionTypes.Whole("--embedding", "Size of a token's vector; with --vectors their dimensions.", Defaults.EmbeddingSize, 1, 8192);
    private readonly Option<string?> _vectors = OptionTypes.File("--vectors", "Word vectors to start from: word2vec's, GloVe's or fastText's format. All their words join the vocabulary.");
    private readonly Option<bool> _freeze = new("--freeze") { Description = "Leave the vectors of --vectors as they are; without it they are fine-tuned." };
    private readonly Option<string> _pooling = OptionTypes.Choice("--pooling", "What of the states over time is classified.", PoolingNames());
    private readonly Option<float> _dropout = OptionTypes.Real("--dropout", "Share of activations dropped in training.", Defaults.Dropout, 0, 0.99f);
    private readonly Option<float> _wordDropout = OptionTypes.Real("--word-dropout", "Share of tokens read as unknown ones in training.", Defaults.WordDropout, 0, 0.99f);
    private readonly Option<string> _optimizer = OptionTypes.Choice("--optimizer", "The optimizer.", "adam");
    private readonly Option<float> _rate = OptionTypes.Real("--rate", "Learning rate.", Defaults.LearningRate, 1e-9f, 100);
    private readonly Option<float> _decay = OptionTypes.Real("--decay", "What each later epoch multiplies the learning rate by; 1: it stays.", Defaults.Decay, 1e-6f, 1);
    private readonly Option<int> _decayAfter = OptionTypes.Whole("--decay-after", "Epochs at the full learning rate before --decay sets in.", Defaults.DecayAfter, 0, 100_000);
    private readonly Option<float> _clip = OptionTypes.Real("--clip", "Largest norm of the whole gradient; 0: not clipped.", Defaults.ClipNorm, 0, 1e9f);
    private readonly Option<int> _batch = OptionTypes.Whole("--batch", "Texts in a batch.", Defaults.BatchSize, 1, 65536);
    private readonly Option<int> _epochs = OptionTypes.Whole("--epochs", "Most passes over the data.", Defaults.Epochs, 1, 100_000);
    private readonly Option<int> _patience = OptionTypes.Whole("--patience", "Stop after this many epochs without a lower validation loss; 0: never.", Defaults.Patience, 0, 100_000);

    private IEnumerable<Option> All =>
    [
        _tokenizer, _vocabulary, _minCount, _cell, _hidden, _layers, _bidirectional, _embedding, _vectors, _freeze, _pooling, _dropout,
        _wordDropout, _optimizer, _rate, _decay, _decayAfter, _clip, _batch, _epochs, _patience,
    ];

    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Options.Add(option);
        }
    }

    public Tokenizer Tokenizer(ParseResult parsed)
    {
        var size = parsed.GetValue(_vocabulary);
        return parsed.GetValue(_tokenizer) switch
        {
            "char" => Tokenizers.Characters(),
            "whitespace" => Tokenizers.Whitespace(),
            "bpe" => Tokenizers.BytePairs(size > 0 ? size : 8000, TextNormalization.LowerCase),
            _ => Tokenizers.Words(),
        };
    }

    public VocabularyOptions Vocabulary(ParseResult parsed) => new()
    {
        MinCount = parsed.GetValue(_minCount),
        MaxSize = parsed.GetValue(_vocabulary) is > 0 and var size ? size : null,
    };

    /// <exception cref="ToolException">The options contradict each other.</exception>
    public SequenceClassifierOptions Classifier(ParseResult parsed)
    {
        var options = new SequenceClassifierOptions
        {
            Cell = RecurrentCell.Lstm,
            HiddenSize = parsed.GetValue(_hidden),
            Layers = parsed.GetValue(_layers),
            Bidirectional = parsed.GetValue(_bidirectional),
            Pooling = Enum.Parse<SequencePooling>(parsed.GetValue(_pooling)!, ignoreCase: true),
            Dropout = parsed.GetValue(_dropout),
            WordDropout = parsed.GetValue(_wordDropout),
            LearningRate = parsed.GetValue(_rate),
            Decay = parsed.GetValue(_decay),
            DecayAfter = parsed.GetValue(_decayAfter),
            ClipNorm = parsed.GetValue(_clip),
            BatchSize = parsed.GetValue(_batch),
            Epochs = parsed.GetValue(_epochs),
            Patience = parsed.GetValue(_patience),
        };
        UseWordVectors(parsed, options);
        return options;
    }

    private void UseWordVectors(ParseResult parsed, SequenceClassifierOptions options)
    {
        var size = parsed.GetResult(_embedding) is { Implicit: false } ? parsed.GetValue(_embedding) : (int?)null;
        options.FreezeWordVectors = parsed.GetValue(_freeze);
        if (parsed.GetValue(_vectors) is not { } path)
        {
            options.EmbeddingSize = size ?? options.EmbeddingSize;
            if (options.FreezeWordVectors)
            {
                throw new ToolException("--freeze: there are no --vectors to leave as they are.", ExitCode.Usage);
            }

            return;
        }

        options.WordVectors = File.Exists(path) ? WordVectors.Load(path) : throw new ToolException($"{path}: no such file.");
        if (size is { } asked && asked != options.WordVectors.Dimensions)
        {
            throw new ToolException(
                $"--embedding {asked}: the vectors of {path} have {options.WordVectors.Dimensions} dimensions; expected the same, or no --embedding.", ExitCode.Usage);
        }
    }

    // The library's default comes first: OptionTypes.Choice takes that one.
    private static string[] PoolingNames() =>
        [.. Enum.GetValues<SequencePooling>().OrderBy(p => p != Defaults.Pooling).Select(p => p.ToString().ToLowerInvariant())];
}
