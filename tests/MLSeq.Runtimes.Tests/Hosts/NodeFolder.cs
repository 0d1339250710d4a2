using System.Reflection;

namespace MLSeq.Runtimes.Tests.Hosts;

/// <summary>Where npm's packages and the scripts lie.</summary>
internal static class NodeFolder
{
    public static string Project { get; } =
        typeof(NodeFolder).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "ProjectFolder").Value!;

    public static string Scripts { get; } = Path.Combine(Project, "Scripts");

    public static string Web { get; } = Path.Combine(Project, "node_modules", "onnxruntime-web", "dist");

    public static string Models { get; } = Path.GetFullPath(Path.Combine(Project, "..", "..", "models"));

    public static string? Missing => File.Exists(Path.Combine(Project, "node_modules", ".installed"))
        ? null : "onnxruntime-node and onnxruntime-web are not here: npm could not install them when the tests were built";
}
