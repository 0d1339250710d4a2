using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using MLSeq.Networks;
using MLSeq.Networks.Training;
using MLSeq.Text;

namespace MLSeq.Benchmarks;

/// <summary>
/// Which of 18 languages a surname comes from, character by character (char/names-by-language.tar.gz: a file a language, a name a
/// line): accuracy on a tenth of the names beside PyTorch's with the same ids and the same configuration, for some seeds each. The
/// number of epochs is fixed. With a folder as last argument it writes names.train.tsv and names.test.tsv there, for
/// <c>mlseq classify</c>, and measures nothing.
/// </summary>
internal static class NamesBenchmark
{
    private const int HeldOutOf = 10;

    private static readonly SequenceNetworkOptions Network = new()
    {
        EmbeddingSize = 32,
        HiddenSize = 64,
        Bidirectional = true,
        Pooling = SequencePooling.Max,
        Dropout = 0.3f,
    };

    private static readonly SequenceTrainerOptions Training = new()
    {
        Epochs = 12,
        BatchSize = 32,
        LearningRate = 3e-3f,
        Decay = 0.7f,
        DecayAfter = 4,
        ValidationFraction = 0,
    };

    public static void Run(string[] args)
    {
        var seeds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 3;
        var data = args.Length > 1 ? args[1] : Environment.GetEnvironmentVariable("MLSEQ_DATA");
        if (data is null)
        {
            throw new InvalidOperationException("Set MLSEQ_DATA to the folder of the data sets, or name it after the number of seeds.");
        }

        var names = Read(Path.Combine(data, "char", "names-by-language.tar.gz"));
        (string Name, string Language)[] train = [.. names.Where((_, i) => i % HeldOutOf > 0)];
        (string Name, string Language)[] test = [.. names.Where((_, i) => i % HeldOutOf == 0)];
        if (args.Length > 2)
        {
            Write(Path.Combine(args[2], "names.train.tsv"), train);
            Write(Path.Combine(args[2], "names.test.tsv"), test);
            return;
        }

        var languages = names.Select(n => n.Language).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var tokenizer = Tokenizers.Characters();
        var vocabulary = Vocabulary.Build(train.SelectMany(n => tokenizer.Tokenize(n.Name)), new());
        SequenceExample[] Examples((string Name, string Language)[] rows) =>
            [.. rows.Select(r => new SequenceExample { Ids = [.. tokenizer.Tokenize(r.Name).Select(vocabulary.GetId)], Label = languages.IndexOf(r.Language) })];
        (Network.VocabularySize, Network.OutputSize) = (vocabulary.Count, languages.Count);
        Console.WriteLine($"{train.Length} names to train on, {test.Length} to measure, {languages.Count} languages, {vocabulary.Count} characters");
        new ClassifierComparison(Network, Training).Run(seeds, Examples(train), Examples(test));
    }

    /// <summary>All names, in an order that is drawn once and for all.</summary>
    private static (string Name, string Language)[] Read(string path)
    {
        var names = new List<(string Name, string Language)>();
        using var tar = new TarReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.Name.EndsWith(".txt", StringComparison.Ordinal) && entry.DataStream is { } stream)
            {
                using var reader = new StreamReader(stream, Encoding.UTF8);
                var language = Path.GetFileNameWithoutExtension(entry.Name);
                names.AddRange(reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(name => (name, language)));
            }
        }

        (string Name, string Language)[] sorted = [.. names.Order()];
        new Random(1).Shuffle(sorted);
        return sorted;
    }

    private static void Write(string path, (string Name, string Language)[] names) =>
        File.WriteAllLines(path, names.Select(n => $"{n.Name}\t{n.Language}"));
}
