using MLSeq.Embeddings.Training;
using MLSeq.Embeddings.Training.Word2Vec;
using MLSeq.Numerics;

namespace MLSeq.Tests.Embeddings.Training.Word2Vec;

/// <summary>One window with random matrices: its step by the library, and what it is made of in double precision.</summary>
internal sealed unsafe class Window
{
    public const int Negatives = 5;

    private const int Reach = 6;

    private readonly WindowStep _step;
    private readonly int[] _contexts;

    public Window(Word2VecModel model, Word2VecLoss loss, int dimensions, int words, int contexts, int negatives = Negatives, int seed = 1)
    {
        var random = new SeededRandom(seed, dimensions, words);
        var counts = Enumerable.Range(0, words).Select(word => (long)(1000 / (word + 1)) + 1).ToArray();
        (Centre, _contexts) = (random.Next(words), new int[contexts]);
        foreach (ref var context in _contexts.AsSpan())
        {
            context = random.Next(words);
        }

        var noise = new NoiseDistribution(counts);
        var tree = HuffmanTree.Build(counts);
        Matrices = new Word2VecMatrices(words, loss == Word2VecLoss.HierarchicalSoftmax ? words - 1 : words, dimensions);
        for (var word = 0; word < words; word++)
        {
            random.Uniform(Matrices.InputRow(word), 1);
        }

        for (var row = 0; row < Matrices.OutputCount; row++)
        {
            random.Uniform(Matrices.OutputRow(row), 1);
        }

        (InputRows, OutputRows) = (Inputs, Outputs);
        Contexts = [.. _contexts.Select(context => InputRows[context])];

        LogisticTargets logistic = loss == Word2VecLoss.NegativeSampling
            ? new NegativeSamples(Matrices, noise, negatives)
            : new TreePath(Matrices, tree);
        _step = loss == Word2VecLoss.Softmax ? new SoftmaxStep(Matrices, model)
            : model == Word2VecModel.Cbow ? new CbowStep(Matrices, logistic)
            : new SkipGramStep(Matrices, logistic, Reach);
        _step.Begin([Centre], new SeededRandom(seed));

        var same = new SeededRandom(seed);
        var drawn = Enumerable.Range(0, negatives).Select(_ => noise.Draw(same.NextBits())).ToArray();
        Targets = loss switch
        {
            Word2VecLoss.NegativeSampling =>
                [(OutputRows[Centre], 1, true), .. drawn.Select(word => (OutputRows[word], 0.0, word != Centre))],
            Word2VecLoss.HierarchicalSoftmax =>
                [.. tree.Nodes(Centre).ToArray().Zip(tree.Codes(Centre).ToArray(), (node, code) => (OutputRows[node], code ? 0.0 : 1, true))],
            _ => [],
        };
    }

    public Word2VecMatrices Matrices { get; }

    public int Centre { get; }

    /// <summary>The rows as they were before the step, to be changed by a reference.</summary>
    public double[][] InputRows { get; }

    public double[][] OutputRows { get; }

    public IReadOnlyList<double[]> Contexts { get; }

    public IReadOnlyList<(double[] Row, double Label, bool Counts)> Targets { get; }

    /// <summary>The rows as they are now.</summary>
    public double[][] Inputs => Copy(Matrices.Words, word => Matrices.InputRow(word).ToArray());

    public double[][] Outputs => Copy(Matrices.OutputCount, row => Matrices.OutputRow(row).ToArray());

    public void Step(float rate)
    {
        var inputs = stackalloc float*[_contexts.Length];
        for (var i = 0; i < _contexts.Length; i++)
        {
            inputs[i] = Matrices.Input(_contexts[i]);
        }

        _step.Prefetch(0);
        _step.Train(0, inputs, _contexts.Length, rate);
    }

    private static double[][] Copy(int count, Func<int, float[]> row) =>
        [.. Enumerable.Range(0, count).Select(i => row(i).Select(value => (double)value).ToArray())];
}
