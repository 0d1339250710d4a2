using MLSeq.Embeddings.Corpora;
using MLSeq.Embeddings.Training;
using MLSeq.Embeddings.Training.Word2Vec;
using MLSeq.Numerics;

namespace MLSeq.Tests.Embeddings.Training.Word2Vec;

public class Word2VecWorkerTests
{
    private const int Words = 50;
    private const int Reach = 4;

    [Fact]
    public void Windows_lie_around_their_word_in_its_sentence_and_each_reach_is_as_likely()
    {
        // Words are numbered in the order of the text, so that rows are places.
        int[] text = [.. Enumerable.Range(0, 1), -1, .. Enumerable.Range(1, 3), -1, .. Enumerable.Range(4, 1996), -1, 2000, 2001];
        var matrices = new Word2VecMatrices(2002, 1, 3);
        var step = new Recorder(matrices);
        var worker = new Word2VecWorker(matrices, step, Reach, [.. Enumerable.Range(0, 2002)], Enumerable.Repeat(uint.MaxValue, 2002).ToArray());
        worker.Train(text, .5f, 1);

        Assert.Equal(2001, step.Windows.Count);
        Assert.DoesNotContain(step.Windows, window => window.Centre == 0);
        var reaches = new int[Reach + 1];
        foreach (var (centre, contexts) in step.Windows)
        {
            var (first, last) = centre < 4 ? (1, 3) : centre < 2000 ? (4, 1999) : (2000, 2001);
            var reach = contexts.Max(context => Math.Abs(context - centre));
            Assert.Equal(
                Enumerable.Range(centre - reach, (2 * reach) + 1).Where(place => place >= first && place <= last && place != centre),
                contexts.Order());
            if (centre - first >= Reach && last - centre >= Reach)
            {
                reaches[reach]++;
            }
        }

        Assert.Equal(0, reaches[0]);
        Assert.All(reaches[1..], count => Assert.InRange(count, 497 - 85, 497 + 85));
    }

    [Fact]
    public void Frequent_words_are_left_out_and_their_neighbours_move_together()
    {
        int[] text = [.. Enumerable.Range(0, 4000).Select(i => i % 2)];
        var matrices = new Word2VecMatrices(2, 1, 3);
        var step = new Recorder(matrices);
        new Word2VecWorker(matrices, step, 1, [0, 1], [uint.MaxValue, uint.MaxValue / 4]).Train(text, .5f, 1);

        Assert.InRange(step.Windows.Count(window => window.Centre == 1), 500 - 80, 500 + 80);
        Assert.Equal(2000, step.Windows.Count(window => window.Centre == 0));
        Assert.Contains(step.Windows, window => window.Centre == 0 && window.Contexts.Contains(0));
    }

    [Collection(nameof(MemoryCollection))]
    public class Memory
    {
        public static TheoryData<Word2VecModel, Word2VecLoss> Kinds => TopicCorpus.Kinds;

        [Theory]
        [MemberData(nameof(Kinds))]
        public void Training_a_chunk_allocates_nothing(Word2VecModel model, Word2VecLoss loss)
        {
            var counts = Enumerable.Repeat(80L, Words).ToArray();
            var tree = HuffmanTree.Build(counts);
            var matrices = new Word2VecMatrices(Words, loss == Word2VecLoss.HierarchicalSoftmax ? Words - 1 : Words, 10);
            LogisticTargets targets = loss == Word2VecLoss.NegativeSampling
                ? new NegativeSamples(matrices, new NoiseDistribution(counts), 5)
                : new TreePath(matrices, tree);
            WindowStep step = loss == Word2VecLoss.Softmax ? new SoftmaxStep(matrices, model)
                : model == Word2VecModel.Cbow ? new CbowStep(matrices, targets)
                : new SkipGramStep(matrices, targets, Reach);
            var worker = new Word2VecWorker(matrices, step, Reach, [.. Enumerable.Range(0, Words)], Subsampling.Thresholds(counts, 1e-2));
            var random = new SeededRandom(1);
            int[] text = [.. Enumerable.Range(0, 1000).Select(i => i % 20 == 19 ? WordCorpus.SentenceEnd : random.Next(Words))];

            var allocated = 0L;
            for (var i = 0; i < 3; i++)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                worker.Train(text, .1f, 1, i);
                allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            }

            Assert.Equal(0, allocated);
        }
    }

    private sealed unsafe class Recorder(Word2VecMatrices matrices) : WindowStep
    {
        private int[] _block = [];

        public List<(int Centre, int[] Contexts)> Windows { get; } = [];

        public override void Begin(ReadOnlySpan<int> centres, SeededRandom random) => _block = centres.ToArray();

        public override void Prefetch(int place) => Assert.InRange(place, 0, _block.Length - 1);

        public override void Train(int place, float** inputs, int inputCount, float rate)
        {
            var contexts = new int[inputCount];
            for (var i = 0; i < inputCount; i++)
            {
                contexts[i] = (int)((inputs[i] - matrices.Input(0)) / matrices.Stride);
            }

            Assert.Equal(.5f, rate);
            Windows.Add((_block[place], contexts));
        }
    }
}
