using System.IO.MemoryMappedFiles;

namespace MLSeq.Embeddings.Formats;

/// <summary>A file as memory.</summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;
    private bool _disposed;

    public MappedFile(MemoryMappedFile file, long length)
    {
        (_file, Length) = (file, length);
        _view = file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        _start += _view.PointerOffset;
    }

    public long Length { get; }

    /// <summary>Values at a place, in the file whole; possibly not aligned.</summary>
    public ReadOnlySpan<T> Values<T>(long place, int count)
        where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(WordVectors));
        return new ReadOnlySpan<T>(_start + place, count);
    }

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
            _view.Dispose();
            _file.Dispose();
        }
    }
}
