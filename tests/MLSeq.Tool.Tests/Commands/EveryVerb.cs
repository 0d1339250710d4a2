using MLSeq.Audio;

namespace MLSeq.Tool.Tests.Commands;

/// <summary>A run of every verb, on tiny data, quietly and as JSON. Trainings write their runs down.</summary>
public sealed class EveryVerb : IDisposable
{
    // In an order in which each finds what it needs; what begins with % lies in the folder.
    private static readonly string[] Lines =
    [
        "classify train --train %rows.tsv --valid %rows.tsv --hidden 4 --embedding 4 --epochs 1 --output %c.zip --onnx %c.onnx --run %runs/classify",
        "classify evaluate --model %c.zip --data %rows.tsv",
        "classify predict --model %c.onnx --data %rows.tsv",
        "tag train --train %tags.conll --valid %tags.conll --hidden 4 --embedding 4 --epochs 1 --output %t.zip --run %runs/tag",
        "tag evaluate --model %t.zip --data %tags.conll",
        "tag predict --model %t.zip --data %tags.conll",
        "lm train --train %text.txt --valid %text.txt --tokens char --hidden 4 --embedding 4 --epochs 1 --output %l.zip --run %runs/lm",
        "lm evaluate --model %l.zip --data %text.txt",
        "lm score --model %l.zip --data %text.txt",
        "lm generate --model %l.zip --length 5",
        "translate train --pairs %rows.tsv --pairs-valid %rows.tsv --subwords 0 --hidden 4 --embedding 4 --epochs 1 --output %r.zip --run %runs/translate",
        "translate evaluate --model %r.zip --pairs %rows.tsv",
        "translate run --model %r.zip --data %text.txt",
        "transcribe join --audio %audio --labels %labels.tsv --count 2 --min 1 --max 2 --output %joined",
        "transcribe train --audio %audio --labels %labels.tsv --valid-labels %labels.tsv --sample-rate 4000 --bands 10 --hidden 4 --epochs 1 --output %s.zip --run %runs/transcribe",
        "transcribe evaluate --model %s.zip --audio %audio --labels %labels.tsv",
        "transcribe predict --model %s.zip --audio %audio",
        "detect train --audio %audio --labels %labels.tsv --valid-labels %labels.tsv --word high --sample-rate 4000 --bands 10 --clips 10 --seconds 3 --hidden 4 --epochs 1 --output %d.zip --run %runs/detect",
        "detect evaluate --model %d.zip --audio %audio --labels %labels.tsv --word high --clips 4 --seconds 3",
        "detect predict --model %d.zip --audio %audio",
        "detect listen --model %d.zip --input %audio/0.wav",
        "vectors train --input %text.txt --min-count 1 --dim 4 --epochs 1 --output %v.bin --run %runs/vectors",
        "vectors nearest %v.bin --words cat",
        "vectors analogy %v.bin --words cat,dog,w0",
        "vectors evaluate %v.bin --similarity %similar.tsv",
        "vectors debias %v.bin --pairs cat:dog --neutral w0,w1",
        "vectors plot %v.bin --output %v.svg",
        "vectors convert %v.bin --format glove --output %v.txt",
        "onnx inspect %c.onnx",
        "onnx verify --model %c.zip --onnx %c.onnx --data %rows.tsv",
        "score --model %c.onnx --data %rows.tsv",
        "corpus namespaces --docs %docs --min-summaries 2 --output %namespaces",
        "corpus methods --docs %docs --output %methods",
        "corpus names --docs %docs --output %names",
        "corpus sentences --docs %docs --output %sentences",
        "demo --docs %docs --min-summaries 20 --epochs 1 --hidden 4 --embedding 4 --output %demo",
        "demo translate --docs %docs --subwords 60 --epochs 1 --hidden 4 --output %demo",
        "doctor",
        "completion fish",
        "report %runs/classify",
    ];

    private readonly TemporaryFolder _folder = new();

    public EveryVerb()
    {
        string Rows(string separator) => string.Concat(Enumerable.Range(0, 40).Select(i => $"{(i % 2 == 0 ? "cat" : "dog")} w{i % 7} w{i % 3}{separator}\n"));
        _folder.Write("rows.tsv", string.Concat(Rows("").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => $"{line}\t{line[..3]}\n")));
        _folder.Write("text.txt", Rows(""));
        _folder.Write("tags.conll", string.Concat(Enumerable.Range(0, 10).Select(i => $"in\tO\nRome{i}\tB-LOC\n.\tO\n\n")));
        _folder.Write("similar.tsv", "cat\tdog\t5\ncat\tw0\t1\ndog\tw1\t2\n");
        DemoTests.WriteDocs(_folder);
        Directory.CreateDirectory(_folder.PathOf("audio"));
        for (var n = 0; n < 6; n++)
        {
            float[] samples = [.. Enumerable.Range(0, 1200).Select(i => (float)(0.3 * Math.Sin(i * (n % 2 == 0 ? 2 : 0.5))))];
            WaveFile.Write(_folder.PathOf($"audio/{n}.wav"), new AudioClip(samples, 4000));
        }

        _folder.Write("labels.tsv", string.Concat(Enumerable.Range(0, 6).Select(n => $"{n}.wav\t{(n % 2 == 0 ? "high" : "low")}\n")));
        Runs = Lines.ToDictionary(VerbOf, line => Invocation.Of([.. line.Split(' ').Select(Place), "--quiet", "--json", "--threads", "1"]), StringComparer.Ordinal);
    }

    /// <summary>What each verb gave, by the words that are typed.</summary>
    internal IReadOnlyDictionary<string, Invocation> Runs { get; }

    public static IEnumerable<string> Verbs => Lines.Select(VerbOf);

    /// <summary>The folder of a training run of a verb's group.</summary>
    public string RunOf(string group) => _folder.PathOf($"runs/{group}");

    public void Dispose() => _folder.Dispose();

    private string Place(string word) => word.StartsWith('%') ? _folder.PathOf(word[1..]) : word;

    private static string VerbOf(string line) => string.Join(' ', line.Split(' ').TakeWhile(word => word is not ("fish" or "") && word[0] is not ('-' or '%')));
}
