using System.Globalization;
using MLSeq.Networks;
using MLSeq.Networks.Training;
using MLSeq.Text;

namespace MLSeq.Benchmarks;

/// <summary>
/// A bidirectional LSTM from random weights on the sentences of SST-2 (sentiment/sst2.{train,dev}.tsv: text TAB 0/1):
/// accuracy on the development set beside PyTorch's with the same ids and the same configuration, for some seeds each.
/// The number of epochs is fixed and the step size falls: no run looks at the development set before its end. The
/// configuration itself was chosen among some twenty by their accuracy there, so the figure flatters both sides alike.
/// </summary>
internal static class SentimentBenchmark
{
    private static readonly SequenceNetworkOptions Network = new()
    {
        EmbeddingSize = 100,
        HiddenSize = 32,
        Bidirectional = true,
        Pooling = SequencePooling.Max,
        Dropout = 0.5f,
        WordDropout = 0.1f,
        OutputSize = 2,
    };

    private static readonly SequenceTrainerOptions Training = new()
    {
        Epochs = 8,
        BatchSize = 32,
        LearningRate = 2e-3f,
        Decay = 0.7f,
        DecayAfter = 2,
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

        var (train, dev) = (Read(data, "train"), Read(data, "dev"));
        var tokenizer = Tokenizers.Whitespace(TextNormalization.LowerCase);
        var vocabulary = Vocabulary.Build(train.SelectMany(r => tokenizer.Tokenize(r.Text)), new() { MinCount = 2 });
        SequenceExample[] Examples((string Text, int Label)[] rows) =>
            [.. rows.Select(r => new SequenceExample { Ids = [.. tokenizer.Tokenize(r.Text).Select(vocabulary.GetId)], Label = r.Label })];
        var (trainRows, devRows) = (Examples(train), Examples(dev));
        Network.VocabularySize = vocabulary.Count;
        Console.WriteLine($"{train.Length} sentences to train on, {dev.Length} to measure, vocabulary {vocabulary.Count}");

        new ClassifierComparison(Network, Training).Run(seeds, trainRows, devRows);
    }

    private static (string Text, int Label)[] Read(string data, string part) =>
    [
        .. TextFile.ReadLines(Path.Combine(data, $"sentiment/sst2.{part}.tsv")).Select(line => line.Split('\t'))
            .Where(fields => fields.Length == 2).Select(fields => (fields[0], int.Parse(fields[1], CultureInfo.InvariantCulture))),
    ];
}
