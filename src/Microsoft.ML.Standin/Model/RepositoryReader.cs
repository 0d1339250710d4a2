using System.IO.Compression;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Reads a zip; several entries can be open at once.</summary>
internal sealed class RepositoryReader : Repository
{
    private readonly ZipArchive _archive;

    private RepositoryReader(Stream stream, IExceptionContext ectx, bool useFileSystem)
        : base(useFileSystem, ectx)
    {
        try
        {
            _archive = new(stream, ZipArchiveMode.Read, leaveOpen: true);
        }
        catch (InvalidDataException e)
        {
            throw new FormatException($"This is not a model, which is a zip file, or it is cut off: {e.Message}", e);
        }
    }

    public static RepositoryReader Open(Stream stream, IExceptionContext ectx = null, bool useFileSystem = true) => new(stream, ectx, useFileSystem);

    public Entry OpenEntry(string name) => OpenEntry(null, name);

    public Entry OpenEntry(string dir, string name) => OpenEntryOrNull(dir, name)
        ?? throw new FormatException($"The model has no entry '{EntryPath(dir, name)}': it is damaged or not a model.");

    public Entry OpenEntryOrNull(string name) => OpenEntryOrNull(null, name);

    public Entry OpenEntryOrNull(string dir, string name)
    {
        var path = EntryPath(dir, name);
        var entry = _archive.GetEntry(path);
        if (entry == null)
        {
            return null;
        }

        Stream content = entry.Length <= LargeEntry ? new MemoryStream() : TemporaryFile();
        try
        {
            using var source = entry.Open();
            source.CopyTo(content);
            if (content.Length != entry.Length)
            {
                throw new FormatException($"The model's entry '{path}' has {content.Length} bytes instead of {entry.Length}: it is damaged.");
            }

            content.Position = 0;
            return new(this, path, content);
        }
        catch (InvalidDataException e)
        {
            content.Dispose();
            throw new FormatException($"The model's entry '{path}' is damaged: {e.Message}", e);
        }
    }

    protected override void OnDispose(Entry ent)
    {
    }

    protected override void Dispose(bool disposing)
    {
        _archive.Dispose();
        base.Dispose(disposing);
    }
}
