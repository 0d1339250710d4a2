using Microsoft.CodeAnalysis;

namespace MLSeq.Packages.Tests;

/// <summary>The examples of the readmes, with the packages alone.</summary>
[Collection(PackedCollection.Name)]
public class ReadmeTests(PackedFeed feed)
{
    [Fact]
    public void The_first_example_prints_what_the_readme_says_in_a_project_of_its_own()
    {
        var blocks = Readme.Blocks(Build.PathOf("README.md")).SkipWhile(block => block.Language != "csharp").Take(2).ToList();
        var (program, printed) = (blocks[0].Text, blocks[1].Text);
        Assert.Equal("", blocks[1].Language);
        Assert.NotEmpty(printed);

        var folder = Directory.CreateDirectory(feed["example"]).FullName;
        File.WriteAllText(Path.Combine(folder, "Program.cs"), program);
        File.WriteAllText(Path.Combine(folder, "Example.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <RestoreIgnoreFailedSources>true</RestoreIgnoreFailedSources>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="MLSeq" Version="{feed.Version}" />
                {Others()}
              </ItemGroup>
            </Project>
            """);
        Command.Run(folder, feed.Environment, "dotnet", "build", "-v:q", "-o", feed["built"]);

        Assert.Equal(printed, Command.Run(folder, feed.Environment, "dotnet", Path.Combine(feed["built"], "Example.dll")).TrimEnd().ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("MLSeq")]
    [InlineData("MLSeq.Core")]
    [InlineData("MLSeq.Interactive")]
    [InlineData("MLSeq.Onnx")]
    public void The_examples_of_a_package_s_readme_compile(string name)
    {
        var references = References.Of(feed);
        var blocks = Readme.Blocks(Build.PathOf("src", name, "README.md")).Where(block => block.Language == "csharp").Select(block => block.Text).ToList();

        // The first one is whole, the others begin with it.
        Assert.NotEmpty(blocks);
        Assert.All(blocks.Select((block, i) => i == 0 ? block : blocks[0] + "\n" + block), program =>
            Assert.Empty(references.Compile(program).GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)));
    }

    /// <summary>What the readme says an application adds, and the assemblies of Microsoft.ML where they lie in a folder.</summary>
    private static string Others() =>
        (Build.OnnxRuntime == "package" ? $"""<PackageReference Include="Microsoft.ML.OnnxRuntime" Version="{Build.OnnxRuntimeVersion}" />""" : "")
        + (Build.MicrosoftMLKind == "folder" ? $"""<Reference Include="{Build.MicrosoftML}/Microsoft.ML*.dll" Exclude="{Build.MicrosoftML}/Microsoft.ML.OnnxRuntime*.dll" />""" : "");
}
