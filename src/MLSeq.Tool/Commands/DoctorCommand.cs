using MLSeq.Documentation;
using Spectre.Console;

namespace MLSeq.Tool.Commands;

/// <summary><c>mlseq doctor</c>: what runs on this machine.</summary>
internal sealed class DoctorCommand : ToolCommand
{
    private readonly ToolConsole _console;

    public DoctorCommand(ToolConsole console)
        : base(
            "doctor", "Says what runs here: .NET, instruction sets, where Microsoft.ML and ONNX Runtime come from, CUDA, the demo's data.",
            [
                new("What runs on this machine.", "mlseq doctor"),
            ])
    {
        _console = console;
        SetAction(_ => Run());
    }

    private int Run()
    {
        var roots = ReferencePacks.Roots();
        var packs = ReferencePacks.Find(roots);
        List<(string Name, object Value)> facts =
        [
            .. Machine.Facts(),
            .. Runtimes.Facts(),
            ("demo data", packs.Count > 0 ? $"{packs.Count} XML documentation files in {PacksFolder(packs[0])}" : "none found in " + string.Join(", ", roots)),
        ];
        if (_console.Json)
        {
            _console.WriteJson(facts.ToDictionary(f => f.Name, f => (object?)f.Value));
            return ExitCode.Success;
        }

        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(3)).AddColumn();
        foreach (var (name, value) in facts)
        {
            grid.AddRow(new Spectre.Console.Text(name, new Style(Color.Teal)), new Spectre.Console.Text(Machine.Text(value)));
        }

        _console.Results.Write(grid);
        return ExitCode.Success;
    }

    // packs/<pack>/<version>/ref/<framework>/<file>
    private static string PacksFolder(string file)
    {
        for (var i = 0; i < 5; i++)
        {
            file = Path.GetDirectoryName(file)!;
        }

        return file;
    }
}
