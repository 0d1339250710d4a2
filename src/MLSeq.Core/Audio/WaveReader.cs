using System.Buffers.Binary;

namespace MLSeq.Audio;

/// <summary>
/// Reads sound block by block as it comes, from a file or from a program that is recording: a WAV file (see <see cref="WaveFile"/> for which), or samples
/// without a header. Several channels are mixed down to one, their mean. For one thread.
/// </summary>
public sealed class WaveReader
{
    private const int BlockBytes = 1 << 16;

    /// <summary>Lengths from here on stand in the headers of programs that do not know the end: 2^32 - 1, or somewhat below 2^31.</summary>
    private const uint Unknown = 0x7FFF_0000;

    private readonly Stream _stream;
    private readonly WaveFormat _format;
    private readonly int _frameBytes;
    private readonly byte[] _block;
    private long _given;

    /// <summary>Reads a WAV file's header, and leaves the stream at its samples.</summary>
    /// <param name="stream">Where from; it need not seek. It is not trusted.</param>
    /// <exception cref="InvalidDataException">It is not a WAV file, is compressed, damaged, or cut short.</exception>
    public WaveReader(Stream stream)
        : this(stream, Header(stream))
    {
    }

    /// <summary>Reads sound that has no header, of one channel.</summary>
    /// <param name="stream">Where from; it need not seek.</param>
    /// <param name="sampleRate">Samples a second.</param>
    /// <param name="encoding">How a sample is held, the lowest byte first.</param>
    /// <exception cref="ArgumentException">The rate is not positive, or there is no such encoding.</exception>
    public WaveReader(Stream stream, int sampleRate, WaveEncoding encoding = WaveEncoding.Pcm16)
        : this(stream, (new WaveFormat(encoding, 1, sampleRate), uint.MaxValue))
    {
        ArgumentNullException.ThrowIfNull(stream);
        OptionCheck.Require(sampleRate > 0, nameof(sampleRate), sampleRate, "a positive number of samples a second");
        OptionCheck.Require(Enum.IsDefined(encoding), nameof(encoding), encoding, $"one of {string.Join(", ", Enum.GetNames<WaveEncoding>())}");
    }

    private WaveReader(Stream stream, (WaveFormat Format, uint Length) header)
    {
        (_stream, _format) = (stream, header.Format);
        _frameBytes = _format.Channels * _format.BytesPerSample;
        _block = new byte[Math.Max(1, BlockBytes / _frameBytes) * _frameBytes];
        if (header.Length >= Unknown)
        {
            return;
        }

        Count = header.Length / _frameBytes;
        if (header.Length % _frameBytes != 0)
        {
            throw new InvalidDataException(
                $"Damaged WAV file: it has {header.Length} bytes of samples; expected a multiple of {_frameBytes} for {_format.Channels} channels.");
        }
    }

    /// <summary>Samples a second.</summary>
    public int SampleRate => _format.SampleRate;

    /// <summary>The number of channels that are mixed down to one.</summary>
    public int Channels => _format.Channels;

    /// <summary>The number of samples of a channel by the header; null where it does not say, as of sound that is still being recorded.</summary>
    public long? Count { get; }

    /// <summary>Reads the next samples, as many as there are already, and waits for one where there are none.</summary>
    /// <param name="samples">Where they go, full scale being -1 to 1.</param>
    /// <returns>How many were read; 0 at the end.</returns>
    /// <exception cref="InvalidDataException">The sound ends before it should, or a sample is not a finite number.</exception>
    public int Read(Span<float> samples)
    {
        var most = Math.Min(samples.Length, _block.Length / _frameBytes);
        var wanted = _frameBytes * (int)Math.Min(most, (Count ?? long.MaxValue) - _given);
        if (wanted == 0)
        {
            return 0;
        }

        var read = _stream.ReadAtLeast(_block.AsSpan(0, wanted), _frameBytes, throwOnEndOfStream: false);
        if (read % _frameBytes is > 0 and var part)
        {
            read += _stream.ReadAtLeast(_block.AsSpan(read, _frameBytes - part), _frameBytes - part, throwOnEndOfStream: false);
        }

        var count = read / _frameBytes;
        if (count == 0 && Count is { } expected)
        {
            throw new InvalidDataException($"Truncated WAV file: it has {_given} of {expected} samples.");
        }

        WaveSamples.Decode(_block.AsSpan(0, count * _frameBytes), _format, samples[..count]);
        _given += count;
        return count;
    }

    /// <summary>Reads up to the samples.</summary>
    private static (WaveFormat Format, uint Length) Header(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Span<byte> header = stackalloc byte[12];
        var found = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (found < header.Length || !header[..4].SequenceEqual("RIFF"u8) || !header[8..].SequenceEqual("WAVE"u8))
        {
            var big = found == header.Length && (header[..4].SequenceEqual("RF64"u8) || header[..4].SequenceEqual("RIFX"u8));
            throw new InvalidDataException(big
                ? "Not a WAV file that can be read: it is of the form RF64 or RIFX; expected RIFF."
                : $"Not a WAV file: its first {found} bytes are not 'RIFF', a length and 'WAVE'.");
        }

        WaveFormat? format = null;
        while (true)
        {
            var chunk = header[..8];
            found = stream.ReadAtLeast(chunk, chunk.Length, throwOnEndOfStream: false);
            if (found < chunk.Length)
            {
                throw new InvalidDataException($"Truncated WAV file: it ends before its {(format is null ? "format" : "samples")}.");
            }

            var length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            if (chunk[..4].SequenceEqual("data"u8))
            {
                return (format ?? throw new InvalidDataException("Damaged WAV file: its samples come before their format."), length);
            }

            if (chunk[..4].SequenceEqual("fmt "u8))
            {
                format = ReadFormat(stream, length);
            }
            else
            {
                Skip(stream, length + (length & 1L));
            }
        }
    }

    private static WaveFormat ReadFormat(Stream stream, uint length)
    {
        if (length < WaveFormat.PlainLength)
        {
            throw new InvalidDataException($"Damaged WAV file: its format chunk has {length} bytes; expected at least {WaveFormat.PlainLength}.");
        }

        Span<byte> bytes = stackalloc byte[(int)Math.Min(length, WaveFormat.ExtensibleLength)];
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw new InvalidDataException("Truncated WAV file: it ends in its format.");
        }

        Skip(stream, length - bytes.Length + (length & 1L));
        return WaveFormat.Read(bytes);
    }

    private static void Skip(Stream stream, long bytes)
    {
        Span<byte> block = stackalloc byte[512];
        for (int read; bytes > 0; bytes -= read)
        {
            read = stream.Read(block[..(int)Math.Min(bytes, block.Length)]);
            if (read == 0)
            {
                throw new InvalidDataException("Truncated WAV file: it ends before its samples.");
            }
        }
    }
}
