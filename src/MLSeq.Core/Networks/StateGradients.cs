using MLSeq.Numerics;

namespace MLSeq.Networks;

/// <summary>The sums of squares of dL/dh by recurrent layer and time step, of the batch that went back last.</summary>
internal sealed class StateGradients(int layers)
{
    private readonly List<double>[] _squares = [.. Enumerable.Range(0, layers).Select(_ => new List<double>())];

    /// <summary>A layer's sums, from step 0.</summary>
    public IReadOnlyList<double> this[int layer] => _squares[layer];

    /// <summary>The number of recurrent layers.</summary>
    public int Layers => layers;

    /// <summary>Takes those of a layer from <paramref name="gradient"/> [Total, D].</summary>
    public void Measure(int layer, PackedBatch batch, Matrix gradient)
    {
        _squares[layer].Clear();
        for (var t = 0; t < batch.Steps; t++)
        {
            _squares[layer].Add(Vectors.SumOfSquares(gradient.From(batch.Offset(t))[..(batch.Count(t) * gradient.Columns)]));
        }
    }
}
