using System.IO.Compression;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Writes a zip; several entries can be open at once.</summary>
internal sealed class RepositoryWriter : Repository
{
    private readonly ZipArchive _archive;
    private readonly HashSet<string> _names = [];
    private int _open;

    private RepositoryWriter(Stream stream, IExceptionContext ectx, bool useFileSystem)
        : base(useFileSystem, ectx)
    {
        _archive = new(stream, ZipArchiveMode.Create, leaveOpen: true);
    }

    public static RepositoryWriter CreateNew(Stream stream, IExceptionContext ectx = null, bool useFileSystem = true) => new(stream, ectx, useFileSystem);

    public Entry CreateEntry(string name) => CreateEntry(null, name);

    public Entry CreateEntry(string dir, string name)
    {
        var path = EntryPath(dir, name);
        if (!_names.Add(path))
        {
            throw new InvalidOperationException($"The model has an entry '{path}' already.");
        }

        _open++;
        return new(this, path, TemporaryFile());
    }

    /// <summary>Ends the zip.</summary>
    public void Commit()
    {
        if (_open != 0)
        {
            throw new InvalidOperationException($"{_open} entries of the model are still being written.");
        }

        _archive.Dispose();
    }

    protected override void OnDispose(Entry ent)
    {
        ent.Stream.Position = 0;
        using var target = _archive.CreateEntry(ent.Path).Open();
        ent.Stream.CopyTo(target);
        _open--;
    }
}
