using System.CommandLine;
using System.Globalization;
using MLSeq.Embeddings.Corpora;
using MLSeq.Embeddings.Training;
using MLSeq.Text;

namespace MLSeq.Tool.Commands.Vectors;

/// <summary>What <c>vectors train</c> lets the user choose. Defaults are the library's; an option of another algorithm is an error.</summary>
internal sealed class VectorTrainingOptions
{
    private const string SkipGram = "skipgram";
    private const string Cbow = "cbow";
    private const string GloVe = "glove";
    private const string FastText = "fasttext";
    private const string NeuralLanguageModel = "neural-lm";
    private const string Whitespace = "whitespace";

    private static readonly Word2VecOptions Word2VecDefaults = new();
    private static readonly GloVeOptions GloVeDefaults = new();
    private static readonly FastTextOptions FastTextDefaults = new();
    private static readonly NeuralLanguageModelOptions NeuralDefaults = new();
    private static readonly WordCorpusOptions CorpusDefaults = new();
    private static readonly PhraseOptions PhraseDefaults = new();

    private readonly Option<string> _algorithm = OptionTypes.Choice(
        "--algorithm", "What learns the vectors.", SkipGram, Cbow, GloVe, FastText, NeuralLanguageModel);

    private readonly Option<string> _tokenizer = OptionTypes.Choice(
        "--tokenizer", "How lines are cut: 'whitespace' for text that is cut already, 'word' for any other, which it lower-cases, or 'char'.", Whitespace, "word", "char");

    private readonly Option<bool> _cased = TokenOptions.CasedOption();
    private readonly Option<int> _dim = OptionTypes.Whole("--dim", "Values in a vector.", Word2VecDefaults.Dimensions, 1, 65536);
    private readonly Option<int> _minCount = OptionTypes.Whole("--min-count", "Rarer words get no vector.", CorpusDefaults.MinCount, 1);
    private readonly Option<int?> _maxWords = OptionTypes.OptionalWhole("--max-words", "Only the most frequent words get a vector, this many. All by default.", 1);
    private readonly Option<bool> _phrases = new("--phrases") { Description = "Join words that often stand together, such as new_york, before training." };
    private readonly Option<float> _phraseThreshold = OptionTypes.Real("--phrase-threshold", "A pair with a higher score is a phrase.", (float)PhraseDefaults.Threshold, 0, 1e9f);
    private readonly Option<int> _phrasePasses = OptionTypes.Whole("--phrase-passes", "Passes over the text; n give phrases of up to 2^n words.", PhraseDefaults.Passes, 1, 8);
    private readonly Option<float?> _rate = OptionTypes.OptionalReal(
        "--rate", Invariant($"Learning rate at the start (skipgram 0.025, cbow 0.05, glove {GloVeDefaults.LearningRate}, fasttext {FastTextDefaults.LearningRate}, neural-lm {NeuralDefaults.LearningRate})."), 1e-9f, 10);

    private readonly Option<int?> _epochs = OptionTypes.OptionalWhole(
        "--epochs", Invariant($"Passes over the text ({Word2VecDefaults.Epochs}; glove {GloVeDefaults.Epochs})."), 1, 100_000);

    private readonly Option<int?> _window = OptionTypes.OptionalWhole(
        "--window", Invariant($"Words to each side ({Word2VecDefaults.Window}; glove {GloVeDefaults.Window})."), 1, 1000);

    private readonly Option<string> _loss = OptionTypes.Choice(
        "--loss", "Negative sampling, hierarchical softmax or softmax (skipgram, cbow).", "ns", "hs", "softmax");

    private readonly Option<int?> _negative = OptionTypes.OptionalWhole(
        "--negative", Invariant($"Words drawn against each predicted one ({Word2VecDefaults.Negatives}; skipgram, cbow, fasttext)."), 1, 1000);

    private readonly Option<float?> _sample = OptionTypes.OptionalReal(
        "--sample", Invariant($"Thins out words that make up more of the text than this; 0: off (skipgram, cbow {Word2VecDefaults.Sample}, fasttext {FastTextDefaults.Sample})."), 0, 1);

    private readonly Option<bool> _deterministic = new("--deterministic") { Description = "The same seed gives the same vectors; on one thread (skipgram, cbow, fasttext)." };
    private readonly Option<float?> _xMax = OptionTypes.OptionalReal(
        "--x-max", Invariant($"Pairs that co-occur at least this often weigh fully ({GloVeDefaults.MaxCooccurrence}; glove)."), 1e-6f, 1e9f);

    private readonly Option<float?> _alpha = OptionTypes.OptionalReal("--alpha", Invariant($"Rarer pairs weigh (x / x-max)^alpha ({GloVeDefaults.Alpha}; glove)."), 0, 10);
    private readonly Option<int?> _memory = OptionTypes.OptionalWhole(
        "--memory", Invariant($"Megabytes for counting co-occurrences; the rest goes to a temporary file ({GloVeDefaults.MemoryLimit >> 20}; glove)."), 1);

    private readonly Option<int?> _minN = OptionTypes.OptionalWhole("--min-n", Invariant($"Fewest characters of a subword ({FastTextDefaults.MinN}; fasttext)."), 1, 100);
    private readonly Option<int?> _maxN = OptionTypes.OptionalWhole("--max-n", Invariant($"Most characters of a subword; 0: no subwords ({FastTextDefaults.MaxN}; fasttext)."), 0, 100);
    private readonly Option<int?> _buckets = OptionTypes.OptionalWhole("--buckets", Invariant($"Vectors that subwords share ({FastTextDefaults.Buckets}; fasttext)."), 1);
    private readonly Option<int?> _history = OptionTypes.OptionalWhole("--history", Invariant($"Words before a word that predict it ({NeuralDefaults.History}; neural-lm)."), 1, 100);
    private readonly Option<int?> _hidden = OptionTypes.OptionalWhole("--hidden", Invariant($"Hidden units ({NeuralDefaults.HiddenSize}; neural-lm)."), 1, 65536);

    public void AddTo(Command command)
    {
        foreach (var option in new Option[]
        {
            _algorithm, _tokenizer, _cased, _loss, _dim, _window, _negative, _sample, _minCount, _maxWords, _rate, _epochs, _xMax, _alpha, _memory, _minN, _maxN,
            _buckets, _history, _hidden, _phrases, _phraseThreshold, _phrasePasses, _deterministic,
        })
        {
            command.Options.Add(option);
        }
    }

    public bool IsFastText(ParseResult parsed) => parsed.GetValue(_algorithm) == FastText;

    /// <exception cref="ToolException">An option belongs to another algorithm, or to one that is not asked for.</exception>
    public void Check(ParseResult parsed)
    {
        foreach (var (option, algorithms) in new (Option, string[])[]
        {
            (_loss, [SkipGram, Cbow]),
            (_window, [SkipGram, Cbow, GloVe, FastText]),
            (_negative, [SkipGram, Cbow, FastText]),
            (_sample, [SkipGram, Cbow, FastText]),
            (_deterministic, [SkipGram, Cbow, FastText]),
            (_xMax, [GloVe]),
            (_alpha, [GloVe]),
            (_memory, [GloVe]),
            (_minN, [FastText]),
            (_maxN, [FastText]),
            (_buckets, [FastText]),
            (_history, [NeuralLanguageModel]),
            (_hidden, [NeuralLanguageModel]),
        })
        {
            if (parsed.IsGiven(option) && !algorithms.Contains(parsed.GetValue(_algorithm), StringComparer.Ordinal))
            {
                throw new ToolException(
                    $"{option.Name} does not belong to --algorithm {parsed.GetValue(_algorithm)}, but to {string.Join(" and ", algorithms)}.", ExitCode.Usage);
            }
        }

        if (parsed.IsGiven(_negative) && parsed.GetValue(_loss) != "ns")
        {
            throw new ToolException($"--negative belongs to --loss ns; found --loss {parsed.GetValue(_loss)}.", ExitCode.Usage);
        }

        foreach (var option in new Option[] { _phraseThreshold, _phrasePasses })
        {
            if (parsed.IsGiven(option) && !parsed.GetValue(_phrases))
            {
                throw new ToolException($"{option.Name} belongs to --phrases, which is not there.", ExitCode.Usage);
            }
        }
    }

    /// <exception cref="ToolException">Capital letters are to be kept where they are anyway.</exception>
    public WordCorpusOptions Corpus(ParseResult parsed) => new()
    {
        Tokenizer = Tokenizer(parsed),
        MinCount = parsed.GetValue(_minCount),
        MaxWords = parsed.GetValue(_maxWords),
        Phrases = parsed.GetValue(_phrases)
            ? new() { MinCount = parsed.GetValue(_minCount), Threshold = parsed.GetValue(_phraseThreshold), Passes = parsed.GetValue(_phrasePasses) }
            : null,
    };

    /// <summary>Null for white space, at which the reader of corpora cuts by itself, and fastest.</summary>
    private Tokenizer? Tokenizer(ParseResult parsed)
    {
        var tokenizer = TokenOptions.Tokenizer(parsed, _tokenizer, _cased);
        return parsed.GetValue(_tokenizer) == Whitespace ? null : tokenizer;
    }

    /// <summary>The trainer; <paramref name="shared"/> sets what all algorithms have.</summary>
    public WordVectorTrainer Trainer(ParseResult parsed, Action<WordVectorTrainerOptions> shared)
    {
        switch (parsed.GetValue(_algorithm))
        {
            case GloVe:
                return new GloVeTrainer(With(GloVeOf(parsed)));
            case FastText:
                return new FastTextTrainer(With(FastTextOf(parsed)));
            case NeuralLanguageModel:
                return new NeuralLanguageModelTrainer(With(NeuralOf(parsed)));
            default:
                return new Word2VecTrainer(With(Word2VecOf(parsed)));
        }

        T With<T>(T options)
            where T : WordVectorTrainerOptions
        {
            options.Dimensions = parsed.GetValue(_dim);
            shared(options);
            return options;
        }
    }

    private Word2VecOptions Word2VecOf(ParseResult parsed) => new()
    {
        Model = parsed.GetValue(_algorithm) == Cbow ? Word2VecModel.Cbow : Word2VecModel.SkipGram,
        Loss = parsed.GetValue(_loss) switch { "hs" => Word2VecLoss.HierarchicalSoftmax, "softmax" => Word2VecLoss.Softmax, _ => Word2VecLoss.NegativeSampling },
        Window = parsed.GetValue(_window) ?? Word2VecDefaults.Window,
        Negatives = parsed.GetValue(_negative) ?? Word2VecDefaults.Negatives,
        Sample = parsed.GetValue(_sample) ?? Word2VecDefaults.Sample,
        LearningRate = parsed.GetValue(_rate),
        Epochs = parsed.GetValue(_epochs) ?? Word2VecDefaults.Epochs,
        Deterministic = parsed.GetValue(_deterministic),
    };

    private GloVeOptions GloVeOf(ParseResult parsed) => new()
    {
        Window = parsed.GetValue(_window) ?? GloVeDefaults.Window,
        MaxCooccurrence = parsed.GetValue(_xMax) ?? GloVeDefaults.MaxCooccurrence,
        Alpha = parsed.GetValue(_alpha) ?? GloVeDefaults.Alpha,
        LearningRate = parsed.GetValue(_rate) ?? GloVeDefaults.LearningRate,
        Epochs = parsed.GetValue(_epochs) ?? GloVeDefaults.Epochs,
        MemoryLimit = parsed.GetValue(_memory) is { } megabytes ? (long)megabytes << 20 : GloVeDefaults.MemoryLimit,
    };

    private FastTextOptions FastTextOf(ParseResult parsed) => new()
    {
        Window = parsed.GetValue(_window) ?? FastTextDefaults.Window,
        Negatives = parsed.GetValue(_negative) ?? FastTextDefaults.Negatives,
        Sample = parsed.GetValue(_sample) ?? FastTextDefaults.Sample,
        MinN = parsed.GetValue(_minN) ?? FastTextDefaults.MinN,
        MaxN = parsed.GetValue(_maxN) ?? FastTextDefaults.MaxN,
        Buckets = parsed.GetValue(_buckets) ?? FastTextDefaults.Buckets,
        LearningRate = parsed.GetValue(_rate) ?? FastTextDefaults.LearningRate,
        Epochs = parsed.GetValue(_epochs) ?? FastTextDefaults.Epochs,
        Deterministic = parsed.GetValue(_deterministic),
    };

    private NeuralLanguageModelOptions NeuralOf(ParseResult parsed) => new()
    {
        History = parsed.GetValue(_history) ?? NeuralDefaults.History,
        HiddenSize = parsed.GetValue(_hidden) ?? NeuralDefaults.HiddenSize,
        LearningRate = parsed.GetValue(_rate) ?? NeuralDefaults.LearningRate,
        Epochs = parsed.GetValue(_epochs) ?? NeuralDefaults.Epochs,
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
