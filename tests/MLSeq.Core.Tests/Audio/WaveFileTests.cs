using System.Buffers.Binary;
using System.Text;
using MLSeq.Audio;

namespace MLSeq.Tests.Audio;

public sealed class WaveFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(WaveEncoding.Pcm8, 1 / 256d)]
    [InlineData(WaveEncoding.Pcm16, 1 / 65536d)]
    [InlineData(WaveEncoding.Pcm24, 1 / 16777216d)]
    [InlineData(WaveEncoding.Pcm32, 1e-7)]
    [InlineData(WaveEncoding.Float32, 0)]
    public void What_is_written_is_read_again_to_half_a_level(WaveEncoding encoding, double tolerance)
    {
        float[] samples = [0, 0.5f, -0.5f, 0.123456f, -1, 0.99f, 1e-3f];
        WaveFile.Write(_folder["a.wav"], new(samples, 8000), encoding);
        var clip = WaveFile.Read(_folder["a.wav"]);
        Assert.Equal(8000, clip.SampleRate);
        Assert.Equal(samples.Length, clip.Samples.Length);
        Assert.All(samples.Zip(clip.Samples), pair => Assert.Equal(pair.First, pair.Second, tolerance + 1e-12));
        Assert.Equal(7 / 8000d, clip.Duration.TotalSeconds, 1e-7);
        Assert.Equal(["a.wav"], _folder.Names);
    }

    [Fact]
    public void The_bytes_of_a_stream_are_those_of_a_file()
    {
        var clip = new AudioClip([0, 0.5f, -0.25f], 8000);
        using var stream = new MemoryStream();

        WaveFile.Write(_folder["three.wav"], clip, WaveEncoding.Pcm8);
        WaveFile.Write(stream, clip, WaveEncoding.Pcm8);

        Assert.Equal(File.ReadAllBytes(_folder["three.wav"]), stream.ToArray());
        Assert.True(stream.CanWrite);
    }

    [Fact]
    public void Integers_are_cut_off_at_full_scale()
    {
        WaveFile.Write(_folder["a.wav"], new([1.5f, -1.5f], 8000));
        Assert.Equal([32767 / 32768f, -1], WaveFile.Read(_folder["a.wav"]).Samples);
    }

    [Fact]
    public void Channels_are_mixed_down_to_their_mean()
    {
        var clip = Read(Wave(Format(1, channels: 2, 16), [.. Pcm16(16384, 0), .. Pcm16(-32768, 32767), .. Pcm16(100, 200)]));
        Assert.Equal([0.25f, -0.5f / 32768, 150f / 32768], clip.Samples);
    }

    [Fact]
    public void Other_chunks_the_extensible_form_and_an_unknown_length_are_understood()
    {
        byte[] list = [.. "LIST"u8, 3, 0, 0, 0, 1, 2, 3, 0];
        byte[] extensible =
        [
            .. "fmt "u8, 40, 0, 0, 0, .. Format(0xFFFE, 1, 16)[8..], 22, 0, 16, 0, 4, 0, 0, 0,
            1, 0, 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71,
        ];
        byte[] file = [.. Riff, .. list, .. extensible, .. "data"u8, 0xFF, 0xFF, 0xFF, 0xFF, .. Pcm16(16384, -16384), 7];
        Assert.Equal([0.5f, -0.5f], Read(file).Samples);
    }

    [Theory]
    [InlineData(2, 4, "ADPCM")]
    [InlineData(6, 8, "A-law")]
    [InlineData(7, 8, "mu-law (format 7)")]
    [InlineData(0x55, 16, "MPEG")]
    [InlineData(1, 12, "integers of 12 bits")]
    [InlineData(3, 64, "floats of 64 bits")]
    public void Compressed_and_odd_samples_are_named(int tag, int bits, string named) =>
        Assert.Contains(named, Assert.Throws<InvalidDataException>(() => Read(Wave(Format(tag, 1, bits), [0, 0]))).Message);

    [Fact]
    public void Damage_is_named_with_the_file()
    {
        var whole = Wave(Format(1, 1, 16), Pcm16(1, 2, 3, 4));
        for (var length = 0; length < whole.Length; length++)
        {
            var cut = whole[..length];
            Assert.Matches("[Tt]runcated|Not a WAV file", Assert.Throws<InvalidDataException>(() => Read(cut)).Message);
        }

        File.WriteAllBytes(_folder["cut.wav"], whole[..^3]);
        var message = Assert.Throws<InvalidDataException>(() => WaveFile.Read(_folder["cut.wav"])).Message;
        Assert.Contains("cut.wav", message);
        Assert.Contains("2 of 4 samples", message);
        Assert.Contains("come before their format", Assert.Throws<InvalidDataException>(() => Read([.. Riff, .. "data"u8, 0, 0, 0, 0])).Message);
        Assert.Contains("RF64", Assert.Throws<InvalidDataException>(() => Read([.. "RF64"u8, .. Riff.AsSpan(4)])).Message);
        Assert.Contains("0 channels", Assert.Throws<InvalidDataException>(() => Read(Wave(Format(1, 0, 16), []))).Message);
        Assert.Contains("multiple of 2", Assert.Throws<InvalidDataException>(() => Read(Wave(Format(1, 1, 16), [1, 2, 3]))).Message);
        Assert.Contains("NaN", Assert.Throws<InvalidDataException>(() => Read(Wave(Format(3, 1, 32), BitConverter.GetBytes(float.NaN)))).Message);
        Assert.Throws<FileNotFoundException>(() => WaveFile.Read(_folder["none.wav"]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public void Sound_is_read_as_it_comes(int bytesAtOnce)
    {
        // Programs that record to a pipe claim a length of about 2^31.
        byte[] samples = Pcm16(16384, -16384, 8192, 0, -32768);
        byte[] file = [.. Riff, .. Format(1, 1, 16), .. "data"u8, 0x24, 0xF0, 0xFF, 0x7F, .. samples];
        foreach (var reader in new[] { new WaveReader(new Trickle(file, bytesAtOnce)), new WaveReader(new Trickle(samples, bytesAtOnce), 8000) })
        {
            var (all, block) = (new List<float>(), new float[2]);
            for (int read; (read = reader.Read(block)) > 0;)
            {
                all.AddRange(block[..read]);
            }

            Assert.Equal([0.5f, -0.5f, 0.25f, 0, -1], all);
            Assert.Equal((8000, 1, null), (reader.SampleRate, reader.Channels, reader.Count));
        }
    }

    [Fact]
    public void A_length_that_is_only_claimed_takes_no_memory()
    {
        byte[] file = [.. Riff, .. Format(1, 1, 8), .. "data"u8, 0, 0, 0, 0x10, 1, 2, 3];
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => Read(file));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    private static byte[] Riff => [.. "RIFF"u8, 0, 0, 0, 0, .. "WAVE"u8];

    private static AudioClip Read(byte[] file) => WaveFile.Read(new MemoryStream(file));

    private static byte[] Wave(byte[] format, byte[] data)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, data.Length);
        return [.. Riff, .. format, .. "data"u8, .. length, .. data];
    }

    private static byte[] Format(int tag, int channels, int bits)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.ASCII);
        writer.Write("fmt "u8);
        writer.Write(16);
        writer.Write((ushort)tag);
        writer.Write((ushort)channels);
        writer.Write(8000);
        writer.Write(8000 * channels * bits / 8);
        writer.Write((ushort)(channels * bits / 8));
        writer.Write((ushort)bits);
        return stream.ToArray();
    }

    private static byte[] Pcm16(params short[] samples) => [.. samples.SelectMany(BitConverter.GetBytes)];

    /// <summary>Gives a few bytes at a time, as a pipe does.</summary>
    private sealed class Trickle(byte[] bytes, int atOnce) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, atOnce)]);
    }
}
