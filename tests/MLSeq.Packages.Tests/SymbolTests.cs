using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;

namespace MLSeq.Packages.Tests;

/// <summary>Symbols that match their assemblies, with the sources, and nothing that tells where they were built.</summary>
[Collection(PackedCollection.Name)]
public class SymbolTests(PackedFeed feed)
{
    private static readonly Guid EmbeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    [Theory]
    [InlineData("MLSeq", "lib/net10.0/")]
    [InlineData("MLSeq.Core", "lib/net10.0/")]
    [InlineData("MLSeq.Interactive", "lib/net10.0/")]
    [InlineData("MLSeq.Onnx", "lib/net10.0/")]
    [InlineData("MLSeq.Tool", "tools/net10.0/any/")]
    public void Symbols_match_and_hold_the_sources(string name, string folder)
    {
        using var package = feed.Open(name);
        using var symbols = feed.OpenSymbols(name);
        using var assembly = new PEReader([.. package.Read($"{folder}{name}.dll")]);
        using var provider = MetadataReaderProvider.FromPortablePdbImage([.. symbols.Read($"{folder}{name}.pdb")]);
        var reader = provider.GetMetadataReader();

        var entry = assembly.ReadDebugDirectory().Single(e => e.Type == DebugDirectoryEntryType.CodeView);
        var id = new BlobContentId(reader.DebugMetadataHeader!.Id);
        Assert.Equal((id.Guid, id.Stamp), (assembly.ReadCodeViewDebugDirectoryData(entry).Guid, entry.Stamp));

        Assert.NotEmpty(reader.Documents);
        Assert.All(reader.Documents, document =>
        {
            Assert.StartsWith("/_/", reader.GetString(reader.GetDocument(document).Name), StringComparison.Ordinal);
            Assert.Contains(reader.GetCustomDebugInformation(document), info =>
                reader.GetGuid(reader.GetCustomDebugInformation(info).Kind) == EmbeddedSource);
        });
    }

    [Fact]
    public void No_file_tells_where_it_was_built()
    {
        byte[][] folders = [.. new[] { Encoding.UTF8, Encoding.Unicode }.Select(encoding => encoding.GetBytes(Build.Repository))];
        Assert.All(feed.Names().SelectMany(name => new[] { feed.Open(name), feed.OpenSymbols(name) }), package =>
        {
            using (package)
            {
                Assert.All(package.Files, file => Assert.All(folders, folder => Assert.False(package.Read(file).AsSpan().IndexOf(folder) >= 0, file)));
            }
        });
    }
}
