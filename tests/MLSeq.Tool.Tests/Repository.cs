namespace MLSeq.Tool.Tests;

/// <summary>The checkout that the tests are built from.</summary>
internal static class Repository
{
    private static readonly string Root = Find(new DirectoryInfo(AppContext.BaseDirectory));

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "MLSeq.sln")) ? folder.FullName : Find(folder.Parent!);
}
