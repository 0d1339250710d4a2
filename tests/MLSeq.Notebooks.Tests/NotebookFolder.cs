namespace MLSeq.Notebooks.Tests;

/// <summary>The notebooks of the repository.</summary>
internal static class NotebookFolder
{
    public static string Repository { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    public static string Path { get; } = System.IO.Path.Combine(Repository, "notebooks");

    public static TheoryData<string> Names { get; } = [.. Directory.EnumerateFiles(Path, "*.ipynb").Select(path => System.IO.Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public static string File(string name) => System.IO.Path.Combine(Path, name);

    private static string Find(DirectoryInfo folder) => System.IO.File.Exists(System.IO.Path.Combine(folder.FullName, "MLSeq.sln")) ? folder.FullName : Find(folder.Parent!);
}
