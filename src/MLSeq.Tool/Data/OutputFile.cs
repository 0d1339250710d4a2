namespace MLSeq.Tool.Data;

/// <summary>Files that appear whole or not at all.</summary>
internal static class OutputFile
{
    /// <summary>Makes the folder of <paramref name="path"/> and tries to write there, before hours are spent on what goes in.</summary>
    /// <exception cref="ToolException">The folder cannot be made or written to.</exception>
    public static void Prepare(string path)
    {
        var probe = Aside(path);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"{path}: cannot be written: {e.Message}", inner: e);
        }
    }

    /// <summary>Writes aside, flushes to the disk and renames.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        var aside = Aside(path);
        try
        {
            using (var stream = new FileStream(aside, FileMode.Create, FileAccess.ReadWrite))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(aside, path, overwrite: true);
        }
        finally
        {
            File.Delete(aside);
        }
    }

    private static string Aside(string path) => $"{path}.{Environment.ProcessId}.partial";
}
