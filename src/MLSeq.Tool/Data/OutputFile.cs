namespace MLSeq.Tool.Data;

/// <summary>Checks on files before hours are spent on what goes in.</summary>
internal static class OutputFile
{
    /// <summary>Makes the folder of <paramref name="path"/> and tries to write there.</summary>
    /// <exception cref="ToolException">The folder cannot be made or written to.</exception>
    public static void Prepare(string path)
    {
        var probe = $"{path}.{Environment.ProcessId}.partial";
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
}
