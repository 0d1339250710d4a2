using MLSeq.Audio;

namespace MLSeq.Tool.Tests.Commands;

/// <summary>The guide's commands of speech and trigger words, word for word but for the size of the networks and the sound, on a folder of WAV files.</summary>
public sealed class GuideSpeechTests : IDisposable
{
    private static readonly Dictionary<string, string[]> Small = new()
    {
        ["transcribe train"] = ["--hidden", "8", "--epochs", "2"],
        ["lm train"] = ["--hidden", "8", "--epochs", "1"],
        ["detect train"] = ["--hidden", "8", "--epochs", "2", "--clips", "10"],
        ["detect evaluate"] = ["--clips", "5"],
        ["detect listen"] = ["--input", "words/0.wav"],
    };

    private readonly TemporaryFolder _folder = new();

    public GuideSpeechTests()
    {
        var lines = new List<string>();
        foreach (var folder in new[] { "speech", "words" })
        {
            Directory.CreateDirectory(_folder.PathOf(folder));
            lines.Clear();
            for (var n = 0; n < 12; n++)
            {
                var samples = Enumerable.Range(0, 6000).Select(i => (float)(0.3 * Math.Sin(i * (n % 2 == 0 ? 0.6 : 0.15)))).ToArray();
                WaveFile.Write(Path.Combine(_folder.PathOf(folder), $"{n}.wav"), new AudioClip(samples, 16000));
                lines.Add($"{n}.wav\t{(n % 2 == 0 ? "seven" : "two")}\n");
            }
        }

        _folder.Write("train.tsv", string.Concat(lines));
        _folder.Write("test.tsv", string.Concat(lines));
        _folder.Write("texts.txt", string.Concat(Enumerable.Repeat("seven\ntwo\n", 20)));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void All_commands_run()
    {
        var commands = Guide.Commands("Speech", "Trigger words");
        Assert.Equal(8, commands.Count);
        foreach (var command in commands)
        {
            var words = command.Split(' ');
            string[] all = [.. words, .. Small.GetValueOrDefault($"{words[0]} {words[1]}", []), "--threads", "1"];
            var run = Invocation.Of([.. all.Select(InFolder)]);
            Assert.True(run.ExitCode == 0, $"{command}: {run.Error}");
        }
    }

    /// <summary>A file or folder in the test's folder; other words as they are.</summary>
    private string InFolder(string word) =>
        word.Contains('.', StringComparison.Ordinal) && char.IsLetter(word[0]) || word is "speech" or "words" ? _folder.PathOf(word) : word;
}
