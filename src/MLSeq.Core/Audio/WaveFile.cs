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

    private const int FirstSamples = 1 << 16;

    /// <summary>Reads a file. It is not trusted: sizes are checked before memory is taken.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is not a WAV file, is compressed, damaged, or cut short; the message names it.</exception>
    public static AudioClip Read(string path) => Open(path, Read);

    /// <summary>The sample rate and the number of channels of a file, of which only the header is read.</summary>
    /// <inheritdoc cref="Read(string)"/>
    public static (int SampleRate, int Channels) ReadFormat(string path) => Open(path, stream =>
    {
        var reader = new WaveReader(stream);
        return (reader.SampleRate, reader.Channels);
    });

    /// <summary>Reads a WAV file's bytes. They are not trusted: memory is taken as they come.</summary>
    /// <param name="stream">Where from; it need not seek, and is left behind the samples.</param>
    /// <exception cref="InvalidDataException">It is not a WAV file, is compressed, damaged, or cut short.</exception>
    public static AudioClip Read(Stream stream)
    {
        var reader = new WaveReader(stream);
        var expected = reader.Count ?? MostSamples + 1L;
        var samples = new float[Math.Min(expected, FirstSamples)];
        var count = 0;
        for (int read; count <= MostSamples && (read = reader.Read(samples.AsSpan(count))) > 0;)
        {
            // Memory grows with what is there, not with what was claimed.
            count += read;
            if (count == samples.Length)
            {
                Array.Resize(ref samples, (int)Math.Min(Math.Min(expected, MostSamples + 1L), 2L * samples.Length));
            }
        }

        if (count > MostSamples)
        {
            throw new InvalidDataException($"The WAV file has more than {MostSamples} samples.");
        }

        Array.Resize(ref samples, count);
        return new(samples, reader.SampleRate);
    }

    /// <summary>Writes a clip, whole or not at all. Samples beyond full scale are cut off in integers.</summary>
    /// <param name="path">The file; one that exists is replaced.</param>
    /// <param name="clip">The clip.</param>
    /// <param name="encoding">How to write a sample. <see cref="WaveEncoding.Pcm16"/> by default.</param>
    /// <exception cref="ArgumentException">The clip does not fit into a WAV file, whose lengths have 32 bits.</exception>
    public static void Write(string path, AudioClip clip, WaveEncoding encoding = WaveEncoding.Pcm16)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Check(clip, encoding);
        AtomicFile.Write(path, stream => Write(stream, clip, encoding));
    }

    /// <summary>Writes a clip as the bytes of a WAV file. Samples beyond full scale are cut off in integers.</summary>
    /// <param name="stream">Where to; left open.</param>
    /// <param name="clip">The clip.</param>
    /// <param name="encoding">How to write a sample. <see cref="WaveEncoding.Pcm16"/> by default.</param>
    /// <exception cref="ArgumentException">The clip does not fit into a WAV file, whose lengths have 32 bits.</exception>
    public static void Write(Stream stream, AudioClip clip, WaveEncoding encoding = WaveEncoding.Pcm16)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Check(clip, encoding);
        var format = new WaveFormat(encoding, 1, clip.SampleRate);
        var bytes = (long)clip.Samples.Length * format.BytesPerSample;
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
    }

    /// <summary>Before a file is begun.</summary>
    private static void Check(AudioClip clip, WaveEncoding encoding)
    {
        ArgumentNullException.ThrowIfNull(clip);
        OptionCheck.Require(Enum.IsDefined(encoding), nameof(encoding), encoding, $"one of {string.Join(", ", Enum.GetNames<WaveEncoding>())}");
        OptionCheck.Require(clip.Samples.Length <= MostSamples, "the number of samples", clip.Samples.Length, $"at most {MostSamples}");
    }

    private static T Open<T>(string path, Func<Stream, T> read)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var stream = File.OpenRead(path);
        try
        {
            return read(stream);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }
}
