using System.IO.Compression;

namespace MLSeq.Text;

/// <summary>
/// Decompresses gzip data and throws where they are truncated, which <see cref="GZipStream"/> takes for their end. A
/// marker is compressed and put behind the data, as a further gzip member: only if everything before it is complete does
/// it come out at the end, where it is cut off again.
/// </summary>
internal sealed class GZipReadStream : ReadOnlyStream
{
    private static readonly byte[] Marker = [.. "MLSeq: the data are complete"u8];
    private static readonly byte[] MarkerMember = CompressMarker();

    private readonly GZipStream _gzip;
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private bool _ended;

    public GZipReadStream(Stream stream) => _gzip = new GZipStream(new FollowedStream(stream), CompressionMode.Decompress);

    public override int Read(Span<byte> buffer)
    {
        while (!_ended && _end - _start <= Marker.Length)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
            int read = _gzip.Read(_buffer, _end, _buffer.Length - _end);
            _end += read;
            _ended = read == 0;
        }

        if (_ended && !_buffer.AsSpan(_start, _end - _start).EndsWith(Marker))
        {
            throw new InvalidDataException("the gzip data are truncated or followed by something else");
        }

        int length = Math.Min(buffer.Length, _end - _start - Marker.Length);
        _buffer.AsSpan(_start, length).CopyTo(buffer);
        _start += length;
        return length;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gzip.Dispose();
        }

        base.Dispose(disposing);
    }

    private static byte[] CompressMarker()
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest))
        {
            gzip.Write(Marker);
        }

        return stream.ToArray();
    }

    /// <summary>A stream with the marker's member behind it.</summary>
    private sealed class FollowedStream(Stream stream) : ReadOnlyStream
    {
        private bool _ended;
        private int _written;

        public override int Read(Span<byte> buffer)
        {
            int read = _ended ? 0 : stream.Read(buffer);
            if (read > 0 || buffer.IsEmpty)
            {
                return read;
            }

            _ended = true;
            int length = Math.Min(buffer.Length, MarkerMember.Length - _written);
            MarkerMember.AsSpan(_written, length).CopyTo(buffer);
            _written += length;
            return length;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                stream.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
