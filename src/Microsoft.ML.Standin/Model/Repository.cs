using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>A zip of named streams, in folders that mirror how components contain each other.</summary>
internal abstract partial class Repository : IDisposable
{
    // Up to this size an entry is held in memory; larger ones in a temporary file.
    protected const long LargeEntry = 32 << 20;

    internal Repository(bool needDir, IExceptionContext ectx)
    {
        _ = needDir;
        ExceptionContext = ectx;
    }

    public IExceptionContext ExceptionContext { get; }

    protected bool Disposed { get; private set; }

    public void Dispose() => Dispose(true);

    protected static string NormalizeForArchiveEntry(string path) => path.Replace('\\', '/').Trim('/');

    protected static string EntryPath(string dir, string name) => NormalizeForArchiveEntry(string.IsNullOrEmpty(dir) ? name : $"{dir}/{name}");

    protected static FileStream TemporaryFile() => new(
        Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);

    protected virtual void Dispose(bool disposing) => Disposed = true;

    /// <summary>Called when the use of an entry ends.</summary>
    protected abstract void OnDispose(Entry ent);
}
