using MLSeq.Numerics;
using MLSeq.Networks;
using MLSeq.Networks.Training;

namespace MLSeq.Tests.Networks;

[Collection(nameof(MemoryCollection))]
public class MemoryTests
{
    [Fact]
    public void Memory_does_not_grow_with_the_corpus_of_two_million_tokens()
    {
        const int Rows = 20_000;
        const int Length = 100;
        var samples = new List<long>();
        IEnumerable<SequenceExample> Stream()
        {
            var random = new SeededRandom(1);
            for (var r = 0; r < Rows; r++)
            {
                if (r % (Rows / 10) == 0)
                {
                    samples.Add(GC.GetTotalMemory(forceFullCollection: true));
                }

                var ids = new int[Length];
                foreach (ref var id in ids.AsSpan())
                {
                    id = random.Next(1000);
                }

                yield return new() { Ids = ids, Label = ids[0] & 1 };
            }
        }

        var network = new SequenceNetwork(new() { VocabularySize = 1000, EmbeddingSize = 4, HiddenSize = 4, OutputSize = 2 }, 1);
        var checkpoint = Path.GetTempFileName();
        File.Delete(checkpoint);
        var options = new SequenceTrainerOptions
        {
            Epochs = 1,
            ShufflePoolSize = 512,
            Threads = 2,
            CheckpointPath = checkpoint,
            CheckpointInterval = TimeSpan.FromMilliseconds(50),
        };
        var history = new SequenceTrainer(network, options).Fit(Stream);

        // Two million tokens take 8 MB; a pool of their rows 0.2 MB.
        Assert.True(history.Tokens > 0.85 * Rows * Length);
        // The rows are read for the checkpoint's hash, to train on and to validate on, twice: the last twenty looks are at the training.
        Assert.True(samples[^1] - samples[^19] < 1 << 20, string.Join(", ", samples));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_warm_step_allocates_nothing(int threads)
    {
        var network = new SequenceNetwork(
            new()
            {
                VocabularySize = 50,
                EmbeddingSize = 8,
                HiddenSize = 8,
                Layers = 2,
                Bidirectional = true,
                Dropout = 0.2f,
                WordDropout = 0.1f,
                Pooling = SequencePooling.Attention,
                OutputSize = 3,
            },
            1);
        AssertAllocatesNothing(network, Toy.RandomRows(32, 50, 3), threads);
    }

    [Fact]
    public void A_warm_step_that_reads_labels_off_steps_allocates_nothing()
    {
        var network = new SequenceNetwork(
            new()
            {
                FrameSize = 3,
                HiddenSize = 8,
                Bidirectional = true,
                Pooling = SequencePooling.None,
                OutputSize = 4,
                Output = NetworkOutput.ConnectionistTemporalClassification,
            },
            1);
        AssertAllocatesNothing(
            network, [.. Enumerable.Range(0, 32).Select(r => new SequenceExample { Frames = new float[60 - (r / 4 * 3)], Transcript = [1, 1, 2, 3] })], threads: 1);
    }

    [Theory]
    [InlineData(CharacterFeatures.Lstm)]
    [InlineData(CharacterFeatures.Cnn)]
    public void A_warm_step_of_a_tagger_allocates_nothing(CharacterFeatures characters)
    {
        var network = new SequenceNetwork(
            new()
            {
                VocabularySize = 50,
                EmbeddingSize = 8,
                Characters = characters,
                CharacterVocabularySize = 9,
                CharacterEmbeddingSize = 4,
                CharacterSize = 6,
                HiddenSize = 8,
                Bidirectional = true,
                Dropout = 0.2f,
                Pooling = SequencePooling.None,
                OutputSize = 5,
                Output = NetworkOutput.ConditionalRandomField,
            },
            1);
        var random = new Random(1);
        int[][] words = [.. Enumerable.Range(0, 50).Select(_ => Enumerable.Range(0, random.Next(9)).Select(_ => random.Next(9)).ToArray())];
        AssertAllocatesNothing(
            network,
            [.. Toy.RandomRows(32, 50, 3).Select(row => new SequenceExample
            {
                Ids = row.Ids,
                Characters = [.. row.Ids!.Select(id => words[id])],
                StepLabels = [.. row.Ids!.Select(_ => random.Next(-1, 5))],
            })],
            threads: 1);
    }

    private static void AssertAllocatesNothing(SequenceNetwork network, SequenceExample[] rows, int threads)
    {
        using var team = new WorkerTeam(threads);
        var step = new TrainingStep(network, new(), team);
        var batch = new ExampleBatch(network.Shape) { Examples = rows.OrderByDescending(r => r.LengthIn(network.FrameSize)).ToArray() };
        for (var i = 0; i < 50; i++)
        {
            step.Learn(batch);
        }

        var (before, after) = (new long[threads], new long[threads]);
        team.Run(worker => before[worker] = GC.GetAllocatedBytesForCurrentThread());
        for (var i = 0; i < 50; i++)
        {
            step.Learn(batch);
        }

        team.Run(worker => after[worker] = GC.GetAllocatedBytesForCurrentThread());
        for (var worker = 0; worker < threads; worker++)
        {
            // Less than a byte a step for what a wait may take; the delegate of the second call is in it, too.
            Assert.InRange(after[worker] - before[worker], 0, 256);
        }
    }
}
