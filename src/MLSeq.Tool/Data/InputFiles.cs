using MLSeq.Text;
using MLSeq.Tool.Display;

namespace MLSeq.Tool.Data;

/// <summary>
/// Opens files, <c>.gz</c> ones too, and standard input for "-". Standard input can be read once, training reads its
/// data once an epoch: where <paramref name="repeatable"/>, a temporary file takes a copy of it.
/// </summary>
internal sealed class InputFiles(TextReader standardInput, bool repeatable) : IDisposable
{
    private string? _copy;

    /// <exception cref="ToolException">There is no such file.</exception>
    public TextReader Open(string path)
    {
        if (path != "-")
        {
            return File.Exists(path) ? TextFile.Open(path) : throw Missing(path);
        }

        if (!repeatable)
        {
            return standardInput;
        }

        _copy ??= Copy();
        return new StreamReader(_copy);
    }

    /// <summary>How large a file is, in words.</summary>
    /// <exception cref="ToolException">There is no such file.</exception>
    public static string SizeOf(string path) => path == "-" ? "standard input"
        : File.Exists(path) ? $"{ReportTables.Count(new FileInfo(path).Length)} bytes" : throw Missing(path);

    public void Dispose()
    {
        if (_copy is not null)
        {
            File.Delete(_copy);
        }
    }

    private string Copy()
    {
        var path = Path.GetTempFileName();
        using var writer = new StreamWriter(path);
        var buffer = new char[1 << 16];
        for (int read; (read = standardInput.Read(buffer)) > 0;)
        {
            writer.Write(buffer, 0, read);
        }

        return path;
    }

    private static ToolException Missing(string path) => new($"{path}: no such file.");
}
