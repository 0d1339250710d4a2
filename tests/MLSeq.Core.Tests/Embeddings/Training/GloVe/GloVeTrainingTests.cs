using MLSeq.Embeddings.Training;
using MLSeq.Embeddings.Training.GloVe;
using MLSeq.Numerics;

namespace MLSeq.Tests.Embeddings.Training.GloVe;

public class GloVeTrainingTests
{
    private const int Dimensions = 13;

    [Fact]
    public void A_whole_training_equals_the_reference_that_takes_the_records_in_the_same_order()
    {
        var corpus = Sentences.Draw(3, words: 60, sentences: 60, maxLength: 20).ToCorpus();
        var options = new GloVeOptions { Dimensions = Dimensions, Epochs = 4, Threads = 2, Window = 4, Seed = 5 };
        var groups = new WordGroups(corpus.Counts, GloVeModel.RowBytes(Dimensions));
        using var table = CountedPairs.Count(corpus, groups, options);
        var reference = Start(groups, options);
        for (var epoch = 0; epoch < options.Epochs; epoch++)
        {
            Train(reference, table, groups, options, epoch);
        }

        var vectors = new GloVeTrainer(options).Fit(corpus);

        for (var word = 0; word < vectors.Count; word++)
        {
            for (var i = 0; i < Dimensions; i++)
            {
                var expected = reference.Rows[('w', word)].Values[i] + reference.Rows[('c', word)].Values[i];
                Assert.Equal(expected, vectors.GetVector(word)[i], 2e-5);
            }
        }
    }

    [Fact]
    public void Training_that_stops_after_every_tile_and_goes_on_ends_in_the_same_bits()
    {
        using var folder = new TemporaryFolder();
        var corpus = Sentences.Draw(4, words: 50, sentences: 50, maxLength: 20).ToCorpus();
        var options = new GloVeOptions { Dimensions = Dimensions, Epochs = 2, Threads = 1, CheckpointPath = folder["state"] };
        var groups = new WordGroups(corpus.Counts, GloVeModel.RowBytes(Dimensions));
        using var table = CountedPairs.Count(corpus, groups, options);
        using var team = new WorkerTeam(3);
        var uninterrupted = new GloVeTrainer(options).Fit(corpus);

        options.CancellationToken = new(canceled: true);
        for (var stops = 0; ; stops++)
        {
            var model = new GloVeModel(groups, Dimensions, options.Seed + 1);
            var state = new GloVeState(model, groups.BlockCount * groups.BlockCount, options, corpus);
            if (stops == 0)
            {
                new GloVeState(new(groups, Dimensions, options.Seed), groups.BlockCount * groups.BlockCount, options, corpus).Save(options.CheckpointPath);
            }

            state.Load(options.CheckpointPath);
            options.CancellationToken = new(canceled: stops < 100);
            var training = new GloVeTraining(options, corpus, groups, table, state);
            if (stops < 100)
            {
                Assert.Throws<OperationCanceledException>(() => training.Run(team));
                continue;
            }

            training.Run(team);
            Assert.Equal(Values(uninterrupted), model.Sum().Span.ToArray());
            return;
        }
    }

    private static float[] Values(MLSeq.Embeddings.WordVectors vectors) =>
        [.. Enumerable.Range(0, vectors.Count).SelectMany(word => vectors.GetVector(word).ToArray())];

    private static ReferenceGloVe Start(WordGroups groups, GloVeOptions options)
    {
        var reference = new ReferenceGloVe(Dimensions, options);
        var model = new GloVeModel(groups, Dimensions, options.Seed);
        for (var word = 0; word < groups.WordCount; word++)
        {
            var group = groups.GroupOf(word);
            var at = 2 * model.Stride * (word - groups.Starts[group]);
            reference.Set('w', word, model.Words(group).Slice(at, Dimensions + 1).ToArray());
            var context = model.Contexts(group).Slice(at, Dimensions + 2).ToArray();
            reference.Set('c', word, [.. context[..Dimensions], context[Dimensions + 1]]);
        }

        return reference;
    }

    /// <summary>One epoch on one thread: tiles, strips, columns and first records as the seed has them.</summary>
    private static void Train(ReferenceGloVe reference, CooccurrenceTable table, WordGroups groups, GloVeOptions options, int epoch)
    {
        var blocks = groups.BlockCount;
        var schedule = new TileSchedule(blocks, options.Seed, epoch, new bool[blocks * blocks]);
        Cooccurrence[] scratch = [];
        while (schedule.TryTake(out var tile))
        {
            var (wordBlock, contextBlock) = (tile / blocks, tile % blocks);
            var random = new SeededRandom(options.Seed, epoch, tile);
            foreach (var strip in Draw(random, groups, Math.Max(wordBlock, contextBlock)))
            {
                foreach (var column in Draw(random, groups, Math.Min(wordBlock, contextBlock)).Where(column => column <= strip))
                {
                    var records = table.Read(strip, column, column, ref scratch).ToArray();
                    foreach (var swapped in (bool[])[false, true])
                    {
                        var belongs = swapped ? wordBlock <= contextBlock && column != strip : wordBlock >= contextBlock;
                        var start = belongs && records.Length > 0 ? random.Next(records.Length) : 0;
                        foreach (var record in belongs ? records[start..].Concat(records[..start]) : [])
                        {
                            var (word, context) = (groups.Starts[strip] + record.Row, groups.Starts[column] + record.Column);
                            reference.Step(swapped ? context : word, swapped ? word : context, record.LogValue);
                        }
                    }
                }
            }

            schedule.Complete(tile);
        }
    }

    private static int[] Draw(SeededRandom random, WordGroups groups, int block)
    {
        int[] order = [.. Enumerable.Range(groups.BlockStarts[block], groups.BlockStarts[block + 1] - groups.BlockStarts[block])];
        random.Shuffle<int>(order);
        return order;
    }
}
