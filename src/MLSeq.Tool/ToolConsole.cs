using System.Text.Encodings.Web;
using System.Text.Json;
using MLSeq.Text;
using MLSeq.Tool.Data;
using Spectre.Console;

namespace MLSeq.Tool;

/// <summary>
/// Where a command reads and writes. Results go to standard output; progress, notes and errors to standard error,
/// so that results can be piped.
/// </summary>
internal sealed class ToolConsole
{
    private const int PipedWidth = 120;

    private static readonly JsonSerializerOptions JsonLayout = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public ToolConsole(Stream input, TextWriter output, TextWriter error)
    {
        InBytes = input;
        In = TextFile.Open(input, "standard input");
        Out = output;
        Error = error;
        Results = Ansi(output);
        Notes = Ansi(error);
    }

    /// <summary>Standard input as text, UTF-8.</summary>
    public TextReader In { get; }

    /// <summary>Standard input as bytes; what is read of one is lost for the other.</summary>
    public Stream InBytes { get; }

    public TextWriter Out { get; }

    public TextWriter Error { get; }

    /// <summary>Tables, on standard output. Without colours where that is not a terminal.</summary>
    public IAnsiConsole Results { get; }

    /// <summary>Progress bars, on standard error.</summary>
    public IAnsiConsole Notes { get; }

    /// <summary>Whether <see cref="Out"/> is the process's own standard output, which can be written as bytes, too.</summary>
    public bool IsSystem { get; private init; }

    /// <summary>No progress and no notes.</summary>
    public bool Quiet { get; set; }

    /// <summary>Standard output is one JSON object and nothing else.</summary>
    public bool Json { get; set; }

    /// <summary>Whether standard error is a terminal that can draw progress bars.</summary>
    public bool HasBars => Notes.Profile.Capabilities is { Interactive: true, Ansi: true };

    /// <summary>How often what runs long writes a line where there are no bars.</summary>
    public TimeSpan LineEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The process's own streams.</summary>
    /// <param name="cancellationToken">Ends the wait for standard input.</param>
    public static ToolConsole System(CancellationToken cancellationToken) =>
        new(new CancellableStream(Console.OpenStandardInput(), cancellationToken), Console.Out, Console.Error) { IsSystem = true };

    /// <summary>A line of standard error that <c>--quiet</c> leaves out.</summary>
    public void Note(string text)
    {
        if (!Quiet)
        {
            Warn(text);
        }
    }

    /// <summary>A line of standard error that always appears.</summary>
    public void Warn(string text)
    {
        if (HasBars)
        {
            // Above the bar, if there is one.
            Notes.WriteLine(text);
        }
        else
        {
            Error.WriteLine(text);
        }
    }

    /// <summary>Ends a command with its one JSON object.</summary>
    public void WriteJson(IReadOnlyDictionary<string, object?> values) =>
        Out.WriteLine(JsonSerializer.Serialize(values, JsonLayout));

    /// <summary>Ends a command with its figures: a line each for those there are, or as one JSON object.</summary>
    public void WriteFigures(IReadOnlyDictionary<string, object?> figures)
    {
        if (Json)
        {
            WriteJson(figures);
            return;
        }

        foreach (var (name, value) in figures.Where(f => f.Value is not null))
        {
            Out.WriteLine(FormattableString.Invariant($"{name}: {(value is double d ? Math.Round(d, 4) : value)}"));
        }
    }

    private static IAnsiConsole Ansi(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        if (!console.Profile.Out.IsTerminal)
        {
            console.Profile.Capabilities.Ansi = false;
            console.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
            console.Profile.Capabilities.Interactive = false;
            console.Profile.Width = PipedWidth;
        }

        return console;
    }
}
