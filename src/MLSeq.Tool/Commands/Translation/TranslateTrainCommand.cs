using System.CommandLine;
using System.Diagnostics;
using MLSeq.Networks;
using MLSeq.Networks.EncoderDecoder;
using MLSeq.Text;
using MLSeq.Tool.Data;
using MLSeq.Tool.Display;
using MLSeq.Tool.Translation;
using MLSeq.Translation;

namespace MLSeq.Tool.Commands.Translation;

/// <summary><c>mlseq translate train</c>: pairs of texts in, a translation model out.</summary>
internal sealed class TranslateTrainCommand : Command
{
    private static readonly EncoderDecoderOptions Defaults = new();

    private readonly ToolConsole _console;
    private readonly CommonOptions _common;
    private readonly CancellationToken _cancellationToken;
    private readonly TrainingOptions _training = new(new TranslationTraining(), "pairs");
    private readonly Option<string?> _pairs = OptionTypes.File("--pairs", "Text, tab, translation on each line; .gz is read as it is, - is standard input.");
    private readonly Option<string?> _source = OptionTypes.File("--source-train", "The texts, one a line.");
    private readonly Option<string?> _target = OptionTypes.File("--target-train", "Their translations, one a line.");
    private readonly Option<string?> _sourceValid = OptionTypes.File("--source-valid", "Texts that decide the best epoch and when to stop.");
    private readonly Option<string?> _targetValid = OptionTypes.File("--target-valid", "Their translations.");
    private readonly Option<int> _subwords = OptionTypes.Whole("--subwords", "Byte pairs of each side; 0: whole words.", 8000, 0, 1 << 20);
    private readonly Option<bool> _characters = new("--characters") { Description = "Tokens are characters." };
    private readonly Option<bool> _lowerCase = new("--lower-case") { Description = "Lower-case both sides." };
    private readonly Option<bool> _shared = new("--shared") { Description = "One vocabulary and one embedding for both sides." };
    private readonly Option<int> _minCount = OptionTypes.Whole("--min-count", "Rarer tokens are unknown ones.", 1, 1);
    private readonly Option<AttentionKind> _attention = OptionTypes.Choice("--attention", "How the decoder looks at the text.", Defaults.Attention);
    private readonly Option<RecurrentCell> _cell = OptionTypes.Choice("--cell", "The recurrent cell of both sides.", Defaults.DecoderCell, hyphens: true);
    private readonly Option<int> _hidden = OptionTypes.Whole("--hidden", "Units of each layer of the decoder.", Defaults.HiddenSize, 1, 8192);
    private readonly Option<int> _encoderHidden = OptionTypes.Whole("--encoder-hidden", "Units of each layer and direction of the encoder; 0: as --hidden.", Defaults.EncoderHiddenSize, 0, 8192);
    private readonly Option<int> _layers = OptionTypes.Whole("--layers", "Stacked recurrent layers on each side.", Defaults.DecoderLayers, 1, 16);
    private readonly Option<int> _embedding = OptionTypes.Whole("--embedding", "Size of a token's vector.", Defaults.EmbeddingSize, 1, 8192);
    private readonly Option<bool> _noFeeding = new("--no-input-feeding") { Description = "The decoder does not read where it looked at the step before: faster." };
    private readonly Option<bool> _tie = new("--tie") { Description = "The output weights are the target's embedding; --embedding is then --hidden." };
    private readonly Option<float> _dropout = OptionTypes.Real("--dropout", "Share of activations dropped in training.", Defaults.Dropout, 0, 0.99f);
    private readonly Option<bool> _locked = new("--locked-dropout") { Description = "Drop the same activations at all steps of a sequence." };
    private readonly Option<float> _smoothing = OptionTypes.Real("--label-smoothing", "Share of a target's probability that is spread over all tokens.", Defaults.LabelSmoothing, 0, 0.99f);
    private readonly Option<float> _sampling = OptionTypes.Real("--scheduled-sampling", "Share of tokens that the decoder reads as it wrote them itself.", Defaults.ScheduledSampling, 0, 1);
    private readonly Option<string?> _output = OptionTypes.File("--output", "Where the model goes.", required: true);

    public TranslateTrainCommand(ToolConsole console, CommonOptions common, CancellationToken cancellationToken)
        : base("train", "Trains an encoder-decoder on pairs of texts.")
    {
        (_console, _common, _cancellationToken) = (console, common, cancellationToken);
        foreach (var option in new Option[]
        {
            _pairs, _source, _target, _sourceValid, _targetValid, _subwords, _characters, _lowerCase, _shared, _minCount, _attention, _cell, _hidden, _encoderHidden,
            _layers, _embedding, _noFeeding, _tie, _dropout, _locked, _smoothing, _sampling,
        })
        {
            Options.Add(option);
        }

        _training.AddTo(this);
        Options.Add(_output);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var watch = Stopwatch.StartNew();
        var output = parsed.GetValue(_output)!;
        using var files = new InputFiles(_console.In, repeatable: true);
        var (train, valid) = Files(parsed, files);
        OutputFile.Prepare(output);
        var training = new TranslationTraining();
        _training.Apply(parsed, training);
        (training.Threads, training.CancellationToken) = (parsed.GetValue(_common.Threads), _cancellationToken);
        var (model, epochs) = TrainingDisplay.Run(_console, () => null, progress => _training.Run(_console, parsed, training, () =>
            new TranslationTrainer(Network(parsed), training.TrainerOptions(parsed.GetValue(_common.Seed), progress), Text(parsed))
                .Fit(train.Read, valid is null ? null : valid.Read)));
        _cancellationToken.ThrowIfCancellationRequested();
        model.Save(output);
        var best = BestEpoch.Of(epochs);
        _console.WriteFigures(new Dictionary<string, object?>
        {
            ["source tokens in the vocabulary"] = model.SourceVocabulary.Count,
            ["target tokens in the vocabulary"] = model.TargetVocabulary.Count,
            ["target tokens trained on"] = model.History!.Tokens,
            ["epochs"] = epochs.Count,
            ["best epoch"] = best.Epoch,
            ["loss"] = best.Loss,
            ["validation loss"] = best.ValidationLoss,
            ["validation perplexity"] = best.ValidationLoss is { } loss ? Math.Exp(loss) : null,
            ["seconds"] = Math.Round(watch.Elapsed.TotalSeconds, 1),
            ["output"] = output,
        });
        return ExitCode.Success;
    }

    private (PairFile Train, PairFile? Valid) Files(ParseResult parsed, InputFiles files)
    {
        var (pairs, source, target) = (parsed.GetValue(_pairs), parsed.GetValue(_source), parsed.GetValue(_target));
        var (sourceValid, targetValid) = (parsed.GetValue(_sourceValid), parsed.GetValue(_targetValid));
        if ((pairs is null) == (source is null) || (source is null) != (target is null))
        {
            throw new ToolException("expected either --pairs, or both --source-train and --target-train.", ExitCode.Usage);
        }

        return (sourceValid is null) == (targetValid is null)
            ? (new PairFile(files, pairs, source, target), sourceValid is null ? null : new PairFile(files, null, sourceValid, targetValid))
            : throw new ToolException("expected both --source-valid and --target-valid, or neither.", ExitCode.Usage);
    }

    private EncoderDecoderOptions Network(ParseResult parsed)
    {
        var (hidden, tie) = (parsed.GetValue(_hidden), parsed.GetValue(_tie));
        return new()
        {
            EncoderCell = parsed.GetValue(_cell),
            DecoderCell = parsed.GetValue(_cell),
            HiddenSize = hidden,
            EncoderHiddenSize = parsed.GetValue(_encoderHidden),
            EncoderLayers = parsed.GetValue(_layers),
            DecoderLayers = parsed.GetValue(_layers),
            EmbeddingSize = tie && !parsed.IsGiven(_embedding) ? hidden : parsed.GetValue(_embedding),
            Attention = parsed.GetValue(_attention),
            InputFeeding = !parsed.GetValue(_noFeeding),
            TieEmbeddings = tie,
            ShareEmbeddings = parsed.GetValue(_shared),
            Dropout = parsed.GetValue(_dropout),
            LockedDropout = parsed.GetValue(_locked),
            LabelSmoothing = parsed.GetValue(_smoothing),
            ScheduledSampling = parsed.GetValue(_sampling),
        };
    }

    private TranslationTextOptions Text(ParseResult parsed)
    {
        var normalization = parsed.GetValue(_lowerCase) ? TextNormalization.LowerCase : TextNormalization.None;
        var subwords = parsed.GetValue(_subwords);
        Tokenizer Make() => parsed.GetValue(_characters) ? Tokenizers.Characters(normalization)
            : subwords > 0 ? Tokenizers.BytePairs(subwords, normalization)
            : Tokenizers.Words(normalization);
        return new()
        {
            SourceTokenizer = Make(),
            TargetTokenizer = Make(),
            SourceVocabulary = new() { MinCount = parsed.GetValue(_minCount) },
            TargetVocabulary = new() { MinCount = parsed.GetValue(_minCount) },
            Shared = parsed.GetValue(_shared),
        };
    }
}
