using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace MLSeq.Packages.Tests;

/// <summary>Every public member of the packed assemblies is documented.</summary>
[Collection(PackedCollection.Name)]
public class DocumentationTests(PackedFeed feed)
{
    [Theory]
    [InlineData("MLSeq")]
    [InlineData("MLSeq.Core")]
    [InlineData("MLSeq.Interactive")]
    [InlineData("MLSeq.Onnx")]
    public void Every_public_member_is_documented(string name)
    {
        using var package = feed.Open(name);
        using var stream = new MemoryStream(package.Read($"lib/net10.0/{name}.xml"));
        var entries = XDocument.Load(stream).Descendants("member").ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal);
        var references = References.Of(feed);
        var assembly = (IAssemblySymbol)references.Compile("").GetAssemblyOrModuleSymbol(references.Named(name))!;

        var symbols = PublicSurface.Of(assembly).ToList();
        Assert.True(symbols.Count > 50, $"{symbols.Count} members");
        List<string> undocumented = [.. symbols.Select(symbol => symbol.GetDocumentationCommentId()!).Where(id => !entries.TryGetValue(id, out var entry) || !Says(entry))];
        Assert.Empty(undocumented);
        Assert.DoesNotContain(entries.Values.Descendants().Attributes("cref"), reference => reference.Value.StartsWith("!:", StringComparison.Ordinal));
    }

    private static bool Says(XElement entry) =>
        entry.Element("inheritdoc") is not null || entry.Element("summary") is { } summary && (summary.Value.Trim().Length > 0 || summary.HasElements);
}
