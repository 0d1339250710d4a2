using System.CommandLine;
using Microsoft.ML;
using MLSeq.Networks;
using MLSeq.Text;
using MLSeq.Tool.Data;
using MLSeq.Tool.Display;
using MLSeq.Tool.LanguageModels;
using MLSeq.Tool.Runs;

namespace MLSeq.Tool.Commands.LanguageModels;

/// <summary><c>mlseq lm train</c>: a text in, a language model out.</summary>
internal sealed class LanguageModelTrainCommand : ToolCommand
{
    private const int Samples = 5;
    private const int SampleLength = 200;

    private static readonly LanguageModelOptions Defaults = new();

    private readonly ToolConsole _console;
    private readonly CommonOptions _common;
    private readonly CancellationToken _cancellationToken;
    private readonly NetworkOptions _network = new(Defaults);
    private readonly TrainingOptions _training = new(
        Defaults, "parallel parts of the text, or lines,", "from the end of the text; of --lines, lines drawn by the seed");

    private readonly Option<string?> _train = OptionTypes.File("--train", "The text to train on; .gz is read as it is, - is standard input.", required: true);
    private readonly Option<string?> _valid = OptionTypes.File("--valid", "Decides the best epoch and when to stop.");
    private readonly Option<bool> _lines = new("--lines")
    {
        Description = "Each line is a text for itself, such as a name, read anew in each epoch; without it, lines follow each other, held in memory at 4 bytes a token.",
    };

    private readonly TokenOptions _tokens = new("--tokens");
    private readonly Option<int?> _steps = OptionTypes.OptionalWhole(
        "--steps", "How many tokens gradients go back; without it 35, of --lines 256: what is longer is cut, and the state carried on.", 1, 100_000);

    private readonly Option<float> _reset = OptionTypes.Real("--reset", "Share of windows of --steps that start from the zero state; 0: it is carried through an epoch.", Defaults.StateReset, 0, 1);
    private readonly Option<bool> _tie = new("--tie") { Description = "The output weights are the embedding's; --embedding is then --hidden." };
    private readonly Option<SoftmaxKind> _softmax = OptionTypes.Choice("--softmax", "How the softmax over all tokens is trained.", Defaults.Softmax);
    private readonly Option<int> _samples = OptionTypes.Whole("--samples", "Tokens drawn for a batch by --softmax sampled.", Defaults.Samples, 1, 1 << 20);
    private readonly Option<int[]> _cutoffs = new("--cutoffs")
    {
        Description = "Where the clusters of --softmax adaptive begin, as rising numbers; default: at a twentieth and a fourth of the tokens.",
        HelpName = "N N",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    private readonly ModelOutput _model = new("Where an ONNX model to generate with goes: ids and states in, probabilities and states out.");

    public LanguageModelTrainCommand(ToolConsole console, CommonOptions common, CancellationToken cancellationToken)
        : base(
            "train", "Trains a language model on a text.",
            [
                new(
                    "A model of characters, which writes more of the same.",
                    "mlseq lm train --train shakespeare.txt --tokens char --hidden 256 --layers 2 --steps 100 --output lm.zip"),
                new(
                    "A published configuration: plain SGD, its rate halved with each epoch after the fourth.",
                    "mlseq lm train --train text.txt --vocabulary 10000 --layers 2 --hidden 200 --embedding 200 --steps 20 --batch 20 --init-range 0.1 --optimizer sgd --rate 1 --decay 0.5 --decay-after 4 --sum-steps --epochs 13 --patience 0 --output lm.zip"),
            ])
    {
        (_console, _common, _cancellationToken) = (console, common, cancellationToken);
        foreach (var option in new Option[] { _train, _valid, _lines })
        {
            Options.Add(option);
        }

        _tokens.AddTo(this);
        _network.AddTo(this);
        foreach (var option in new Option[] { _tie, _softmax, _samples, _cutoffs, _steps, _reset })
        {
            Options.Add(option);
        }

        _training.AddTo(this);
        _model.AddTo(this);
        SetAction(parsed => _training.Record(_console, parsed, run => Train(parsed, run), _cancellationToken));
    }

    private void Train(ParseResult parsed, RunRecorder run)
    {
        var (trainPath, validPath) = (parsed.GetValue(_train)!, parsed.GetValue(_valid));
        _model.Prepare(parsed);

        var options = ModelOptions(parsed, run);
        using var files = new InputFiles(_console.In, repeatable: true);
        var ml = new MLContext(parsed.GetValue(_common.Seed));
        LineFile Lines(string path) => new(path, files, skipEmpty: !options.ContinuousText);
        run.AddData("training", trainPath, InputFiles.SizeOf(trainPath));
        if (validPath is not null)
        {
            run.AddData("validation", validPath, InputFiles.SizeOf(validPath));
        }

        var lines = Lines(trainPath);
        var train = ml.Data.LoadFromEnumerable(lines);

        // The parts of continuous text are not lines, but training knows how many there are.
        var (model, epochs) = _training.Run(
            _console, parsed, options, run, () => lines.Count,
            () => ml.Sequences().Trainers.LanguageModel(nameof(TextOnly.Text), options).Fit(
                train, validPath is null ? null : ml.Data.LoadFromEnumerable(Lines(validPath))),
            trained => _model.Save(
                parsed, zip => AtomicFile.Write(zip, stream => ml.Model.Save(trained, train.Schema, stream)),
                (onnx, export) => trained.SaveGeneratorAsOnnx(onnx, export.Weights, export.ExternalWeights)));
        if (run.IsRecording)
        {
            run.AddTable("Written by the model", ["seed", "text"], Enumerable.Range(1, Samples).Select(seed => (string[])[$"{seed}", model.Generate("", new() { Seed = seed, MaxTokens = SampleLength })]));
        }

        run.AddFigures(
        [
            ("lines", lines.Count),
            ("tokens in the vocabulary", model.Model.Vocabulary.Count),
            ("tokens trained on", model.Model.History!.Tokens),
            .. TrainingFigures.Of(epochs, run.Elapsed, perplexity: true),
            .. _model.Figures(parsed),
        ]);
    }

    private LanguageModelOptions ModelOptions(ParseResult parsed, RunRecorder run)
    {
        var options = new LanguageModelOptions
        {
            Tokenizer = _tokens.Tokenizer(parsed),
            Vocabulary = _tokens.Vocabulary(parsed),
            ContinuousText = !parsed.GetValue(_lines),
            Steps = parsed.GetValue(_steps),
            StateReset = parsed.GetValue(_reset),
            TieEmbeddings = parsed.GetValue(_tie),
            Softmax = parsed.GetValue(_softmax),
            Samples = parsed.GetValue(_samples),
            Cutoffs = parsed.GetValue(_cutoffs) ?? [],
        };
        _network.Apply(parsed, options);
        _training.Apply(parsed, options, run);
        if (options.TieEmbeddings && options.WordVectors is null && !_network.GivesEmbedding(parsed))
        {
            options.EmbeddingSize = options.HiddenSize;
        }

        options.Seed = parsed.GetValue(_common.Seed);
        options.Threads = parsed.GetValue(_common.Threads);
        options.CancellationToken = _cancellationToken;
        return options;
    }
}
