using System.IO.Compression;

namespace MLSeq.Tool.Tests;

/// <summary>A folder that goes when the test ends.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mlseq-tests-");

    public string FullName => _folder.FullName;

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Writes a file, compressed where its name ends in .gz, and returns its path.</summary>
    public string Write(string name, string text)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using Stream file = File.Create(path);
        using var stream = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Fastest) : file;
        using var writer = new StreamWriter(stream);
        writer.Write(text);
        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
