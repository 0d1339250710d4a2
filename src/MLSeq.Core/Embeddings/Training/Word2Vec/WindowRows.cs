using System.Numerics;

namespace MLSeq.Embeddings.Training.Word2Vec;

/// <summary>What CBOW does with all rows of a window.</summary>
internal static unsafe class WindowRows
{
    /// <summary>mean = Σᵢ xᵢ / count.</summary>
    public static void Mean(float** rows, int count, int columns, float* mean)
    {
        var scale = Vector.Create(1f / count);
        for (var k = 0; k < columns; k += Vector<float>.Count)
        {
            var sum = Vector.Load(rows[0] + k);
            for (var i = 1; i < count; i++)
            {
                sum += Vector.Load(rows[i] + k);
            }

            (sum * scale).Store(mean + k);
        }
    }

    /// <summary>xᵢ += change, for each i.</summary>
    public static void Add(float* change, float** rows, int count, int columns)
    {
        for (var i = 0; i < count; i++)
        {
            var row = rows[i];
            for (var k = 0; k < columns; k += Vector<float>.Count)
            {
                (Vector.Load(row + k) + Vector.Load(change + k)).Store(row + k);
            }
        }
    }
}
