using System.CommandLine;
using System.Globalization;
using MLSeq.Onnx.Inspection;
using MLSeq.Onnx.Scoring;
using MLSeq.Tool.Data;
using MLSeq.Tool.Display;
using Spectre.Console;

namespace MLSeq.Tool.Commands.Onnx;

/// <summary><c>mlseq onnx inspect</c>: what an ONNX file takes, gives and holds, and where it runs.</summary>
internal sealed class OnnxInspectCommand : ToolCommand
{
    private const int LongestEntry = 200;
    private const int ProfiledRows = 1000;

    private readonly ToolConsole _console;
    private readonly CommonOptions _common;
    private readonly CancellationToken _cancellationToken;
    private readonly Argument<string> _model = new("model") { Description = "The .onnx file.", HelpName = "FILE" };
    private readonly Option<bool> _profile = new("--profile") { Description = "Run it, and show which nodes ran where and how long they took." };
    private readonly DeviceOptions _device = new();
    private readonly FileFormatOptions _format = new(labelled: false);
    private readonly Option<string?> _data = OptionTypes.File(
        "--data", $"Texts to run it on, of which the first {ProfiledRows} are taken: TSV or CSV, .gz too, - is standard input. Default: rows that say nothing.");

    public OnnxInspectCommand(ToolConsole console, CommonOptions common, CancellationToken cancellationToken)
        : base(
            "inspect", "What an ONNX file takes and gives, says about itself and holds, and which of its nodes CUDA has kernels for.",
            [
                new("What a file takes, gives and holds.", "mlseq onnx inspect model.onnx"),
                new(
                    "Where its nodes run, and how long, on rows of one's own.",
                    "mlseq onnx inspect model.onnx --profile --data new.tsv"),
            ])
    {
        (_console, _common, _cancellationToken) = (console, common, cancellationToken);
        Arguments.Add(_model);
        Options.Add(_profile);
        Options.Add(_data);
        _format.AddTo(this);
        _device.AddTo(this);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var path = parsed.GetValue(_model)!;
        if (!File.Exists(path))
        {
            throw new ToolException($"{path}: no such model file.");
        }

        var file = OnnxModelFile.Read(path);
        var operators = file.Nodes.GroupBy(node => node.Domain == "ai.onnx" ? node.Operator : $"{node.Domain}.{node.Operator}", StringComparer.Ordinal)
            .OrderByDescending(nodes => nodes.Count()).ThenBy(nodes => nodes.Key, StringComparer.Ordinal).ToList();
        var profile = parsed.GetValue(_profile) ? Profile(parsed, file) : null;
        if (_console.Json)
        {
            _console.WriteJson(Json(file, operators, profile));
            return ExitCode.Success;
        }

        _console.Results.Write(Facts(file));
        _console.Results.Write(Values(file));
        _console.Results.Write(Constants(file));
        _console.Results.Write(Operators(operators));
        if (profile is not null)
        {
            _console.Results.Write(Profile(profile));
        }

        return ExitCode.Success;
    }

    private OnnxProfile Profile(ParseResult parsed, OnnxModelFile file)
    {
        var options = new OnnxScorerOptions
        {
            Cuda = _device.Cuda(parsed),
            FallbackToCpu = _device.FallbackToCpu(parsed),
            Threads = parsed.GetValue(_common.Threads),
            Log = _console.Warn,
        };
        if (parsed.GetValue(_data) is not { } data)
        {
            return OnnxProfile.Of(file.Name, inputs: null, options);
        }

        using var files = new InputFiles(_console.In, repeatable: false);
        var texts = new SeparatedFile(data, _format.Of(parsed), files, _cancellationToken).Take(ProfiledRows).Select(row => row.Text).ToList();
        if (texts.Count == 0)
        {
            throw new ToolException($"{data}: no rows to run the model on.");
        }

        return file.Inputs is [{ Type: "string" } input]
            ? OnnxProfile.Of(file.Name, new Dictionary<string, OnnxRows> { [input.Name] = Rows(input, texts) }, options)
            : throw new ToolException(
                $"{file.Name}: --data gives texts, but the model takes {string.Join(", ", file.Inputs.Select(i => $"{i.Name} ({i.Type})"))}; "
                + "leave --data out to run it on rows that say nothing.");
    }

    /// <summary>Texts, or their words where a model takes tokens.</summary>
    private static OnnxRows Rows(OnnxFileValue input, List<string> texts) => input.Shape.Count > 1
        ? OnnxRows.Tokens(texts.ConvertAll(text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        : OnnxRows.Texts(texts);

    private static Table Profile(OnnxProfile profile)
    {
        var all = profile.Operators.Sum(row => row.Seconds);
        var title = string.Create(CultureInfo.InvariantCulture, $"{profile.Rows} rows on {profile.Device}");
        var table = ReportTables.New(title, "operator", "provider", "nodes", "runs", "milliseconds", "share");
        table.Columns[1].Alignment = Justify.Left;
        foreach (var row in profile.Operators)
        {
            table.AddRow(
                Markup.Escape(row.Operator), Markup.Escape(row.Provider.Replace("ExecutionProvider", "", StringComparison.Ordinal)), ReportTables.Count(row.Nodes),
                ReportTables.Count(row.Calls), (1000 * row.Seconds).ToString("F2", CultureInfo.InvariantCulture), ReportTables.Percent(all > 0 ? row.Seconds / all : 0));
        }

        return table;
    }

    private static Grid Facts(OnnxModelFile file)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(3)).AddColumn();
        void Add(string name, string value) => grid.AddRow(new Spectre.Console.Text(name, new Style(Color.Teal)), new Spectre.Console.Text(value));
        Add("file", file.Name);
        Add("producer", file.Producer);
        Add("format", string.Create(CultureInfo.InvariantCulture, $"IR {file.FormatVersion}"));
        Add("operator sets", string.Join(", ", file.OperatorSets.Select(set => string.Create(CultureInfo.InvariantCulture, $"{set.Key} {set.Value}"))));
        if (file.Description.Length > 0)
        {
            Add("description", file.Description);
        }

        foreach (var weights in file.ExternalFiles)
        {
            Add("weights in", string.Create(CultureInfo.InvariantCulture, $"{weights.Location} ({weights.Bytes} bytes)"));
        }

        foreach (var (name, value) in file.Metadata)
        {
            Add(name, value.Length > LongestEntry ? string.Create(CultureInfo.InvariantCulture, $"{value[..LongestEntry]}... ({value.Length} characters)") : value);
        }

        return grid;
    }

    private static Table Values(OnnxModelFile file)
    {
        var table = ReportTables.New("Inputs and outputs", "name", "type", "shape", "meaning");
        foreach (var column in table.Columns)
        {
            column.Alignment = Justify.Left;
        }

        foreach (var value in file.Inputs.Concat(file.Outputs))
        {
            var arrow = file.Inputs.Contains(value) ? "→" : "←";
            table.AddRow(Markup.Escape($"{arrow} {value.Name}"), value.Type, Markup.Escape($"[{string.Join(", ", value.Shape)}]"), Markup.Escape(value.Description));
        }

        return table;
    }

    private static Table Constants(OnnxModelFile file)
    {
        var table = ReportTables.New("Constants", "type", "tensors", "values", "bytes");
        foreach (var count in file.Constants)
        {
            table.AddRow(count.Type, ReportTables.Count(count.Tensors), ReportTables.Count(count.Values), ReportTables.Count(count.Bytes));
        }

        return table;
    }

    private static Table Operators(List<IGrouping<string, OnnxNode>> operators)
    {
        var table = ReportTables.New("Operators, and why CUDA would leave nodes to the CPU", "operator", "nodes", "on the CPU", "because of");
        table.Columns[3].Alignment = Justify.Left;
        foreach (var nodes in operators)
        {
            var left = nodes.Where(node => node.CudaObstacle is not null).ToList();
            table.AddRow(
                Markup.Escape(nodes.Key), ReportTables.Count(nodes.Count()), left.Count > 0 ? ReportTables.Count(left.Count) : "",
                Markup.Escape(string.Join("; ", left.Select(node => node.CudaObstacle!).Distinct(StringComparer.Ordinal))));
        }

        return table;
    }

    private static Dictionary<string, object?> Json(OnnxModelFile file, List<IGrouping<string, OnnxNode>> operators, OnnxProfile? profile) => new()
    {
        ["file"] = file.Name,
        ["producer"] = file.Producer,
        ["format"] = file.FormatVersion,
        ["operator sets"] = file.OperatorSets,
        ["description"] = file.Description,
        ["metadata"] = file.Metadata,
        ["inputs"] = file.Inputs,
        ["outputs"] = file.Outputs,
        ["constants"] = file.Constants,
        ["operators"] = operators.Select(nodes => new
        {
            Operator = nodes.Key,
            Nodes = nodes.Count(),
            OnCpu = nodes.Count(node => node.CudaObstacle is not null),
            Because = nodes.Select(node => node.CudaObstacle).OfType<string>().Distinct(StringComparer.Ordinal),
        }),
        ["profile"] = profile,
    };
}
