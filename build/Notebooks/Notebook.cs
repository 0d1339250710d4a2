using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Notebooks;

/// <summary>A Jupyter notebook (nbformat 4.5) for the C# kernel of .NET Interactive.</summary>
internal sealed record Notebook(IReadOnlyList<NotebookCell> Cells)
{
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, IndentSize = 1, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    /// <summary>Reads a notebook.</summary>
    /// <exception cref="InvalidDataException">It is not a notebook of this format; names the file and what is wrong.</exception>
    public static Notebook Load(string path)
    {
        try
        {
            var root = JsonNode.Parse(File.ReadAllText(path))!;
            return (int)root["nbformat"]! == 4
                ? new([.. root["cells"]!.AsArray().Select(cell => ReadCell(cell!))])
                : throw new InvalidDataException($"{path}: nbformat is {root["nbformat"]}; expected 4.");
        }
        catch (Exception e) when (e is JsonException or NullReferenceException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{path}: not a notebook: {e.Message}", e);
        }
    }

    public void Save(string path)
    {
        var root = new JsonObject
        {
            ["cells"] = new JsonArray([.. Cells.Select(WriteCell)]),
            ["metadata"] = new JsonObject
            {
                ["kernelspec"] = new JsonObject { ["display_name"] = ".NET (C#)", ["language"] = "C#", ["name"] = ".net-csharp" },
                ["language_info"] = new JsonObject { ["file_extension"] = ".cs", ["mimetype"] = "text/x-csharp", ["name"] = "C#", ["pygments_lexer"] = "csharp", ["version"] = "14.0" },
            },
            ["nbformat"] = 4,
            ["nbformat_minor"] = 5,
        };
        File.WriteAllText(path, root.ToJsonString(Layout) + "\n");
    }

    private static NotebookCell ReadCell(JsonNode cell)
    {
        var tags = cell["metadata"]?["tags"]?.AsArray().Select(tag => (string)tag!) ?? [];
        var outputs = cell["outputs"]?.AsArray().Select(output => ReadOutput(output!)) ?? [];
        return new((string)cell["id"]!, (string)cell["cell_type"]! == "code", Text(cell["source"]!), [.. tags], [.. outputs]) { Execution = (int?)cell["execution_count"] };
    }

    private static CellOutput ReadOutput(JsonNode output)
    {
        var type = (string)output["output_type"]!;
        if (type == "stream")
        {
            return new(null, Text(output["text"]!));
        }

        var (mime, text) = output["data"]!.AsObject().First();
        return new(mime, Text(text!), IsResult: type == "execute_result");
    }

    private static JsonNode WriteCell(NotebookCell cell, int number)
    {
        var metadata = new JsonObject();
        if (cell.Tags.Count > 0)
        {
            metadata["tags"] = new JsonArray([.. cell.Tags.Select(tag => (JsonNode)tag)]);
        }

        var node = new JsonObject
        {
            ["cell_type"] = cell.IsCode ? "code" : "markdown",
            ["id"] = cell.Id,
            ["metadata"] = metadata,
            ["source"] = Lines(cell.Source),
        };
        if (cell.IsCode)
        {
            node["execution_count"] = cell.Execution;
            node["outputs"] = new JsonArray([.. cell.Outputs.Select(output => WriteOutput(output, cell.Execution))]);
        }

        return node;
    }

    private static JsonObject WriteOutput(CellOutput output, int? execution)
    {
        if (output.Mime is not { } mime)
        {
            return new() { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = Lines(output.Text) };
        }

        var node = new JsonObject
        {
            ["output_type"] = output.IsResult ? "execute_result" : "display_data",
            ["data"] = new JsonObject { [mime] = Lines(output.Text) },
            ["metadata"] = new JsonObject(),
        };
        if (output.IsResult)
        {
            node["execution_count"] = execution;
        }

        return node;
    }

    /// <summary>A text is a list of lines, each with its end, or one string.</summary>
    private static string Text(JsonNode text) => text is JsonArray lines ? string.Concat(lines.Select(line => (string)line!)) : (string)text!;

    private static JsonArray Lines(string text)
    {
        var lines = text.Split('\n');
        return [.. lines.Select((line, i) => (JsonNode)(i < lines.Length - 1 ? line + "\n" : line)).Where((_, i) => i < lines.Length - 1 || lines[i].Length > 0)];
    }
}
