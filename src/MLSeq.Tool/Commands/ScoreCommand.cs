using System.CommandLine;
using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using MLSeq.Onnx.Scoring;
using MLSeq.Text;
using MLSeq.Tool.Data;
using MLSeq.Tool.Scoring;

namespace MLSeq.Tool.Commands;

/// <summary><c>mlseq score</c>: rows of any number through any ONNX model, in constant memory.</summary>
internal sealed class ScoreCommand : ToolCommand
{
    private const int CpuBatch = 32;
    private const int CudaBatch = 256;
    private const int Window = 2048;

    private readonly ToolConsole _console;
    private readonly CommonOptions _common;
    private readonly CancellationToken _cancellationToken;
    private readonly FileFormatOptions _format = new(labelled: false);
    private readonly DeviceOptions _device = new();
    private readonly Option<string?> _model = OptionTypes.File("--model", "The model.", true, ".onnx");
    private readonly Option<string?> _data = OptionTypes.File("--data", "TSV, CSV or lines of text; .gz is read as it is, - is standard input.", true);
    private readonly Option<string?> _output = OptionTypes.File(
        "--output", "Where the lines go: a file, which appears when it is whole, TSV or by its name CSV, .gz compressed; - is standard output. Default: -.");

    private readonly Option<int?> _batch = OptionTypes.OptionalWhole("--batch", $"Rows that are run at once. Default: {CpuBatch}, on a GPU {CudaBatch}.", 1);
    private readonly Option<int?> _window = OptionTypes.OptionalWhole(
        "--window", $"Rows that are sorted by length together. Default: {Window} or 8 batches, whichever is more.", 1);

    private readonly Option<string[]> _columns = new("--column")
    {
        Description = "Where a model has several inputs: the column of an input, by number or name. May be repeated. Default: the column of the input's name.",
        HelpName = "INPUT=COLUMN",
    };

    private readonly Option<string[]> _outputs = new("--outputs")
    {
        Description = "The model's outputs to write, such as PredictedLabel. Default: all.",
        HelpName = "NAME",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<bool> _keep = new("--keep") { Description = "Write the row's own fields before its scores." };

    public ScoreCommand(ToolConsole console, CommonOptions common, CancellationToken cancellationToken)
        : base(
            "score", "Scores a file or stream of any size by an ONNX model: a line of outputs for each row, in the rows' order; with --json, a JSON object a line.",
            [
                new(
                    "Rows of any number, in constant memory, on a GPU.",
                    "mlseq score --model model.onnx --data rows.tsv.gz --device cuda --output scores.tsv"),
                new(
                    "As a part of a pipeline of programs.",
                    "cat rows.tsv | mlseq score --model model.onnx --data - --outputs PredictedLabel --keep"),
            ])
    {
        (_console, _common, _cancellationToken) = (console, common, cancellationToken);
        foreach (var option in new Option[] { _model, _data, _output, _keep, _outputs, _columns, _batch, _window })
        {
            Options.Add(option);
        }

        _format.AddTo(this);
        _device.AddTo(this);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var (data, output) = (parsed.GetValue(_data)!, parsed.GetValue(_output) ?? "-");
        if (output != "-")
        {
            OutputFile.Prepare(output);
        }

        var cuda = _device.Cuda(parsed);
        var batch = parsed.GetValue(_batch) ?? (cuda is null ? CpuBatch : CudaBatch);
        var window = Math.Max(batch, parsed.GetValue(_window) ?? Math.Max(Window, 8 * batch));
        using var scorer = new OnnxSequenceScorer(parsed.GetValue(_model)!, new OnnxScorerOptions
        {
            BatchSize = batch,
            WindowSize = window,
            Threads = parsed.GetValue(_common.Threads),
            Cuda = cuda,
            FallbackToCpu = _device.FallbackToCpu(parsed),
            Log = _console.Warn,
        });
        var columns = Columns(parsed, scorer);
        var format = _format.Of(parsed);
        using var files = new InputFiles(_console.In, repeatable: false);
        var file = new ScoringFile(
            data, new SeparatedRows(data, format.SeparatorOf(data), files, _cancellationToken), columns,
            format.HasHeader || columns.Any(c => c.Column.Name is not null));
        var outputs = Outputs(parsed, scorer);
        ScoreWriter writer = _console.Json ? new JsonScoreWriter(outputs) : new SeparatedScoreWriter(outputs, SeparatorOf(output));
        To(output, text => Score(scorer, file, window, parsed.GetValue(_keep), writer, text));
        var metrics = scorer.Metrics;
        _console.Note(FormattableString.Invariant(
            $"{metrics.Rows:N0} rows in {metrics.Seconds:F1} s on {metrics.Device}: {metrics.RowsPerSecond:N0} a second, {metrics.Batches:N0} batches, {100 * metrics.PaddingShare:F1} % padding"));
        return ExitCode.Success;
    }

    private void Score(OnnxSequenceScorer scorer, ScoringFile file, int windowSize, bool keep, ScoreWriter writer, TextWriter text)
    {
        var inFlight = new Queue<List<string[]>>();
        var windows = file.Windows(windowSize, keep).Select(window =>
        {
            inFlight.Enqueue(window.Fields);
            return window.Inputs;
        });
        var (rows, since, hasBegun) = (0L, Stopwatch.GetTimestamp(), false);
        foreach (var scores in scorer.ScoreWindows(windows, _cancellationToken))
        {
            if (!hasBegun && file.Header is { } header && writer.Header(keep ? header : []) is { } line)
            {
                text.WriteLine(line);
            }

            hasBegun = true;
            var fields = inFlight.Dequeue();
            for (var row = 0; row < scores.Rows; row++)
            {
                text.WriteLine(writer.Line(file.Header, keep ? fields[row] : [], scores, row));
            }

            text.Flush();
            rows += scores.Rows;
            if (Stopwatch.GetElapsedTime(since) > _console.LineEvery)
            {
                since = Stopwatch.GetTimestamp();
                _console.Note(FormattableString.Invariant($"{rows:N0} rows, {scorer.Metrics.RowsPerSecond:N0} a second"));
            }
        }
    }

    private InputColumn[] Columns(ParseResult parsed, OnnxSequenceScorer scorer)
    {
        var given = new Dictionary<string, ColumnReference>(StringComparer.Ordinal);
        foreach (var text in parsed.GetValue(_columns) ?? [])
        {
            var at = text.LastIndexOf('=');
            var name = at > 0 ? text[..at] : "";
            if (at + 1 == text.Length || scorer.Inputs.All(i => i.Name != name))
            {
                throw new ToolException(
                    $"--column '{text}': expected an input of the model, =, and a column's number or name; its inputs are {Names(scorer.Inputs)}.", ExitCode.Usage);
            }

            given[name] = ColumnReference.Parse(text[(at + 1)..]);
        }

        return
        [
            .. scorer.Inputs.Select(input => given.TryGetValue(input.Name, out var column)
                ? new InputColumn(input, column, "--column")
                : scorer.Inputs.Count == 1
                ? new InputColumn(input, _format.Of(parsed).Text, "--text-column")
                : new InputColumn(input, new ColumnReference(null, input.Name), "the model's input")),
        ];
    }

    private OnnxColumn[] Outputs(ParseResult parsed, OnnxSequenceScorer scorer) => parsed.GetValue(_outputs) is { Length: > 0 } names
        ? Array.ConvertAll(names, name => scorer.Outputs.FirstOrDefault(o => o.Name == name)
            ?? throw new ToolException($"--outputs '{name}': the model has no such output; it has {Names(scorer.Outputs)}.", ExitCode.Usage))
        : [.. scorer.Outputs];

    private static string Names(IEnumerable<OnnxColumn> columns) => string.Join(", ", columns.Select(c => $"'{c.Name}'"));

    private static bool IsCompressed(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    private static char SeparatorOf(string path) => new SeparatedFormat(null, false, default, null).SeparatorOf(path);

    /// <summary>To standard output as it goes, to a file when all is there.</summary>
    private void To(string path, Action<TextWriter> write)
    {
        if (path != "-")
        {
            AtomicFile.Write(path, stream =>
            {
                using var compressed = IsCompressed(path) ? new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true) : null;
                using var text = new StreamWriter(compressed ?? stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
                write(text);
            });
        }
        else if (_console.IsSystem)
        {
            // The console's own writer goes to the system at every line.
            using var text = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), 1 << 16) { NewLine = "\n" };
            write(text);
        }
        else
        {
            write(_console.Out);
        }
    }
}
