using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using MLSeq.Networks;
using MLSeq.Networks.Training;

namespace MLSeq.Benchmarks;

/// <summary>
/// Bach's chorales (music/jsb-chorales-quarter.json): which of 88 piano keys sound in the next quarter note, given all before. The figure is the
/// test set's negative log-likelihood in nats a frame, the first frame of each piece included, as in Boulanger-Lewandowski et al. (2012); the
/// epoch is chosen by the validation set. Arguments: the number of seeds (3), the data folder (MLSEQ_DATA).
/// </summary>
internal static class ChoralesBenchmark
{
    private const int Keys = 88;
    private const int LowestPitch = 21;

    private static readonly SequenceNetworkOptions Network = new()
    {
        FrameSize = Keys,
        HiddenSize = 200,
        Dropout = 0.3f,
        LockedDropout = true,
        Pooling = SequencePooling.None,
        OutputSize = Keys,
        Output = NetworkOutput.Sigmoid,
    };

    private static readonly SequenceTrainerOptions Training = new() { Epochs = 150, BatchSize = 8, LearningRate = 3e-3f, ClipNorm = 1, Patience = 12 };

    public static void Run(string[] args)
    {
        var seeds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 3;
        var data = args.Length > 1 ? args[1] : Environment.GetEnvironmentVariable("MLSEQ_DATA");
        if (data is null)
        {
            throw new InvalidOperationException("Set MLSEQ_DATA to the folder of the data sets, or name it after the number of seeds.");
        }

        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(data, "music", "jsb-chorales-quarter.json")));
        var (train, valid, test) = (Read(json, "train"), Read(json, "valid"), Read(json, "test"));
        var losses = new List<double>();
        for (var seed = 1; seed <= seeds; seed++)
        {
            var watch = Stopwatch.StartNew();
            var network = new SequenceNetwork(Network, seed);
            Training.Seed = seed;
            var history = new SequenceTrainer(network, Training).Fit(() => train, () => valid);
            losses.Add(NegativeLogLikelihood(network, test));
            Console.WriteLine(FormattableString.Invariant(
                $"seed {seed}: test {losses[^1]:0.000} nats a frame, validation {history.Epochs[history.BestEpoch - 1].ValidationLoss:0.000} in epoch {history.BestEpoch}, {watch.Elapsed.TotalSeconds:0} s"));
        }

        Console.WriteLine(FormattableString.Invariant($"mean: {losses.Average():0.000} nats a frame"));
    }

    private static double NegativeLogLikelihood(SequenceNetwork network, SequenceExample[] pieces)
    {
        var scorer = network.CreateScorer();
        var (sum, frames) = (0d, 0);
        foreach (var piece in pieces)
        {
            var probabilities = new float[piece.Targets!.Length];
            scorer.Score(piece.Frames, probabilities);
            sum -= piece.Targets.Zip(probabilities, (sounds, p) => Math.Log(sounds > 0 ? p : 1 - p)).Sum();
            frames += probabilities.Length / Keys;
        }

        return sum / frames;
    }

    /// <summary>Each frame is answered by the next; the first one follows silence.</summary>
    private static SequenceExample[] Read(JsonDocument json, string part) => [.. json.RootElement.GetProperty(part).EnumerateArray().Select(piece =>
    {
        var steps = piece.GetArrayLength();
        var targets = new float[steps * Keys];
        foreach (var (frame, t) in piece.EnumerateArray().Select((frame, t) => (frame, t)))
        {
            foreach (var pitch in frame.EnumerateArray())
            {
                targets[(t * Keys) + pitch.GetInt32() - LowestPitch] = 1;
            }
        }

        return new SequenceExample { Frames = [.. new float[Keys], .. targets[..^Keys]], Targets = targets };
    })];
}
