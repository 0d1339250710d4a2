using MLSeq.Audio;
using MLSeq.Onnx.Graphs;
using MLSeq.Onnx.Scoring;

namespace MLSeq.Onnx.Tests.Graphs;

/// <summary>The features that a graph makes of samples are those of the engine.</summary>
public class LogMelGraphTests
{
    public static TheoryData<int, int, double, double, AudioNormalization> Cases() => new()
    {
        { 8000, 1, 0.025, 0.01, AudioNormalization.None },
        { 8000, 3, 0.025, 0.01, AudioNormalization.MeanAndVariance },
        { 16000, 2, 0.032, 0.01, AudioNormalization.Mean },
        { 4000, 4, 0.02, 0.05, AudioNormalization.MeanAndVariance },
        { 11025, 1, 0.025, 0.0125, AudioNormalization.None },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Features_are_the_engines(int rate, int stack, double length, double shift, AudioNormalization normalization)
    {
        var options = new LogMelOptions { SampleRate = rate, Bands = 12, FramesPerStep = stack, FrameLength = length, FrameShift = shift, Normalization = normalization };
        var graph = new OnnxGraph();
        var samples = graph.Input("Audio", OnnxElementType.Float, "N", "S");
        var lengths = graph.Input("Audio.Lengths", OnnxElementType.Int64, "N");
        var (features, steps) = LogMelGraph.Features(graph, samples, lengths, options);
        graph.Output("Features", features.Values, OnnxElementType.Float, "N", "T", $"{options.StepSize}");
        graph.Output("Steps", steps, OnnxElementType.Int64, "N");
        graph.Metadata[OnnxMetadata.Padding] = "0";
        graph.Metadata[OnnxMetadata.Lengths] = "Audio.Lengths";
        graph.Metadata[OnnxMetadata.OutputLengths] = "Steps";

        // Short of a frame, just one, one sample short of two, and all the rests that a step may have.
        var (frame, random) = ((int)Math.Round(length * rate), new Random(1));
        int[] counts = [0, 1, frame - 1, frame, frame + (int)Math.Round(shift * rate) - 1, .. Enumerable.Range(0, 12).Select(_ => random.Next(1, rate))];
        float[][] rows = [.. counts.Select(count => Enumerable.Range(0, count).Select(
            n => (float)((0.3 * Math.Sin(n * 0.2)) + (0.05 * (random.NextDouble() - 0.5)))).ToArray())];
        using var scorer = new OnnxSequenceScorer(graph.ToArray());
        var scores = scorer.Score(rows);
        var spectrogram = new LogMelSpectrogram(options);
        for (var row = 0; row < rows.Length; row++)
        {
            var expected = spectrogram.Compute(rows[row]);
            var found = scores.Floats("Features", row).ToArray();
            Assert.Equal(expected.Length, found.Length);
            Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 2e-3));
        }

        Assert.Equal(["Features"], scorer.Outputs.Select(output => output.Name));
        Assert.Equal($"{rate}", scorer.Metadata[OnnxMetadata.SampleRate]);
    }

    [Fact]
    public void An_output_of_lengths_that_is_missing_is_named()
    {
        var graph = new OnnxGraph();
        graph.Output("Y", graph.Input("X", OnnxElementType.Float, "N", "T"), OnnxElementType.Float, "N", "T");
        graph.Metadata[OnnxMetadata.OutputLengths] = "Steps";
        Assert.Contains("no int64 output of that name", Assert.Throws<InvalidDataException>(() => new OnnxSequenceScorer(graph.ToArray())).Message, StringComparison.Ordinal);
    }
}
