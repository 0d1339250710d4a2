using System.Runtime.InteropServices;

namespace MLSeq.Documentation;

/// <summary>
/// Finds the XML documentation that every .NET SDK brings: <c>packs/*/*/ref/*/*.xml</c> beside the <c>dotnet</c> host.
/// </summary>
public static class ReferencePacks
{
    /// <summary>The documentation files of a folder and those within, or of the SDK.</summary>
    /// <param name="folder">The folder; null for the SDK's.</param>
    /// <exception cref="FileNotFoundException">There are none; the message says where they were looked for.</exception>
    public static IReadOnlyList<string> Documentation(string? folder = null)
    {
        var roots = folder is null ? Roots() : [folder];
        var files = folder is null
            ? Find(roots)
            : Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.xml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)] : [];
        return files.Count > 0
            ? files
            : throw new FileNotFoundException("no XML documentation found. Looked for "
                + (folder is null ? Path.Combine("packs", "*", "*", "ref", "*", "*.xml") : "*.xml") + " in " + string.Join(", ", roots)
                + (folder is null ? ". It comes with the .NET SDK, not with the runtime alone; set DOTNET_ROOT to the SDK's folder." : "."));
    }

    /// <summary>The folders that may hold a .NET installation on this machine, most telling first.</summary>
    internal static IReadOnlyList<string> Roots()
    {
        var candidates = new List<string?>
        {
            Environment.GetEnvironmentVariable("DOTNET_ROOT"),
            HostFolder(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH")),
            HostFolder(Environment.ProcessPath),
            // .../dotnet/shared/Microsoft.NETCore.App/10.0.0/ -> .../dotnet
            Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")),
        };
        if (OperatingSystem.IsWindows())
        {
            candidates.Add(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "dotnet"));
        }
        else
        {
            candidates.AddRange(["/usr/share/dotnet", "/usr/lib/dotnet", "/usr/local/share/dotnet",
                Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dotnet")]);
        }

        return [.. candidates.OfType<string>().Where(c => c.Length > 0).Select(Path.TrimEndingDirectorySeparator).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>
    /// The documentation files of the first root that has any, in a fixed order; of each pack only its highest version.
    /// </summary>
    internal static IReadOnlyList<string> Find(IEnumerable<string> roots) =>
        roots.Select(FilesUnder).FirstOrDefault(files => files.Count > 0) ?? [];

    private static List<string> FilesUnder(string root)
    {
        var files = new List<string>();
        foreach (var pack in Folders(Path.Combine(root, "packs")))
        {
            var newest = Folders(pack).OrderByDescending(VersionOf).ThenByDescending(Path.GetFileName, StringComparer.Ordinal).FirstOrDefault();
            foreach (var framework in newest is null ? [] : Folders(Path.Combine(newest, "ref")))
            {
                files.AddRange(Directory.EnumerateFiles(framework, "*.xml").Order(StringComparer.Ordinal));
            }
        }

        return files;
    }

    private static IEnumerable<string> Folders(string path) =>
        Directory.Exists(path) ? Directory.EnumerateDirectories(path).Order(StringComparer.Ordinal) : [];

    private static Version VersionOf(string folder) =>
        Version.TryParse(Path.GetFileName(folder).Split('-')[0], out var version) ? version : new Version();

    private static string? HostFolder(string? path) =>
        string.Equals(Path.GetFileNameWithoutExtension(path), "dotnet", StringComparison.OrdinalIgnoreCase)
            ? Path.GetDirectoryName(new FileInfo(path!).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path)
            : null;
}
