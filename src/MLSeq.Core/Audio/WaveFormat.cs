using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace MLSeq.Audio;

/// <summary>What the <c>fmt</c> chunk of a WAV file says.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct WaveFormat(WaveEncoding Encoding, int Channels, int SampleRate)
{
    /// <summary>The length of a chunk of plain PCM; others are longer.</summary>
    public const int PlainLength = 16;

    /// <summary>The length of a chunk in the extensible form.</summary>
    public const int ExtensibleLength = 40;

    private const int Pcm = 1;
    private const int Float = 3;
    private const int Extensible = 0xFFFE;

    public int BytesPerSample => BytesOf(Encoding);

    public static int BytesOf(WaveEncoding encoding) => encoding switch
    {
        WaveEncoding.Pcm8 => 1,
        WaveEncoding.Pcm16 => 2,
        WaveEncoding.Pcm24 => 3,
        _ => 4,
    };

    /// <param name="chunk">The chunk's first bytes, 16 to 40.</param>
    /// <exception cref="InvalidDataException">The samples are compressed or of a size that is not read, or a number makes no sense.</exception>
    public static WaveFormat Read(ReadOnlySpan<byte> chunk)
    {
        int tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk);
        int channels = BinaryPrimitives.ReadUInt16LittleEndian(chunk[2..]);
        var rate = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
        int frame = BinaryPrimitives.ReadUInt16LittleEndian(chunk[12..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]);
        if (tag == Extensible)
        {
            // The form's own tag is the start of a GUID.
            Require(chunk.Length >= ExtensibleLength, $"its format chunk has {chunk.Length} bytes; the extensible form has {ExtensibleLength}");
            tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk[24..]);
        }

        Require(tag is Pcm or Float, $"its samples are {NameOf(tag)}; expected uncompressed PCM (format 1) or floats (format 3): convert the file first");
        WaveEncoding? encoding = (tag, bits) switch
        {
            (Pcm, 8) => WaveEncoding.Pcm8,
            (Pcm, 16) => WaveEncoding.Pcm16,
            (Pcm, 24) => WaveEncoding.Pcm24,
            (Pcm, 32) => WaveEncoding.Pcm32,
            (Float, 32) => WaveEncoding.Float32,
            _ => null,
        };
        Require(encoding is not null, $"its samples are {(tag == Pcm ? "integers" : "floats")} of {bits} bits; expected integers of 8, 16, 24 or 32, or floats of 32");
        Require(channels > 0, "it has 0 channels; expected at least 1");
        Require(rate is > 0 and <= int.MaxValue, $"its sample rate is {rate}; expected 1 to {int.MaxValue}");
        var format = new WaveFormat(encoding!.Value, channels, (int)rate);
        Require(frame == channels * format.BytesPerSample, $"a sample of its {channels} channels takes {frame} bytes; expected {channels} x {format.BytesPerSample}");
        return format;
    }

    /// <summary>Writes the chunk of one channel, in the plain form.</summary>
    public void Write(BinaryWriter writer)
    {
        var bytes = Channels * BytesPerSample;
        writer.Write((ushort)(Encoding == WaveEncoding.Float32 ? Float : Pcm));
        writer.Write((ushort)Channels);
        writer.Write(SampleRate);
        writer.Write((uint)((long)SampleRate * bytes));
        writer.Write((ushort)bytes);
        writer.Write((ushort)(8 * BytesPerSample));
    }

    private static string NameOf(int tag) => tag switch
    {
        2 or 0x11 => "compressed by ADPCM",
        6 => "compressed by A-law",
        7 => "compressed by mu-law",
        0x31 => "compressed by GSM 6.10",
        0x50 or 0x55 => "compressed by MPEG",
        _ => "compressed",
    } + $" (format {tag})";

    private static void Require(bool condition, string problem)
    {
        if (!condition)
        {
            throw new InvalidDataException($"Not a WAV file that can be read: {problem}.");
        }
    }
}
