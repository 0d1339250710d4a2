using System.Buffers.Binary;

namespace MLSeq.Audio;

/// <summary>From bytes to samples of full scale -1 to 1, and back.</summary>
internal static class WaveSamples
{
    /// <summary>Samples of all channels, side by side, become the mean of the channels.</summary>
    /// <exception cref="InvalidDataException">A sample is not a finite number.</exception>
    public static void Decode(ReadOnlySpan<byte> bytes, WaveFormat format, Span<float> samples)
    {
        var size = format.BytesPerSample;
        for (var i = 0; i < samples.Length; i++)
        {
            var sum = 0d;
            for (var channel = 0; channel < format.Channels; channel++, bytes = bytes[size..])
            {
                sum += Decode(bytes, format.Encoding);
            }

            samples[i] = (float)(sum / format.Channels);
            if (!float.IsFinite(samples[i]))
            {
                throw new InvalidDataException($"Damaged WAV file: a sample is {samples[i]}; expected finite numbers.");
            }
        }
    }

    /// <summary>Writes a sample, rounded to the nearest, to the first bytes of <paramref name="bytes"/> [4].</summary>
    public static void Encode(float sample, WaveEncoding encoding, Span<byte> bytes)
    {
        if (encoding == WaveEncoding.Float32)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes, sample);
            return;
        }

        var half = 1L << ((8 * WaveFormat.BytesOf(encoding)) - 1);
        var level = (long)Math.Clamp(Math.Round(sample * (double)half), -half, half - 1);
        BinaryPrimitives.WriteInt32LittleEndian(bytes, (int)(encoding == WaveEncoding.Pcm8 ? level + half : level));
    }

    private static double Decode(ReadOnlySpan<byte> bytes, WaveEncoding encoding) => encoding switch
    {
        WaveEncoding.Pcm8 => (bytes[0] - 128) / 128d,
        WaveEncoding.Pcm16 => BinaryPrimitives.ReadInt16LittleEndian(bytes) / 32768d,
        WaveEncoding.Pcm24 => ((bytes[0] << 8) | (bytes[1] << 16) | (bytes[2] << 24)) / 2147483648d,
        WaveEncoding.Pcm32 => BinaryPrimitives.ReadInt32LittleEndian(bytes) / 2147483648d,
        _ => BinaryPrimitives.ReadSingleLittleEndian(bytes),
    };
}
