using System.Text.Json;
using MLSeq.Audio;

namespace MLSeq.Tool.Tests.Commands;

public sealed class TranscribeTests : IDisposable
{
    private static readonly string[] Network =
        ["--sample-rate", "8000", "--bands", "12", "--stack", "2", "--cell", "gru", "--hidden", "16", "--rate", "0.02", "--batch", "8", "--patience", "0", "--threads", "1"];

    private readonly TemporaryFolder _folder = new();
    private readonly string _audio;
    private readonly string _labels;

    public TranscribeTests()
    {
        // Tones of three heights stand for the digits 1 to 3.
        var random = new Random(1);
        _audio = _folder.PathOf("audio");
        Directory.CreateDirectory(_audio);
        var lines = new List<string>();
        for (var n = 0; n < 30; n++)
        {
            var (digit, count) = (1 + (n % 3), random.Next(800, 1400));
            var frequency = digit switch { 1 => 300, 2 => 900, _ => 2000 } * (0.9 + (0.2 * random.NextDouble()));
            float[] samples = [.. Enumerable.Range(0, count).Select(i => (float)(0.3 * Math.Sin(2 * Math.PI * frequency * i / 8000)))];
            WaveFile.Write(Path.Combine(_audio, $"{n:D2}.wav"), new AudioClip(samples, 8000));
            lines.Add($"{n:D2}.wav\t{digit}\n");
        }

        _labels = _folder.Write("labels.tsv", string.Concat(lines));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Join_train_evaluate_predict()
    {
        var (train, test) = (_folder.PathOf("train"), _folder.PathOf("test"));
        Join(train, 120, 1);
        Join(test, 30, 2);
        var (zip, onnx) = (_folder.PathOf("m.zip"), _folder.PathOf("m.onnx"));

        var run = Invocation.Of(
            ["transcribe", "train", "--audio", train, "--labels", Path.Combine(train, "labels.tsv"), "--output", zip, "--onnx", onnx, .. Network, "--epochs", "20"]);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("tokens in the vocabulary: 3", run.Lines);
        Assert.Contains("left out: 0", run.Lines);
        foreach (var beam in new[] { "1", "8" })
        {
            string[] evaluation = ["transcribe", "evaluate", "--audio", test, "--labels", Path.Combine(test, "labels.tsv"), "--beam", beam];
            var exported = Invocation.Of([.. evaluation, "--model", onnx]);
            Assert.True(exported.ExitCode == 0, exported.Error);
            Assert.Equal(Invocation.Of([.. evaluation, "--model", zip]).Lines, exported.Lines);
            string[] prediction = ["transcribe", "predict", "--audio", test, "--beam", beam];
            Assert.Equal(Invocation.Of([.. prediction, "--model", zip]).Out, Invocation.Of([.. prediction, "--model", onnx]).Out);
            var json = Invocation.Of("transcribe", "evaluate", "--model", zip, "--audio", test, "--labels", Path.Combine(test, "labels.tsv"), "--beam", beam, "--json");
            Assert.True(json.ExitCode == 0, json.Error);
            using var figures = JsonDocument.Parse(json.Out);
            Assert.Equal(30, figures.RootElement.GetProperty("recordings").GetInt32());
            Assert.InRange(figures.RootElement.GetProperty("error rate").GetDouble(), 0, 0.05);
        }

        // A language model that has only seen 1 and 2, and counts for all, leads to other texts.
        var texts = _folder.Write("texts.txt", string.Concat(Enumerable.Repeat("1212\n2121\n1122\n", 100)));
        var lm = _folder.PathOf("lm.zip");
        var learnt = Invocation.Of(
            "lm", "train", "--train", texts, "--tokens", "char", "--lines", "--hidden", "16", "--rate", "0.02", "--epochs", "3", "--output", lm, "--threads", "1");
        Assert.True(learnt.ExitCode == 0, learnt.Error);
        string[] Search(params string[] more) => ["transcribe", "predict", "--model", zip, "--audio", test, "--beam", "8", .. more];
        var led = Invocation.Of(Search("--lm", lm, "--lm-weight", "100", "--label-bonus", "1"));
        Assert.True(led.ExitCode == 0, led.Error);
        static int Threes(Invocation run) => run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Sum(line => line.Split('\t')[1].Count(c => c == '3'));
        Assert.True(Threes(led) < Threes(Invocation.Of(Search())), led.Out);
        Assert.Equal(Invocation.Of(Search()).Lines, Invocation.Of(Search("--lm", lm, "--lm-weight", "0")).Lines);
        Assert.Equal(2, Invocation.Of("transcribe", "predict", "--model", zip, "--audio", test, "--lm", lm).ExitCode);
        Assert.Equal(2, Invocation.Of(Search("--lm-weight", "1")).ExitCode);
        var words = _folder.PathOf("words.zip");
        Invocation.Of("lm", "train", "--train", texts, "--tokens", "word", "--lines", "--hidden", "4", "--epochs", "1", "--output", words, "--threads", "1");
        var other = Invocation.Of(Search("--lm", words));
        Assert.Equal(1, other.ExitCode);
        Assert.Contains("words.zip: The language model lacks 3 of 3 tokens", other.Error, StringComparison.Ordinal);

        var evaluate = Invocation.Of("transcribe", "evaluate", "--model", zip, "--audio", test, "--labels", Path.Combine(test, "labels.tsv"));
        Assert.Matches(@"^error rate: 0\.\d{4}$", evaluate.Lines[^1]);
        var predict = Invocation.Of("transcribe", "predict", "--model", zip, "--audio", test);
        Assert.True(predict.ExitCode == 0, predict.Error);
        var expected = File.ReadAllLines(Path.Combine(test, "labels.tsv"));
        Assert.True(predict.Lines.Intersect(expected).Count() >= 27);
    }

    [Fact]
    public void Texts_that_are_too_long_are_named()
    {
        var labels = _folder.Write("long.tsv", File.ReadAllText(_labels) + "00.wav\t123123123123\n");
        var run = Invocation.Of(
            ["transcribe", "train", "--audio", _audio, "--labels", labels, "--output", _folder.PathOf("m.zip"), .. Network, "--epochs", "1"]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("left out: 1", run.Lines);
        Assert.Matches("00.wav: '123123123123' takes 12 time steps and there are [0-9]; left out", run.Error);
    }

    [Fact]
    public void Recordings_are_converted_and_it_is_said_or_refused_by_name()
    {
        var path = Path.Combine(_audio, "00.wav");
        var clip = WaveFile.Read(path);
        File.WriteAllBytes(path, DetectTests.Stereo(clip));
        WaveFile.Write(Path.Combine(_audio, "01.wav"), clip.AtRate(16000));
        string[] train = ["transcribe", "train", "--audio", _audio, "--labels", _labels, "--output", _folder.PathOf("m.zip"), .. Network, "--epochs", "1"];
        var run = Invocation.Of(train);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("1 of 30 recordings have several channels, such as 00.wav (2): mixed down to one", run.Error, StringComparison.Ordinal);
        Assert.Contains("1 of 30 recordings have another sample rate than 8000, such as 01.wav (16000): brought to it", run.Error, StringComparison.Ordinal);
        foreach (var verb in new[] { "evaluate", "predict" })
        {
            string[] labels = verb == "evaluate" ? ["--labels", _labels] : [];
            var used = Invocation.Of(["transcribe", verb, "--model", _folder.PathOf("m.zip"), "--audio", _audio, .. labels]);
            Assert.True(used.ExitCode == 0, used.Error);
            Assert.Contains("another sample rate than 8000", used.Error, StringComparison.Ordinal);
        }

        // mu-law; samples that are missing are found when they are read.
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, [.. bytes[..20], 7, .. bytes[21..]]);
        run = Invocation.Of(train);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("00.wav: Not a WAV file that can be read: its samples are compressed by mu-law (format 7)", run.Error, StringComparison.Ordinal);
        File.WriteAllBytes(path, bytes[..^100]);
        run = Invocation.Of(train);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Row 0: audio column 'Audio': " + path + ": Truncated WAV file", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_files_and_lines_are_named()
    {
        string Error(string labels, string? audio = null)
        {
            var run = Invocation.Of(["transcribe", "train", "--audio", audio ?? _audio, "--labels", labels, "--output", _folder.PathOf("m.zip"), .. Network]);
            Assert.Equal(1, run.ExitCode);
            return run.Error;
        }

        Assert.Contains("bad.tsv(2): found '01.wav'; expected a file's name, a tab", Error(_folder.Write("bad.tsv", "00.wav\t1\n01.wav\n")), StringComparison.Ordinal);
        Assert.Contains("none.tsv(1): there is no 'x.wav'", Error(_folder.Write("none.tsv", "x.wav\t1\n")), StringComparison.Ordinal);
        Assert.Contains("there are no recordings", Error(_folder.Write("empty.tsv", "")), StringComparison.Ordinal);
        Assert.Contains("no such folder", Error(_labels, _folder.PathOf("nowhere")), StringComparison.Ordinal);
        File.WriteAllBytes(Path.Combine(_audio, "cut.wav"), File.ReadAllBytes(Path.Combine(_audio, "00.wav"))[..100]);
        Assert.Contains("cut.wav: Truncated WAV file", Error(_folder.Write("cut.tsv", "00.wav\t1\ncut.wav\t1\n")), StringComparison.Ordinal);
        var evaluate = Invocation.Of("transcribe", "evaluate", "--model", _folder.Write("no.zip", "no"), "--audio", _audio, "--labels", _labels);
        Assert.Equal(1, evaluate.ExitCode);
        Assert.Contains("no.zip: not a model that can be loaded", evaluate.Error, StringComparison.Ordinal);
        Assert.Equal(2, Invocation.Of(["transcribe", "train", "--audio", _audio, "--labels", _labels]).ExitCode);
    }

    private void Join(string output, int count, int seed)
    {
        var run = Invocation.Of(
            "transcribe", "join", "--audio", _audio, "--labels", _labels, "--output", output, "--count", $"{count}", "--min", "1", "--max", "3",
            "--max-gap", "0.1", "--seed", $"{seed}");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains($"recordings: {count}", run.Lines);
    }
}
