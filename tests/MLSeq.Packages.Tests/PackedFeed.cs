using System.Globalization;

namespace MLSeq.Packages.Tests;

/// <summary>
/// A folder of packages, packed anew, and beside it a NuGet configuration and a packages folder of its own, so that nothing is left and nothing stale is taken:
/// the machine's own packages are only one more feed there.
/// </summary>
public sealed class PackedFeed : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PackedFeed()
    {
        // a version that was never before
        var prefix = string.Create(CultureInfo.InvariantCulture, $"0.1.{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}");
        Version = prefix + Suffix;
        Environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["NUGET_PACKAGES"] = _folder["packages"],
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            ["DOTNET_NOLOGO"] = "1",
            ["MSBUILDDISABLENODEREUSE"] = "1",
        };
        Command.Run(
            Build.Repository,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["MSBUILDDISABLENODEREUSE"] = "1" },
            "dotnet",
            "pack", "MLSeq.sln", "--no-build", "-v:q", "-c", Build.Configuration, "-o", _folder["feed"],
            $"-p:VersionPrefix={prefix}", $"-p:MicrosoftML={Build.MicrosoftML}", $"-p:OnnxRuntime={Build.OnnxRuntime}", $"-p:PublishDir={_folder["publish"]}{Path.DirectorySeparatorChar}");
        File.WriteAllText(ConfigFile, $"""
            <configuration>
              <packageSources>
                <add key="packed" value="{_folder["feed"]}" />
                <add key="this machine" value="{Build.NuGetPackages}" />
              </packageSources>
            </configuration>
            """);
    }

    /// <summary>The version of all packages.</summary>
    public string Version { get; }

    /// <summary>Environment variables for programs that take packages from here.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>NuGet finds it from all folders within this one.</summary>
    public string ConfigFile => this["nuget.config"];

    /// <summary>What a version ends in that is for trying only.</summary>
    private static string Suffix => (Build.MicrosoftMLKind, Build.OnnxRuntime) switch
    {
        ("package", "package") => "",
        ("package", _) => "-npm",
        (var kind, _) => "-" + kind,
    };

    /// <summary>A place in the folder that all of this is in.</summary>
    public string this[string name] => _folder[name];

    /// <summary>The names of the packages, each once.</summary>
    public IEnumerable<string> Names() =>
        Directory.EnumerateFiles(_folder["feed"], "*.nupkg").Select(file => Path.GetFileName(file)).Select(name => name[..name.IndexOf($".{Version}.", StringComparison.Ordinal)]);

    internal Package Open(string name) => new(Path.Combine(_folder["feed"], $"{name}.{Version}.nupkg"));

    internal Package OpenSymbols(string name) => new(Path.Combine(_folder["feed"], $"{name}.{Version}.snupkg"));

    public void Dispose() => _folder.Dispose();
}
