using System.Reflection;

namespace MLSeq.Packages.Tests;

/// <summary>How this test was built, and so what it packs.</summary>
internal static class Build
{
    private static readonly Dictionary<string, string?> Metadata =
        typeof(Build).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().ToDictionary(a => a.Key, a => a.Value, StringComparer.Ordinal);

    /// <summary>The checkout's folder.</summary>
    public static string Repository => Of("Repository");

    public static string Configuration => Of("Configuration");

    /// <summary>What MSBuild's property of this name says: 'package', 'standin' or a folder.</summary>
    public static string MicrosoftML => Of("MicrosoftML");

    /// <summary>'package', 'standin' or 'folder'.</summary>
    public static string MicrosoftMLKind => Of("MicrosoftMLKind");

    /// <summary>'package' or 'npm'.</summary>
    public static string OnnxRuntime => Of("OnnxRuntime");

    public static string OnnxRuntimeVersion => Of("OnnxRuntimeVersion");

    /// <summary>Where NuGet keeps the packages that the build took.</summary>
    public static string NuGetPackages => Of("NuGetPackages");

    public static string PathOf(params string[] parts) => Path.Combine([Repository, .. parts]);

    private static string Of(string name) => Metadata[name]!;
}
