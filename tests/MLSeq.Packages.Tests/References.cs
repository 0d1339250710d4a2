using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MLSeq.Packages.Tests;

/// <summary>Compiles against the packed assemblies and all that they need, which the tool's package holds.</summary>
internal sealed class References
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private readonly Dictionary<string, MetadataReference> _references = new(StringComparer.Ordinal);

    private References()
    {
    }

    public static References Of(PackedFeed feed)
    {
        var references = new References();
        foreach (var path in ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(path => IsOfTheFramework(path)))
        {
            references._references[Path.GetFileNameWithoutExtension(path)] = MetadataReference.CreateFromFile(path);
        }

        foreach (var name in (string[])["MLSeq.Tool", "MLSeq.Interactive"])
        {
            using var package = feed.Open(name);
            foreach (var file in package.Files.Where(file => file.EndsWith(".dll", StringComparison.Ordinal)))
            {
                references._references[Path.GetFileNameWithoutExtension(file)] = MetadataReference.CreateFromImage(package.Read(file));
            }
        }

        return references;
    }

    public MetadataReference Named(string assembly) => _references[assembly];

    /// <summary>A program, as a project that has nothing but `dotnet new console` would compile it.</summary>
    public CSharpCompilation Compile(string program) => CSharpCompilation.Create(
        "Example",
        [CSharpSyntaxTree.ParseText(ImplicitUsings), CSharpSyntaxTree.ParseText(program)],
        _references.Values,
        new(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));

    private static bool IsOfTheFramework(string path) =>
        string.Equals(Path.GetDirectoryName(path), Path.GetDirectoryName(typeof(object).Assembly.Location), StringComparison.Ordinal);
}
