using System.IO.Compression;
using System.Xml.Linq;

namespace MLSeq.Packages.Tests;

/// <summary>A package file.</summary>
internal sealed class Package(string path) : IDisposable
{
    private readonly ZipArchive _archive = ZipFile.OpenRead(path);

    /// <summary>What it says of itself.</summary>
    public XElement Metadata
    {
        get
        {
            using var stream = new MemoryStream(Read(Files.Single(name => name.EndsWith(".nuspec", StringComparison.Ordinal))));
            return XDocument.Load(stream).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
        }
    }

    /// <summary>Its files, but for those of the container format.</summary>
    public IReadOnlyList<string> Files => [.. _archive.Entries.Select(entry => entry.FullName)
        .Where(name => !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal) && name != "[Content_Types].xml")
        .Order(StringComparer.Ordinal)];

    public string Value(string element) => Metadata.Elements().Single(e => e.Name.LocalName == element).Value;

    /// <summary>The packages that it needs, with their versions.</summary>
    public IReadOnlyDictionary<string, string> Dependencies => Metadata.Descendants().Where(e => e.Name.LocalName == "dependency")
        .ToDictionary(e => e.Attribute("id")!.Value, e => e.Attribute("version")!.Value, StringComparer.Ordinal);

    public byte[] Read(string name)
    {
        using var entry = _archive.GetEntry(name)!.Open();
        using var bytes = new MemoryStream();
        entry.CopyTo(bytes);
        return bytes.ToArray();
    }

    public void Extract(string folder) => _archive.ExtractToDirectory(folder);

    public void Dispose() => _archive.Dispose();
}
