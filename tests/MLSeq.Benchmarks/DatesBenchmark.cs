using System.Diagnostics;
using System.Globalization;
using MLSeq.Decoding.Beams;
using MLSeq.Networks.EncoderDecoder;
using MLSeq.Networks.Training;
using MLSeq.Text;
using MLSeq.Translation;

namespace MLSeq.Benchmarks;

/// <summary>
/// Dates as written in three languages to ISO 8601, character by character, by an encoder-decoder with attention: 10,000 generated ones to learn from, 2,000
/// others to measure, none of which is written as one of the first; how many come out exactly, for some seeds each of data and network.
/// <para>Arguments: seeds (3).</para>
/// </summary>
internal static class DatesBenchmark
{
    private const int Learned = 10_000;
    private const int Measured = 2_000;

    public static void Run(string[] args)
    {
        var seeds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 3;
        var shares = new List<double>();
        for (var seed = 1; seed <= seeds; seed++)
        {
            var dates = new WrittenDates(seed);
            var (train, test) = (dates.Next(Learned), dates.Next(Measured));
            var watch = Stopwatch.StartNew();
            var model = Trainer(seed).Fit(() => train);
            var seconds = watch.Elapsed.TotalSeconds;
            var found = model.Translate([.. test.Select(pair => pair.Source)], new BeamSearchOptions { Width = 1 });
            var wrong = test.Zip(found, (pair, texts) => (pair.Source, pair.Target, Found: texts[0].Text)).Where(t => t.Found != t.Target).ToList();
            shares.Add(1 - ((double)wrong.Count / Measured));
            Console.WriteLine(FormattableString.Invariant($"seed {seed}: {shares[^1]:p2} of {Measured:n0} exact, trained in {seconds:n0} s"));
            foreach (var (source, target, text) in wrong.Take(3))
            {
                Console.WriteLine($"  {source}: {text}, not {target}");
            }
        }

        Console.WriteLine(FormattableString.Invariant($"mean: {shares.Average():p2}"));
    }

    private static TranslationTrainer Trainer(int seed)
    {
        var network = new EncoderDecoderOptions { EmbeddingSize = 48, HiddenSize = 96, EncoderHiddenSize = 64, Dropout = 0.1f };
        var training = new SequenceTrainerOptions
        {
            Seed = seed,
            Epochs = 15,
            BatchSize = 32,
            LearningRate = 4e-3f,
            Schedule = LearningRateSchedule.Cosine,
            ValidationFraction = 0,
        };
        var text = new TranslationTextOptions { SourceTokenizer = Tokenizers.Characters(), TargetTokenizer = Tokenizers.Characters() };
        return new(network, training, text);
    }
}
