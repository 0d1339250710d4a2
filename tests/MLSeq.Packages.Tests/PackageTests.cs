using System.Buffers.Binary;
using System.Text;

namespace MLSeq.Packages.Tests;

/// <summary>What is in the packages, and what they say of themselves.</summary>
[Collection(PackedCollection.Name)]
public class PackageTests(PackedFeed feed)
{
    private static readonly string[] Libraries = ["MLSeq", "MLSeq.Core", "MLSeq.Interactive", "MLSeq.Onnx"];

    private static readonly string[] OfMicrosoftML = Build.MicrosoftMLKind switch
    {
        "package" => ["Microsoft.ML"],
        "standin" => ["MLSeq.Standin"],
        _ => [],
    };

    private static readonly string OfOnnxRuntime = Build.OnnxRuntime == "npm" ? "MLSeq.OnnxRuntime.Npm" : "Microsoft.ML.OnnxRuntime.Managed";

    [Fact]
    public void There_is_a_package_of_each_project_and_of_what_stands_in_for_others() =>
        Assert.Equal(
            [.. Libraries, .. Build.OnnxRuntime == "npm" ? [OfOnnxRuntime] : Array.Empty<string>(), .. Build.MicrosoftMLKind == "standin" ? OfMicrosoftML : [], "MLSeq.Tool"],
            feed.Names().Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("MLSeq")]
    [InlineData("MLSeq.Core")]
    [InlineData("MLSeq.Interactive", "interactive-extensions/dotnet/extension.dib")]
    [InlineData("MLSeq.Onnx")]
    public void A_library_has_its_assembly_its_documentation_and_nothing_else(string name, params string[] more)
    {
        using var package = feed.Open(name);

        Assert.Equal([$"{name}.nuspec", "README.md", "icon.png", .. more, $"lib/net10.0/{name}.dll", $"lib/net10.0/{name}.xml"], package.Files);
    }

    [Fact]
    public void The_tool_has_what_it_runs_with_and_nothing_else()
    {
        using var package = feed.Open("MLSeq.Tool");

        const string Folder = "tools/net10.0/any/";
        Assert.Equal(["MLSeq.Tool.nuspec", "README.md", "icon.png"], package.Files.Where(name => !name.StartsWith(Folder, StringComparison.Ordinal)));
        string[] needed = ["DotnetToolSettings.xml", "MLSeq.Core.dll", "MLSeq.Onnx.dll", "MLSeq.Tool.deps.json", "MLSeq.Tool.dll", "MLSeq.Tool.runtimeconfig.json", "MLSeq.dll", "Microsoft.ML.OnnxRuntime.dll"];
        Assert.Empty(needed.Select(name => Folder + name).Except(package.Files));
        Assert.All(
            package.Files.Where(name => name.StartsWith(Folder, StringComparison.Ordinal) && !needed.Contains(name[Folder.Length..])),
            name => Assert.Contains(Path.GetExtension(name), (string[])[".dll", ".pdb", ".so", ".dylib"]));
    }

    [Fact]
    public void Dependencies_are_those_that_the_source_takes()
    {
        AssertDependencies("MLSeq.Core", ["System.Numerics.Tensors"]);
        AssertDependencies("MLSeq.Onnx", ["Google.Protobuf", "MLSeq.Core", OfOnnxRuntime]);
        AssertDependencies("MLSeq", ["MLSeq.Core", "MLSeq.Onnx", .. OfMicrosoftML]);
        AssertDependencies("MLSeq.Interactive", ["MLSeq", .. OfMicrosoftML]);
        AssertDependencies("MLSeq.Tool", []);
    }

    [Fact]
    public void Each_says_what_it_is_under_which_licence_and_shows_its_readme_and_icon() => Assert.All(Libraries.Append("MLSeq.Tool"), name =>
    {
        using var package = feed.Open(name);

        Assert.Equal((name, feed.Version, "MIT", "README.md", "icon.png"), (package.Value("id"), package.Value("version"), package.Value("license"), package.Value("readme"), package.Value("icon")));
        Assert.All(["description", "tags", "releaseNotes", "authors"], element => Assert.NotEmpty(package.Value(element)));
        Assert.Equal(File.ReadAllText(Build.PathOf("src", name, "README.md")), Encoding.UTF8.GetString(package.Read("README.md")));

        var icon = package.Read("icon.png");
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], icon[..4]);
        Assert.Equal((128, 128), (BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(20))));
    });

    private void AssertDependencies(string name, string[] expected)
    {
        using var package = feed.Open(name);
        Assert.Equal(expected.Order(StringComparer.Ordinal), package.Dependencies.Keys.Order(StringComparer.Ordinal));
        Assert.All(package.Dependencies, dependency =>
            Assert.Equal(dependency.Key.StartsWith("MLSeq", StringComparison.Ordinal), dependency.Value == feed.Version));
    }
}
