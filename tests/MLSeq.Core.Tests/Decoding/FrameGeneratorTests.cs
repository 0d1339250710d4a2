using System.Text.Json;
using MLSeq.Decoding;
using MLSeq.Networks;
using MLSeq.Networks.Training;
using MLSeq.Numerics;

namespace MLSeq.Tests.Decoding;

public class FrameGeneratorTests
{
    private const int Keys = 88;
    private const int LowestPitch = 21;

    [Fact]
    public void Frames_are_drawn_as_often_as_they_are_probable()
    {
        const int Draws = 800;
        var network = Network();
        float[] start = [1, 0, 0, 1, 0, 1];
        var scores = new float[6];
        network.CreateScorer().Score(start, scores);
        foreach (var temperature in new[] { 1, 0.5f })
        {
            var sums = new double[3];
            for (var seed = 0; seed < Draws; seed++)
            {
                var frame = new FrameGenerator(network).Generate(start, 1, seed, temperature);
                for (var i = 0; i < 3; i++)
                {
                    sums[i] += frame[i];
                }
            }

            for (var i = 0; i < 3; i++)
            {
                var odds = Math.Pow(scores[3 + i] / (1 - scores[3 + i]), 1 / temperature);
                Assert.Equal(odds / (1 + odds), sums[i] / Draws, 0.07);
            }
        }
    }

    [Theory]
    [InlineData(SequencePooling.None)]
    [InlineData(SequencePooling.Last)]
    public void Each_frame_follows_from_all_before_it(SequencePooling pooling)
    {
        var network = Network(pooling: pooling);
        float[] start = [0, 1, 1, 1, 0, 0];

        var generated = new FrameGenerator(network).Generate(start, 30, temperature: 0);

        float[] all = [.. start, .. generated];
        for (var t = 2; t < 32; t++)
        {
            var scores = new float[pooling == SequencePooling.None ? t * 3 : 3];
            network.CreateScorer().Score(all.AsSpan(0, t * 3), scores);
            Assert.Equal(scores[^3..].Select(p => p > 0.5 ? 1f : 0), all[(t * 3)..((t + 1) * 3)]);
        }
    }

    [Fact]
    public void A_seed_decides_and_no_start_is_a_frame_of_zeros()
    {
        var generator = new FrameGenerator(Network());

        var generated = generator.Generate([], 50, seed: 3);

        Assert.Equal(generated, generator.Generate(new float[3], 50, seed: 3));
        Assert.NotEqual(generated, generator.Generate([], 50, seed: 4));
        Assert.All(generated, value => Assert.True(value is 0 or 1));
        Assert.Empty(generator.Generate([], 0));
    }

    [Fact]
    public void Networks_of_another_kind_and_bad_frames_are_named()
    {
        static string Refused(Action<SequenceNetworkOptions> change) => Assert.Throws<ArgumentException>(() => new FrameGenerator(Network(change: change))).Message;
        Assert.StartsWith("Bidirectional is True", Refused(o => o.Bidirectional = true), StringComparison.Ordinal);
        Assert.StartsWith("OutputSize is 2; expected as many labels as a frame has values, 3", Refused(o => o.OutputSize = 2), StringComparison.Ordinal);
        Assert.StartsWith("Output is Linear", Refused(o => o.Output = NetworkOutput.Linear), StringComparison.Ordinal);
        Assert.StartsWith("Pooling is Mean", Refused(o => o.Pooling = SequencePooling.Mean), StringComparison.Ordinal);
        var generator = new FrameGenerator(Network());
        Assert.Throws<ArgumentException>(() => generator.Generate([1, 0], 3));
        Assert.Throws<ArgumentException>(() => generator.Generate([1, 0, float.NaN], 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => generator.Generate([], 3, temperature: -1));
    }

    [SkippableFact]
    public void Music_that_was_learned_from_chorales_sounds_as_many_notes_on_the_same_keys()
    {
        var data = Environment.GetEnvironmentVariable("MLSEQ_DATA");
        Skip.If(data is null, "MLSEQ_DATA is not set");
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(data!, "music", "jsb-chorales-quarter.json")));
        var pieces = json.RootElement.GetProperty("train").EnumerateArray().Take(60).Select(Frames).ToArray();
        var network = new SequenceNetwork(
            new() { FrameSize = Keys, HiddenSize = 64, Pooling = SequencePooling.None, OutputSize = Keys, Output = NetworkOutput.Sigmoid }, 1);
        new SequenceTrainer(network, new() { Epochs = 8, BatchSize = 4, LearningRate = 0.01f, ValidationFraction = 0, Threads = 1 })
            .Fit(() => pieces.Select(piece => new SequenceExample { Frames = piece[..^Keys], Targets = piece[Keys..] }));

        var music = Enumerable.Range(0, 20).SelectMany(i => new FrameGenerator(network).Generate(pieces[i].AsSpan(0, 4 * Keys), 60, seed: i, temperature: 0.8f)).ToArray();

        // Four voices, of which two may meet, on the keys that Bach uses, and as often.
        var real = pieces.SelectMany(piece => piece).ToArray();
        var (notes, use) = (music.Sum() / (20 * 60), Correlation(Use(music), Use(real)));
        Assert.True(notes is > 2.5f and < 4.5f && use > 0.8, $"{notes:F2} notes a frame, correlation of the use of keys {use:F3}");
    }

    private static float[] Frames(JsonElement piece)
    {
        var frames = new float[piece.GetArrayLength() * Keys];
        foreach (var (frame, t) in piece.EnumerateArray().Select((frame, t) => (frame, t)))
        {
            foreach (var pitch in frame.EnumerateArray())
            {
                frames[(t * Keys) + pitch.GetInt32() - LowestPitch] = 1;
            }
        }

        return frames;
    }

    private static double[] Use(float[] frames) => [.. Enumerable.Range(0, Keys).Select(key => frames.Chunk(Keys).Average(frame => (double)frame[key]))];

    private static double Correlation(double[] x, double[] y)
    {
        var (mx, my) = (x.Average(), y.Average());
        return x.Zip(y, (a, b) => (a - mx) * (b - my)).Sum() / Math.Sqrt(x.Sum(a => (a - mx) * (a - mx)) * y.Sum(b => (b - my) * (b - my)));
    }

    private static SequenceNetwork Network(SequencePooling pooling = SequencePooling.None, Action<SequenceNetworkOptions>? change = null)
    {
        var options = new SequenceNetworkOptions { FrameSize = 3, HiddenSize = 5, Layers = 2, Pooling = pooling, OutputSize = 3, Output = NetworkOutput.Sigmoid };
        change?.Invoke(options);
        var network = new SequenceNetwork(options, 2);
        foreach (var parameter in network.Parameters)
        {
            new SeededRandom(parameter.Values.Length).Uniform(parameter.Values, 1.2);
        }

        return network;
    }
}
