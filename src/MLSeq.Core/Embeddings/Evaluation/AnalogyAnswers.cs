using System.Numerics.Tensors;
using MLSeq.Embeddings.Search;
using MLSeq.Numerics;

namespace MLSeq.Embeddings.Evaluation;

/// <summary>
/// Answers many analogies at once. The cosines of the questions' words to a block of words are one matrix product; what
/// each question wants is put together from three rows of it, since b - a + c has the scalar products b w - a w + c w.
/// </summary>
internal static class AnalogyAnswers
{
    // The product's columns: few enough for three rows of it and the sum to stay in the first cache.
    private const int BlockSize = 256;
    private const float TwoEpsilon = 0.000002f;

    /// <summary>The index of the best word for each question (a, b, c), -1 where no score is above zero.</summary>
    /// <param name="vectors">The vectors.</param>
    /// <param name="count">Only the first so many words are answers.</param>
    /// <param name="questions">Indices of words.</param>
    /// <param name="method">How answers are scored.</param>
    /// <param name="cancellationToken">Stops it soon.</param>
    public static int[] Find(
        WordVectors vectors, int count, (int A, int B, int C)[] questions, AnalogyMethod method, CancellationToken cancellationToken)
    {
        var asked = questions.SelectMany(question => new[] { question.A, question.B, question.C }).Distinct().ToArray();
        var rows = asked.Select((word, row) => (word, row)).ToDictionary(pair => pair.word, pair => pair.row);
        var places = questions.Select(question => (rows[question.A], rows[question.B], rows[question.C])).ToArray();
        var units = new float[asked.Length * vectors.Dimensions];
        for (var i = 0; i < asked.Length; i++)
        {
            Unit(vectors.GetVector(asked[i]), units.AsSpan(i * vectors.Dimensions, vectors.Dimensions));
        }

        var best = new (float Score, int Word)[questions.Length];
        Array.Fill(best, (0, -1));
        var options = new ParallelOptions { CancellationToken = cancellationToken };
        Parallel.For(
            0,
            (count + BlockSize - 1) / BlockSize,
            options,
            () => new Scratch(asked.Length, vectors.Dimensions, questions.Length),
            (block, _, scratch) =>
            {
                Search(vectors, block * BlockSize, Math.Min(BlockSize, count - (block * BlockSize)), questions, places, units, method, scratch);
                return scratch;
            },
            scratch =>
            {
                lock (best)
                {
                    for (var i = 0; i < best.Length; i++)
                    {
                        Improve(ref best[i], scratch.Best[i].Score, scratch.Best[i].Word);
                    }
                }
            });
        return [.. best.Select(answer => answer.Word)];
    }

    private static void Search(
        WordVectors vectors, int start, int length, (int A, int B, int C)[] questions, (int A, int B, int C)[] places,
        float[] units, AnalogyMethod method, Scratch scratch)
    {
        var dimensions = vectors.Dimensions;
        for (var i = 0; i < length; i++)
        {
            Unit(vectors.GetVector(start + i), scratch.Words.AsSpan(i * dimensions, dimensions));
        }

        MatrixProduct.Multiply(
            transposeA: false, transposeB: true, units.Length / dimensions, length, dimensions, units, dimensions,
            scratch.Words, dimensions, scratch.Cosines, BlockSize, accumulate: false);
        var scores = scratch.Scores.AsSpan(0, length);
        for (var i = 0; i < questions.Length; i++)
        {
            var (a, b, c) = places[i];
            Score(method, scratch.Row(a, length), scratch.Row(b, length), scratch.Row(c, length), scores);
            Exclude(questions[i].A - start, scores);
            Exclude(questions[i].B - start, scores);
            Exclude(questions[i].C - start, scores);
            var greatest = TensorPrimitives.Max<float>(scores);
            if (greatest >= scratch.Best[i].Score)
            {
                Improve(ref scratch.Best[i], greatest, start + scores.IndexOf(greatest));
            }
        }
    }

    private static void Score(
        AnalogyMethod method, ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, Span<float> scores)
    {
        if (method == AnalogyMethod.ThreeCosAdd)
        {
            TensorPrimitives.Subtract(b, a, scores);
            TensorPrimitives.Add(scores, c, scores);
            return;
        }

        // Twice (1 + b) / 2 (1 + c) / 2 / ((1 + a) / 2 + epsilon).
        Span<float> divisors = stackalloc float[BlockSize];
        TensorPrimitives.Add(a, 1 + TwoEpsilon, divisors);
        TensorPrimitives.Add(b, 1, scores);
        TensorPrimitives.MultiplyAdd(scores, c, scores, scores);
        TensorPrimitives.Divide(scores, divisors[..scores.Length], scores);
    }

    private static void Exclude(int place, Span<float> scores)
    {
        if ((uint)place < (uint)scores.Length)
        {
            scores[place] = float.NegativeInfinity;
        }
    }

    /// <summary>Takes a score above the best, or of equal scores above zero the one of the first word.</summary>
    private static void Improve(ref (float Score, int Word) best, float score, int word)
    {
        if (score > best.Score || (score == best.Score && word >= 0 && word < best.Word))
        {
            best = (score, word);
        }
    }

    /// <summary>A vector brought to length 1; a zero vector stays zero.</summary>
    private static void Unit(ReadOnlySpan<float> vector, Span<float> unit)
    {
        var norm = ExactCosine.Norm(vector);
        TensorPrimitives.Multiply(vector, norm == 0 ? 0 : (float)(1 / norm), unit);
    }

    /// <summary>What a thread works with.</summary>
    private sealed class Scratch
    {
        public Scratch(int asked, int dimensions, int questions)
        {
            (Words, Cosines, Scores) = (new float[BlockSize * dimensions], new float[asked * BlockSize], new float[BlockSize]);
            Best = new (float Score, int Word)[questions];
            Array.Fill(Best, (0, -1));
        }

        public float[] Words { get; }

        public float[] Cosines { get; }

        public float[] Scores { get; }

        public (float Score, int Word)[] Best { get; }

        public ReadOnlySpan<float> Row(int row, int length) => Cosines.AsSpan(row * BlockSize, length);
    }
}
