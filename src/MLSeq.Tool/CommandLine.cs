using System.CommandLine;
using System.CommandLine.Invocation;
using MLSeq.Tool.Commands;
using MLSeq.Tool.Commands.Detection;
using MLSeq.Tool.Commands.LanguageModels;
using MLSeq.Tool.Commands.Onnx;
using MLSeq.Tool.Commands.Transcription;
using MLSeq.Tool.Commands.Translation;
using MLSeq.Tool.Commands.Vectors;

namespace MLSeq.Tool;

/// <summary>The whole command line: parses, runs the command, turns errors into messages and exit codes.</summary>
internal sealed class CommandLine
{
    private readonly ToolConsole _console;
    private readonly CancellationToken _cancellationToken;
    private readonly CommonOptions _common = new();
    private readonly RootCommand _root;

    public CommandLine(ToolConsole console, CancellationToken cancellationToken)
    {
        _console = console;
        _cancellationToken = cancellationToken;
        _root = new RootCommand("Sequence learning for ML.NET: trains, evaluates and runs word vectors and recurrent networks on text.")
        {
            new DemoCommand(console, _common, cancellationToken),
            new DoctorCommand(console),
            new Command("classify", "Which label a text has: train on your own TSV or CSV files, evaluate, predict.")
            {
                new ClassifyTrainCommand(console, _common, cancellationToken),
                new ClassifyEvaluateCommand(console, _common, cancellationToken),
                new ClassifyPredictCommand(console, _common, cancellationToken),
            },
            new CorpusCommand(console, cancellationToken),
            new Command("detect", "When a trigger word is said: train on WAV files of words, evaluate, predict, listen to sound as it comes.")
            {
                new DetectTrainCommand(console, _common, cancellationToken),
                new DetectEvaluateCommand(console, _common, cancellationToken),
                new DetectPredictCommand(console, cancellationToken),
                new DetectListenCommand(console, cancellationToken),
            },
            new Command("lm", "Language models: train them on a text, measure them, compare texts by their probability, generate texts.")
            {
                new LanguageModelTrainCommand(console, _common, cancellationToken),
                new LanguageModelEvaluateCommand(console, _common, cancellationToken),
                new LanguageModelScoreCommand(console, cancellationToken),
                new LanguageModelGenerateCommand(console, _common, cancellationToken),
            },
            new Command("onnx", "ONNX files: what is in them, where they run, whether they give what their models give.")
            {
                new OnnxInspectCommand(console, _common, cancellationToken),
                new OnnxVerifyCommand(console, _common, cancellationToken),
            },
            new ScoreCommand(console, _common, cancellationToken),
            new Command("tag", "Which tag each token of a sentence has: parts of speech, names. Train on CoNLL files, evaluate, predict.")
            {
                new TagTrainCommand(console, _common, cancellationToken),
                new TagEvaluateCommand(console, _common, cancellationToken),
                new TagPredictCommand(console, _common, cancellationToken),
            },
            new Command("transcribe", "What is said in recordings: train on WAV files and their texts, evaluate, predict.")
            {
                new TranscribeTrainCommand(console, _common, cancellationToken),
                new TranscribeEvaluateCommand(console, _common, cancellationToken),
                new TranscribePredictCommand(console, _common, cancellationToken),
                new TranscribeJoinCommand(console, _common, cancellationToken),
            },
            new Command("translate", "Texts from one language, or form, to another: train on pairs of them, evaluate, translate.")
            {
                new TranslateTrainCommand(console, _common, cancellationToken),
                new TranslateEvaluateCommand(console, _common, cancellationToken),
                new TranslateRunCommand(console, _common, cancellationToken),
            },
            new Command("vectors", "Word vectors: train them on plain text, ask them, measure them, draw them, take a bias out of them.")
            {
                new VectorsTrainCommand(console, _common, cancellationToken),
                new VectorsNearestCommand(console),
                new VectorsAnalogyCommand(console),
                new VectorsEvaluateCommand(console, cancellationToken),
                new VectorsDebiasCommand(console),
                new VectorsPlotCommand(console, _common, cancellationToken),
                new VectorsConvertCommand(console),
            },
        };
        _common.AddTo(_root);
    }

    /// <summary>Runs one command line.</summary>
    /// <returns>The process's exit code.</returns>
    public int Run(IReadOnlyList<string> arguments)
    {
        var parsed = _root.Parse(arguments);
        if (parsed.Action is ParseErrorAction)
        {
            return ReportUsage(parsed);
        }

        _console.Quiet = parsed.GetValue(_common.Quiet);
        _console.Json = parsed.GetValue(_common.Json);
        try
        {
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = _console.Out,
                Error = _console.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (Exception e) when (_cancellationToken.IsCancellationRequested)
        {
            _console.Warn(e is OperationCanceledException ? "cancelled" : "cancelled: " + e.Message);
            return ExitCode.Cancelled;
        }
        catch (Exception e)
        {
            return Report(e);
        }
    }

    private int ReportUsage(ParseResult parsed)
    {
        foreach (var error in parsed.Errors.Select(e => e.Message).Distinct(StringComparer.Ordinal))
        {
            _console.Warn("error: " + error);
        }

        var names = new List<string>();
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as System.CommandLine.Parsing.CommandResult)
        {
            names.Insert(0, result.Command is RootCommand ? "mlseq" : result.Command.Name);
        }

        _console.Warn($"'{string.Join(' ', names)} --help' lists what it takes.");
        return ExitCode.Usage;
    }

    private int Report(Exception error)
    {
        // ML.NET's cursors may wrap what a row's reader threw.
        for (var e = error; e is not null; e = e.InnerException)
        {
            if (e is ToolException known)
            {
                _console.Warn("error: " + known.Message);
                return known.ExitCode;
            }
        }

        // Nor does what its worker threads say of it tell anybody anything.
        while (error is { InnerException: { } inner } && error.Message.StartsWith("Splitter/consolidator", StringComparison.Ordinal))
        {
            error = inner;
        }

        var expected = error is IOException or InvalidDataException or InvalidOperationException or ArgumentException
            or NotSupportedException or UnauthorizedAccessException or FormatException or KeyNotFoundException;
        _console.Warn("error: " + (expected ? error.Message : error.ToString()));
        return ExitCode.Failure;
    }
}
