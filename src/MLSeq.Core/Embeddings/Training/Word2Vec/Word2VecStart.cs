using MLSeq.Embeddings.Corpora;
using MLSeq.Numerics;

namespace MLSeq.Embeddings.Training.Word2Vec;

/// <summary>What training begins with.</summary>
/// <param name="State">The matrices as they are before the first step; training changes them.</param>
/// <param name="Rows">The row of each word of the corpus.</param>
internal sealed record Word2VecStart(Word2VecState State, int[] Rows)
{
    /// <summary>Input rows are uniform in ±1/2 / dimensions, output rows zero, as in word2vec.c.</summary>
    public static Word2VecStart New(Word2VecOptions options, WordCorpus corpus)
    {
        long[] counts = [.. corpus.Counts];
        var tree = options.Loss == Word2VecLoss.HierarchicalSoftmax ? HuffmanTree.Build(counts) : null;
        var matrices = NewMatrices(counts.Length, tree, options.Dimensions);
        for (var word = 0; word < counts.Length; word++)
        {
            Initialize(matrices, word, options.Seed);
        }

        return new(new(options.Model, options.Loss, [.. corpus.Words], counts, matrices, tree), [.. Enumerable.Range(0, counts.Length)]);
    }

    /// <summary>The old words' rows are copied, the new words' are as in <see cref="New"/>, all in the order of the added counts.</summary>
    public static Word2VecStart From(Word2VecState state, Word2VecOptions options, WordCorpus corpus)
    {
        var old = state.WordArray;
        var ids = new Dictionary<string, int>(old.Length, StringComparer.Ordinal);
        foreach (var word in old)
        {
            ids.Add(word, ids.Count);
        }

        // First ids: the state's words, then the new ones in the corpus' order.
        List<string> words = [.. old];
        List<long> counts = [.. state.CountArray];
        var corpusIds = new int[corpus.Words.Count];
        for (var i = 0; i < corpusIds.Length; i++)
        {
            var word = corpus.Words[i];
            if (ids.TryGetValue(word, out corpusIds[i]))
            {
                counts[corpusIds[i]] += corpus.Counts[i];
            }
            else
            {
                corpusIds[i] = words.Count;
                words.Add(word);
                counts.Add(corpus.Counts[i]);
            }
        }

        int[] order = [.. Enumerable.Range(0, words.Count).OrderByDescending(id => counts[id]).ThenBy(id => words[id], StringComparer.Ordinal)];
        var ranks = new int[order.Length];
        for (var rank = 0; rank < order.Length; rank++)
        {
            ranks[order[rank]] = rank;
        }

        long[] newCounts = [.. counts.Skip(old.Length)];
        var tree = state.Tree?.Grow(ranks.AsSpan(0, old.Length), ranks.AsSpan(old.Length), newCounts);
        var matrices = NewMatrices(words.Count, tree, options.Dimensions);
        for (var id = 0; id < words.Count; id++)
        {
            if (id < old.Length)
            {
                state.Matrices.InputRow(id).CopyTo(matrices.InputRow(ranks[id]));
            }
            else
            {
                Initialize(matrices, ranks[id], options.Seed);
            }
        }

        // Words' output rows move with them; a tree's first inner nodes stay what they are.
        for (var row = 0; row < state.Matrices.OutputCount; row++)
        {
            state.Matrices.OutputRow(row).CopyTo(matrices.OutputRow(tree is null ? ranks[row] : row));
        }

        var start = new Word2VecState(
            options.Model, options.Loss, [.. order.Select(id => words[id])], [.. order.Select(id => counts[id])], matrices, tree);
        return new(start, [.. corpusIds.Select(id => ranks[id])]);
    }

    private static Word2VecMatrices NewMatrices(int words, HuffmanTree? tree, int dimensions) =>
        new(words, tree is null ? words : words - 1, dimensions);

    private static void Initialize(Word2VecMatrices matrices, int word, int seed) =>
        new SeededRandom(seed, -1, word).Uniform(matrices.InputRow(word), .5 / matrices.Dimensions);
}
