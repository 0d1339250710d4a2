using System.Globalization;
using MLSeq.Audio;
using MLSeq.Onnx.Graphs;
using MLSeq.Onnx.Scoring;
using MLSeq.TriggerWords;

namespace MLSeq.Onnx.Models;

/// <summary>
/// A detector of a trigger word as an ONNX model: sound in, the probability at each time step out, from which the times are read here. It gives what the
/// <see cref="TriggerDetector"/> gives that it was saved from. Any number of threads may use it.
/// </summary>
public sealed class OnnxWordDetector : WordDetector, IDisposable
{
    /// <summary>The metadata entry with the length of a time step in seconds.</summary>
    public const string StepKey = "mlseq.stepseconds";

    /// <summary>The metadata entry that says when a word counts as detected: the probability, the number of time steps, the seconds of rest, with spaces between.</summary>
    public const string DetectionKey = "mlseq.detection";

    private const string Probability = "Probability";

    private readonly OnnxSequenceScorer _scorer;

    private OnnxWordDetector(OnnxSequenceScorer scorer, int sampleRate, double secondsPerStep, TriggerDetectionOptions detection)
        : base(detection) => (_scorer, SampleRate, SecondsPerStep) = (scorer, sampleRate, secondsPerStep);

    /// <inheritdoc/>
    public override int SampleRate { get; }

    /// <inheritdoc/>
    public override double SecondsPerStep { get; }

    /// <summary>Opens a file of <c>mlContext.Model.SaveAsOnnx</c>, such as <c>mlseq detect train --onnx</c> writes. It is not trusted.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to run it; null for the CPU.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">ONNX Runtime cannot load it, or it is no detector of sound.</exception>
    /// <exception cref="InvalidOperationException">CUDA cannot be used, and falling back is not allowed.</exception>
    public static OnnxWordDetector Load(string path, OnnxScorerOptions? options = null)
    {
        var scorer = new OnnxSequenceScorer(path, options);
        try
        {
            var rate = SoundModel.SampleRate(scorer, path, Probability, "a detector");
            var (step, detection) = (Numbers(scorer, StepKey, 1, path), Numbers(scorer, DetectionKey, 3, path));
            return new(scorer, rate, step[0], new() { Threshold = (float)detection[0], LeastSteps = (int)detection[1], Rest = detection[2] });
        }
        catch (Exception e)
        {
            scorer.Dispose();
            throw e is ArgumentException ? new InvalidDataException($"The metadata of '{path}' are damaged. {e.Message}", e) : e;
        }
    }

    /// <inheritdoc/>
    public override OnnxWordDetector With(TriggerDetectionOptions detection) => new(_scorer, SampleRate, SecondsPerStep, detection);

    /// <inheritdoc/>
    public override float[] Probabilities(AudioClip clip)
    {
        ArgumentNullException.ThrowIfNull(clip);
        return _scorer.Score([clip.AtRate(SampleRate).Samples]).Floats(Probability, 0).ToArray();
    }

    /// <summary>Lets go of the model, of which detectors that <see cref="With"/> made are others.</summary>
    public void Dispose() => _scorer.Dispose();

    /// <summary>Writes what <see cref="Load"/> reads.</summary>
    internal static void Describe(OnnxGraph graph, TriggerDetector detector)
    {
        var detection = detector.Detection;
        graph.Metadata[StepKey] = detector.SecondsPerStep.ToString("R", CultureInfo.InvariantCulture);
        graph.Metadata[DetectionKey] = string.Create(CultureInfo.InvariantCulture, $"{detection.Threshold:R} {detection.LeastSteps} {detection.Rest:R}");
    }

    private static double[] Numbers(OnnxSequenceScorer scorer, string key, int count, string path)
    {
        var text = scorer.Metadata.GetValueOrDefault(key) ?? string.Empty;
        double[] numbers = [.. text.Split(' ').Select(part =>
            double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 1e6 ? number : -1)];
        return numbers.Length == count && numbers.All(number => number >= 0)
            ? numbers
            : throw new InvalidDataException($"'{path}' has '{text}' as its metadata entry '{key}'; expected {count} numbers.");
    }
}
