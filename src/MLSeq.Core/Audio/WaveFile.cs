using System.Buffers.Binary;
using MLSeq.Text;

namespace MLSeq.Audio;

/// <summary>
/// Reads and writes WAV files (RIFF WAVE) of uncompressed samples: integers of 8, 16, 24 or 32 bits, or floats of 32. Several channels are mixed
/// down to one, their mean. Other chunks than the format's and the samples' are skipped.
/// </summary>
public static class WaveFile
{
    /// <summary>Larger clips, of three hours at 48 kHz, are refused.</summary>
    private const int MostSamples = 1 << 29;

    private const int BlockBytes = 1 << 16;

    /// <summary>The length in writers' files of what is still being recorded: all there is.</summary>
    private const uint Unknown = uint.MaxValue;

    /// <summary>Reads a file. It is not trusted: sizes are checked before memory is taken.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is not a WAV file, is compressed, damaged, or cut short; the message names it.</exception>
    public static AudioClip Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var stream = File.OpenRead(path);
        try
        {
            return Read(stream);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>Reads a WAV file's bytes. They are not trusted: memory is taken as they come.</summary>
    /// <param name="stream">Where from; it need not seek, and is left behind the samples.</param>
    /// <exception cref="InvalidDataException">It is not a WAV file, is compressed, damaged, or cut short.</exception>
    public static AudioClip Read(Stream stream)
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
                return format is { } known
                    ? new(ReadSamples(stream, known, length), known.SampleRate)
                    : throw new InvalidDataException("Damaged WAV file: its samples come before their format.");
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

    /// <summary>Writes a clip, whole or not at all. Samples beyond full scale are cut off in integers.</summary>
    /// <param name="path">The file; one that exists is replaced.</param>
    /// <param name="clip">The clip.</param>
    /// <param name="encoding">How to write a sample. <see cref="WaveEncoding.Pcm16"/> by default.</param>
    /// <exception cref="ArgumentException">The clip does not fit into a WAV file, whose lengths have 32 bits.</exception>
    public static void Write(string path, AudioClip clip, WaveEncoding encoding = WaveEncoding.Pcm16)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(clip);
        OptionCheck.Require(Enum.IsDefined(encoding), nameof(encoding), encoding, $"one of {string.Join(", ", Enum.GetNames<WaveEncoding>())}");
        OptionCheck.Require(clip.Samples.Length <= MostSamples, "the number of samples", clip.Samples.Length, $"at most {MostSamples}");
        var format = new WaveFormat(encoding, 1, clip.SampleRate);
        var bytes = (long)clip.Samples.Length * format.BytesPerSample;
        AtomicFile.Write(path, stream =>
        {
            using var writer = new BinaryWriter(stream, System.Text.Encoding.ASCII, leaveOpen: true);
            writer.Write("RIFF"u8);
            writer.Write((uint)(4 + 8 + WaveFormat.PlainLength + 8 + bytes + (bytes & 1)));
            writer.Write("WAVEfmt "u8);
            writer.Write(WaveFormat.PlainLength);
            format.Write(writer);
            writer.Write("data"u8);
            writer.Write((uint)bytes);
            Span<byte> sample = stackalloc byte[4];
            foreach (var value in clip.Samples)
            {
                WaveSamples.Encode(value, encoding, sample);
                writer.Write(sample[..format.BytesPerSample]);
            }

            if ((bytes & 1) == 1)
            {
                writer.Write((byte)0);
            }
        });
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

    private static float[] ReadSamples(Stream stream, WaveFormat format, uint length)
    {
        var frameBytes = format.Channels * format.BytesPerSample;
        if (length != Unknown && (length % frameBytes != 0 || length / frameBytes > MostSamples))
        {
            throw new InvalidDataException(
                $"Damaged WAV file: it has {length} bytes of samples; expected a multiple of {frameBytes} for {format.Channels} channels, and at most {MostSamples} samples.");
        }

        var expected = length == Unknown ? MostSamples + 1L : length / frameBytes;
        var samples = new float[Math.Min(expected, BlockBytes)];
        var block = new byte[Math.Max(1, BlockBytes / frameBytes) * frameBytes];
        var count = 0;
        while (count < expected)
        {
            var wanted = (int)Math.Min(block.Length, (expected - count) * frameBytes);
            var read = stream.ReadAtLeast(block.AsSpan(0, wanted), wanted, throwOnEndOfStream: false);
            if (read < wanted && length != Unknown)
            {
                throw new InvalidDataException($"Truncated WAV file: it has {count + (read / frameBytes)} of {expected} samples.");
            }

            // Memory grows with what is there, not with what was claimed.
            var frames = read / frameBytes;
            if (count + frames > samples.Length)
            {
                Array.Resize(ref samples, (int)Math.Min(expected, Math.Max(2L * samples.Length, count + frames)));
            }

            WaveSamples.Decode(block.AsSpan(0, frames * frameBytes), format, samples.AsSpan(count, frames));
            count += frames;
            if (count > MostSamples)
            {
                throw new InvalidDataException($"The WAV file has more than {MostSamples} samples.");
            }

            if (read < wanted)
            {
                break;
            }
        }

        Array.Resize(ref samples, count);
        return samples;
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
