using System.Globalization;
using System.Text.Json;
using MLSeq.Audio;

namespace MLSeq.Tool.Tests.Commands;

public sealed class DetectTests : IDisposable
{
    private static readonly string[] Network =
        ["--sample-rate", "4000", "--bands", "10", "--seconds", "3", "--most-words", "2", "--most-others", "3", "--noise", "0.02",
        "--hidden", "24", "--rate", "0.02", "--batch", "8", "--patience", "0", "--threads", "1"];

    private readonly TemporaryFolder _folder = new();
    private readonly string _audio;
    private readonly string _labels;

    public DetectTests()
    {
        // Tones of two heights are the words high and low.
        _audio = _folder.PathOf("audio");
        Directory.CreateDirectory(_audio);
        var lines = new List<string>();
        for (var n = 0; n < 8; n++)
        {
            var (frequency, seconds) = (n % 2 == 0 ? 1500 : 400, 0.2 + (0.02 * n));
            WaveFile.Write(Path.Combine(_audio, $"{n}.wav"), Tone(frequency, seconds));
            lines.Add($"{n}.wav\t{(n % 2 == 0 ? "high" : "low")}\n");
        }

        _labels = _folder.Write("labels.tsv", string.Concat(lines));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Train_evaluate_predict_listen()
    {
        var (zip, onnx) = (_folder.PathOf("m.zip"), _folder.PathOf("m.onnx"));
        string[] recordings = ["--audio", _audio, "--labels", _labels, "--word", "high"];
        var run = Invocation.Of(
            ["detect", "train", .. recordings, "--valid-labels", _labels, "--output", zip, "--onnx", onnx, "--clips", "80", "--epochs", "15", .. Network]);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("clips: 80", run.Lines);
        Assert.Contains("4 recordings of 'high', 4 of other words", run.Error, StringComparison.Ordinal);
        string[] clips = ["--clips", "40", "--seconds", "3", "--most-words", "2", "--most-others", "3", "--noise", "0.02", "--seed", "2"];
        var json = Invocation.Of(["detect", "evaluate", "--model", zip, .. recordings, .. clips, "--json"]);
        Assert.True(json.ExitCode == 0, json.Error);
        using var figures = JsonDocument.Parse(json.Out);
        Assert.InRange(figures.RootElement.GetProperty("f1").GetDouble(), 0.95, 1);
        Assert.Equal(figures.RootElement.GetProperty("detection rate").GetDouble(), figures.RootElement.GetProperty("recall").GetDouble());
        Assert.Equal(120, figures.RootElement.GetProperty("seconds").GetDouble());
        foreach (var more in new string[][] { [], ["--threshold", "0.9", "--least-steps", "1"] })
        {
            var exported = Invocation.Of(["detect", "evaluate", "--model", onnx, .. recordings, .. clips, .. more]);
            Assert.True(exported.ExitCode == 0, exported.Error);
            Assert.Equal(Invocation.Of(["detect", "evaluate", "--model", zip, .. recordings, .. clips, .. more]).Lines, exported.Lines);
        }

        var never = Invocation.Of(["detect", "evaluate", "--model", zip, .. recordings, .. clips, "--threshold", "1", "--quiet"]);
        Assert.Contains("detection rate: 0", never.Lines);
        Assert.StartsWith("f1: ", never.Lines[^1], StringComparison.Ordinal);

        // The word ends at 1 and at 2.5 seconds.
        var test = Directory.CreateDirectory(_folder.PathOf("test")).FullName;
        var random = new Random(1);
        float[] samples = [.. Enumerable.Range(0, 12000).Select(_ => (float)(0.02 * (random.NextDouble() - 0.5)))];
        foreach (var (frequency, end) in new[] { (1500, 1.0), (400, 1.8), (1500, 2.5) })
        {
            var word = Tone(frequency, 0.25).Samples;
            word.CopyTo(samples, (int)(end * 4000) - word.Length);
        }

        WaveFile.Write(Path.Combine(test, "a.wav"), new AudioClip(samples, 4000));
        var predict = Invocation.Of("detect", "predict", "--model", zip, "--audio", test);
        Assert.True(predict.ExitCode == 0, predict.Error);
        Assert.Matches(@"^a\.wav\t1\.\d\d 2\.\d\d$", predict.Lines.Single());
        Assert.Equal(predict.Out, Invocation.Of("detect", "predict", "--model", onnx, "--audio", test).Out);
        Assert.Contains("is not a transcriber of sound", Invocation.Of("transcribe", "predict", "--model", onnx, "--audio", test).Error, StringComparison.Ordinal);
        var times = predict.Lines[0].Split('\t')[1].Split(' ');
        Assert.All(times.Zip([1, 2.5]), pair => Assert.InRange(double.Parse(pair.First, CultureInfo.InvariantCulture), pair.Second - 0.3, pair.Second + 0.4));

        var listen = Invocation.Of("detect", "listen", "--model", zip, "--input", Path.Combine(test, "a.wav"));
        Assert.True(listen.ExitCode == 0, listen.Error);
        Assert.Equal(times, listen.Lines);
        var raw = _folder.PathOf("a.raw");
        File.WriteAllBytes(raw, File.ReadAllBytes(Path.Combine(test, "a.wav"))[44..]);
        Assert.Equal(times, Invocation.Of("detect", "listen", "--model", zip, "--input", raw, "--raw").Lines);
        Assert.Contains("Not a WAV file", Failed("detect", "listen", "--model", zip, "--input", raw), StringComparison.Ordinal);
        WaveFile.Write(raw, Tone(400, 1).AtRate(8000));
        Assert.Contains("8000 samples a second; expected 4000", Failed("detect", "listen", "--model", zip, "--input", raw), StringComparison.Ordinal);

        // Recordings as they are, one of which has no word.
        WaveFile.Write(Path.Combine(test, "b.wav"), Tone(400, 0.3));
        var file = _folder.Write("times.tsv", "a.wav\t1 2.5\nb.wav\t\n");
        var timed = Invocation.Of("detect", "evaluate", "--model", zip, "--audio", test, "--times", file);
        Assert.True(timed.ExitCode == 0, timed.Error);
        Assert.Contains("words: 2", timed.Lines);
        Assert.Equal("f1: 1", timed.Lines[^1]);
        string Bad(string text) => Failed("detect", "evaluate", "--model", zip, "--audio", test, "--times", _folder.Write("bad.tsv", text));
        Assert.Contains("bad.tsv: a.wav: found 'x'; expected seconds", Bad("a.wav\t1 x\n"), StringComparison.Ordinal);
        Assert.Contains("bad.tsv: b.wav: found 7 seconds; expected at most 0.3", Bad("b.wav\t7\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void Recordings_are_converted_and_it_is_said()
    {
        File.WriteAllBytes(Path.Combine(_audio, "0.wav"), Stereo(Tone(1500, 0.2)));
        WaveFile.Write(Path.Combine(_audio, "1.wav"), Tone(400, 0.2).AtRate(8000));
        var backgrounds = Directory.CreateDirectory(_folder.PathOf("backgrounds")).FullName;
        WaveFile.Write(Path.Combine(backgrounds, "hum.wav"), Tone(50, 5));
        var run = Invocation.Of(
            ["detect", "train", "--audio", _audio, "--labels", _labels, "--word", "high", "--backgrounds", backgrounds, "--output", _folder.PathOf("m.zip"),
            "--clips", "8", "--epochs", "1", .. Network]);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("1 of 9 recordings have several channels, such as 0.wav (2): mixed down to one", run.Error, StringComparison.Ordinal);
        Assert.Contains("1 of 9 recordings have another sample rate than 4000, such as 1.wav (8000): brought to it", run.Error, StringComparison.Ordinal);
        Assert.Contains("4 of other words, 1 backgrounds", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_options_and_files_are_named()
    {
        string[] Train(params string[] more) => ["detect", "train", "--audio", _audio, "--output", _folder.PathOf("m.zip"), .. Network, .. more];
        Assert.Contains("nobody says 'loud'; expected one of what is said, such as 'high', 'low'", Failed(Train("--labels", _labels, "--word", "loud")), StringComparison.Ordinal);
        var usage = Invocation.Of(Train("--labels", _labels));
        Assert.Equal(2, usage.ExitCode);
        Assert.Contains("--labels and --word", usage.Error, StringComparison.Ordinal);
        Assert.Equal(2, Invocation.Of(Train("--labels", _labels, "--word", "high", "--times", _labels)).ExitCode);
        Assert.Contains("no such model file", Failed("detect", "predict", "--model", _folder.PathOf("none.zip"), "--audio", _audio), StringComparison.Ordinal);
        Assert.Contains("not a model that can be loaded", Failed("detect", "predict", "--model", _folder.Write("text.zip", "x"), "--audio", _audio), StringComparison.Ordinal);

        // A truncated recording is found before anything is trained.
        var path = Path.Combine(_audio, "3.wav");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..30]);
        Assert.Contains("3.wav: Truncated WAV file", Failed(Train("--labels", _labels, "--word", "high")), StringComparison.Ordinal);
    }

    private static string Failed(params string[] arguments)
    {
        var run = Invocation.Of(arguments);
        Assert.Equal(1, run.ExitCode);
        return run.Error;
    }

    private static AudioClip Tone(double frequency, double seconds) =>
        new([.. Enumerable.Range(0, (int)(seconds * 4000)).Select(n => (float)(0.4 * Math.Sin(2 * Math.PI * frequency * n / 4000)))], 4000);

    /// <summary>A WAV file of two equal channels of 16 bits.</summary>
    internal static byte[] Stereo(AudioClip clip)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write([.. "RIFF"u8, 0, 0, 0, 0, .. "WAVEfmt "u8, 16, 0, 0, 0, 1, 0, 2, 0]);
        writer.Write(clip.SampleRate);
        writer.Write(4 * clip.SampleRate);
        writer.Write([4, 0, 16, 0, .. "data"u8]);
        writer.Write(4 * clip.Samples.Length);
        foreach (var sample in clip.Samples)
        {
            writer.Write((short)(32767 * sample));
            writer.Write((short)(32767 * sample));
        }

        return stream.ToArray();
    }
}
