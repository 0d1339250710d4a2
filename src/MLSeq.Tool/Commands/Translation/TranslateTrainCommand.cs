using System.CommandLine;
using Microsoft.ML;
using MLSeq.Networks.EncoderDecoder;
using MLSeq.Onnx.Models;
using MLSeq.Text;
using MLSeq.Tool.Data;
using MLSeq.Tool.Display;
using MLSeq.Tool.Runs;
using MLSeq.Tool.Translation;
using MLSeq.Translation;

namespace MLSeq.Tool.Commands.Translation;

/// <summary><c>mlseq translate train</c>: pairs of texts in, a translation model out.</summary>
internal sealed class TranslateTrainCommand : ToolCommand
{
    private const int MisfitsShown = 10;
    private const int Shown = 10;

    private static readonly SequenceTranslatorOptions Defaults = new();

    private readonly ToolConsole _console;
    private readonly CommonOptions _common;
    private readonly CancellationToken _cancellationToken;
    private readonly NetworkOptions _network = new(Defaults);
    private readonly TrainingOptions _training = new(Defaults, "pairs");
    private readonly Option<string?> _pairs = OptionTypes.File("--pairs", "Text, tab, translation on each line; .gz is read as it is, - is standard input.");
    private readonly Option<string?> _source = OptionTypes.File("--source-train", "The texts, one a line.");
    private readonly Option<string?> _target = OptionTypes.File("--target-train", "Their translations, one a line.");
    private readonly Option<string?> _pairsValid = OptionTypes.File("--pairs-valid", "Pairs that decide the best epoch and when to stop. Without them, --valid-fraction of the training pairs does.");
    private readonly Option<string?> _sourceValid = OptionTypes.File("--source-valid", "The same as texts, one a line.");
    private readonly Option<string?> _targetValid = OptionTypes.File("--target-valid", "Their translations.");
    private readonly Option<int> _subwords = OptionTypes.Whole("--subwords", "Byte pairs of each side; 0: whole words.", 8000, 0, 1 << 20);
    private readonly Option<bool> _characters = new("--characters") { Description = "Tokens are characters." };
    private readonly Option<bool> _lowerCase = new("--lower-case") { Description = "Lower-case both sides." };
    private readonly Option<bool> _shared = new("--shared") { Description = "One vocabulary and one embedding for both sides." };
    private readonly Option<int> _minCount = OptionTypes.Whole("--min-count", "Rarer tokens are unknown ones.", 1, 1);
    private readonly Option<int> _maxTokens = OptionTypes.Whole("--max-tokens", "Pairs with more tokens on a side are left out.", Defaults.MaxTokens, 1, 65_000);
    private readonly Option<AttentionKind> _attention = OptionTypes.Choice("--attention", "How the decoder looks at the text.", Defaults.Attention);
    private readonly Option<int> _encoderHidden = OptionTypes.Whole("--encoder-hidden", "Units of each layer and direction of the encoder; 0: as --hidden.", Defaults.EncoderHiddenSize, 0, 8192);
    private readonly Option<int> _encoderLayers = OptionTypes.Whole("--encoder-layers", "Stacked recurrent layers of the encoder; 0: as --layers.", Defaults.EncoderLayers, 0, 16);
    private readonly Option<int> _embedding = OptionTypes.Whole("--embedding", "Size of a token's vector; with --tie that is --hidden.", Defaults.EmbeddingSize, 1, 8192);
    private readonly Option<bool> _noFeeding = new("--no-input-feeding") { Description = "The decoder does not read where it looked at the step before: faster." };
    private readonly Option<bool> _tie = new("--tie") { Description = "The output weights are the target's embedding." };
    private readonly Option<float> _smoothing = OptionTypes.Real("--label-smoothing", "Share of a target's probability that is spread over all tokens.", Defaults.LabelSmoothing, 0, 0.99f);
    private readonly Option<float> _sampling = OptionTypes.Real("--scheduled-sampling", "Share of tokens that the decoder reads as it wrote them itself.", Defaults.ScheduledSampling, 0, 1);
    private readonly ModelOutput _output = new("Where an ONNX model goes, from text to text, which takes the likeliest token at each step.");
    private readonly Option<string?> _onnxSearch = OptionTypes.Folder("--onnx-search", "Where the encoder and the decoder's step go as ONNX models, which run searches with.");

    public TranslateTrainCommand(ToolConsole console, CommonOptions common, CancellationToken cancellationToken)
        : base(
            "train", "Trains an encoder-decoder on pairs of texts.",
            [
                new(
                    "Pairs in two files, and one file from text to text for ONNX Runtime.",
                    "mlseq translate train --source-train train.de --target-train train.en --source-valid valid.de --target-valid valid.en --output de-en.zip --onnx de-en.onnx"),
                new(
                    "Pairs in one file, characters in and out, as for dates or names.",
                    "mlseq translate train --pairs dates.tsv --characters --attention general --output dates.zip"),
            ])
    {
        (_console, _common, _cancellationToken) = (console, common, cancellationToken);
        foreach (var option in new Option[] { _pairs, _source, _target, _pairsValid, _sourceValid, _targetValid, _subwords, _characters, _lowerCase, _shared, _minCount, _maxTokens })
        {
            Options.Add(option);
        }

        _network.AddTo(this);
        foreach (var option in new Option[] { _encoderHidden, _encoderLayers, _embedding, _attention, _noFeeding, _tie, _smoothing, _sampling })
        {
            Options.Add(option);
        }

        _training.AddTo(this);
        _output.AddTo(this);
        Options.Add(_onnxSearch);
        SetAction(parsed => _training.Record(_console, parsed, run => Train(parsed, run), _cancellationToken));
    }

    private void Train(ParseResult parsed, RunRecorder run)
    {
        _output.Prepare(parsed);
        var onnxSearch = parsed.GetValue(_onnxSearch);
        if (_output.HasOnnx(parsed) && parsed.GetValue(_characters))
        {
            throw new ToolException("--onnx: an ONNX graph cannot cut texts into characters; expected it without --characters, or --onnx-search.", ExitCode.Usage);
        }

        using var files = new InputFiles(_console.In, repeatable: true);
        var train = PairFile.Of(files, parsed, _pairs, _source, _target)!;
        var valid = PairFile.Of(files, parsed, _pairsValid, _sourceValid, _targetValid, isRequired: false);
        run.AddData("training", train.Path, InputFiles.SizeOf(train.Path));
        if (valid is not null)
        {
            run.AddData("validation", valid.Path, InputFiles.SizeOf(valid.Path));
        }

        if (onnxSearch is not null)
        {
            OutputFile.Prepare(Path.Combine(onnxSearch, OnnxTranslator.EncoderFile));
        }

        var options = ModelOptions(parsed, run);
        var ml = new MLContext(parsed.GetValue(_common.Seed));
        var data = ml.Data.LoadFromEnumerable(train);
        var (model, epochs) = _training.Run(
            _console, parsed, options, run, () => train.Count,
            () => ml.Sequences().Trainers.Translator(nameof(TextPair.Target), nameof(TextPair.Source), options)
                .Fit(data, valid is null ? null : ml.Data.LoadFromEnumerable(valid)),
            trained => Save(parsed, ml, trained, data.Schema));
        Warn(model.Model.Misfits, train, valid, options.MaxTokens);
        if (run.IsRecording && valid is not null)
        {
            TextPair[] shown = [.. valid.Take(Shown)];
            run.AddTable("Translations of the first validation texts", ["text", "reference", "translation"], shown.Select(pair => (string[])[pair.Source, pair.Target, model.Model.Translate(pair.Source).Text]));
        }

        run.AddFigures(
        [
            ("pairs", train.Count),
            ("source tokens in the vocabulary", model.Model.SourceVocabulary.Count),
            ("target tokens in the vocabulary", model.Model.TargetVocabulary.Count),
            ("left out", model.Model.Misfits.Count),
            ("target tokens trained on", model.Model.History!.Tokens),
            .. TrainingFigures.Of(epochs, run.Elapsed, perplexity: true),
            .. _output.Figures(parsed),
            ("onnx search", onnxSearch),
        ]);
    }

    private void Save(ParseResult parsed, MLContext ml, SequenceTranslatingTransformer model, DataViewSchema schema)
    {
        _output.Save(parsed, zip => AtomicFile.Write(zip, stream => ml.Model.Save(model, schema, stream)), (onnx, export) => ml.Model.SaveAsOnnx(model, schema, onnx, export));
        if (parsed.GetValue(_onnxSearch) is { } folder)
        {
            var export = _output.Export(parsed);
            model.SaveTranslatorAsOnnx(folder, export.Weights, export.ExternalWeights);
        }
    }

    private SequenceTranslatorOptions ModelOptions(ParseResult parsed, RunRecorder run)
    {
        var normalization = parsed.GetValue(_lowerCase) ? TextNormalization.LowerCase : TextNormalization.None;
        Tokenizer Make() => parsed.GetValue(_characters) ? Tokenizers.Characters(normalization)
            : parsed.GetValue(_subwords) is > 0 and var subwords ? Tokenizers.BytePairs(subwords, normalization)
            : Tokenizers.Words(normalization);
        var options = new SequenceTranslatorOptions
        {
            SourceTokenizer = Make(),
            TargetTokenizer = Make(),
            SourceVocabulary = new() { MinCount = parsed.GetValue(_minCount) },
            TargetVocabulary = new() { MinCount = parsed.GetValue(_minCount) },
            MaxTokens = parsed.GetValue(_maxTokens),
            EncoderHiddenSize = parsed.GetValue(_encoderHidden),
            EncoderLayers = parsed.GetValue(_encoderLayers),
            Attention = parsed.GetValue(_attention),
            InputFeeding = !parsed.GetValue(_noFeeding),
            TieEmbeddings = parsed.GetValue(_tie),
            ShareEmbeddings = parsed.GetValue(_shared),
            LabelSmoothing = parsed.GetValue(_smoothing),
            ScheduledSampling = parsed.GetValue(_sampling),
            Seed = parsed.GetValue(_common.Seed),
            Threads = parsed.GetValue(_common.Threads),
            CancellationToken = _cancellationToken,
        };
        _network.Apply(parsed, options);
        _training.Apply(parsed, options, run);
        if (parsed.IsGiven(_embedding))
        {
            options.EmbeddingSize = parsed.GetValue(_embedding);
        }

        return options;
    }

    private void Warn(IReadOnlyList<PairMisfit> misfits, PairFile train, PairFile? valid, int maxTokens)
    {
        foreach (var misfit in misfits.Take(MisfitsShown))
        {
            _console.Warn(
                $"warning: {(misfit.IsValidation ? valid! : train).Place(misfit.Row)}: {misfit.SourceTokens} tokens, and {misfit.TargetTokens} in the translation; expected 1 to {maxTokens}; left out.");
        }

        if (misfits.Count > MisfitsShown)
        {
            _console.Warn($"warning: {misfits.Count - MisfitsShown} more pairs are left out for the same reason.");
        }
    }
}
