using System.Numerics;

namespace MLSeq.Embeddings.Projection;

/// <summary>
/// The quadtree of Barnes and Hut (1986) over points of the plane, in flat arrays: nodes in the order of a walk from the
/// root, points sorted along Morton's curve. Cells with a few points are not divided.
/// </summary>
internal sealed class QuadTree
{
    /// <summary>Cells of the curve's finest grid may hold more; beyond this they count as one point even to themselves.</summary>
    private const int LargestLeaf = 64;

    private readonly int _leafCapacity;
    private readonly float _theta;
    private readonly MortonOrder _order;
    private readonly float[] _x;
    private readonly float[] _y;
    private readonly double[] _sumX;
    private readonly double[] _sumY;
    private QuadTreeNode[] _nodes;
    private int _nodeCount;

    public QuadTree(int count, double theta, int leafCapacity = 8)
    {
        (_theta, _leafCapacity) = ((float)theta, leafCapacity);
        _order = new MortonOrder(count);

        // Lanes past the last point repeat it, so that kernels may load whole vectors.
        (_x, _y) = (new float[count + Vector<float>.Count], new float[count + Vector<float>.Count]);
        (_sumX, _sumY) = (new double[count + 1], new double[count + 1]);
        _nodes = new QuadTreeNode[count + 16];
    }

    /// <summary>The cells: each one's subtree stands behind it.</summary>
    public ReadOnlySpan<QuadTreeNode> Nodes => _nodes.AsSpan(0, _nodeCount);

    /// <summary>Which point stands where in the tree's order.</summary>
    public ReadOnlySpan<int> Order => _order.Order;

    /// <summary>The points' first coordinates in the tree's order, and a vector of copies of the last one.</summary>
    public ReadOnlySpan<float> X => _x;

    /// <summary>The second coordinates.</summary>
    public ReadOnlySpan<float> Y => _y;

    /// <param name="points">[count, 2]; all finite.</param>
    public void Build(ReadOnlySpan<float> points)
    {
        _order.Sort(points);
        var order = _order.Order;
        var (sumX, sumY) = (0d, 0d);
        for (var i = 0; i < order.Length; i++)
        {
            (_x[i], _y[i]) = (points[2 * order[i]], points[(2 * order[i]) + 1]);
            sumX += _x[i];
            sumY += _y[i];
            (_sumX[i + 1], _sumY[i + 1]) = (sumX, sumY);
        }

        _x.AsSpan(order.Length).Fill(order.Length > 0 ? _x[order.Length - 1] : 0);
        _y.AsSpan(order.Length).Fill(order.Length > 0 ? _y[order.Length - 1] : 0);
        _nodeCount = 0;
        if (order.Length > 0)
        {
            Add(0, order.Length, 0, _order.Side);
        }
    }

    private void Add(int start, int end, int level, float side)
    {
        // Cells whose points all lie in one quarter are passed over.
        var keys = _order.Keys;
        var different = keys[start] ^ keys[end - 1];
        while (level < MortonOrder.BitsPerAxis && different >> Shift(level) == 0)
        {
            (level, side) = (level + 1, side / 2);
        }

        if (_nodeCount == _nodes.Length)
        {
            Array.Resize(ref _nodes, _nodes.Length * 2);
        }

        var index = _nodeCount++;
        var count = end - start;
        var bottom = level == MortonOrder.BitsPerAxis;
        var isLeaf = count <= _leafCapacity || bottom;
        ref var node = ref _nodes[index];
        node.X = (float)((_sumX[end] - _sumX[start]) / count);
        node.Y = (float)((_sumY[end] - _sumY[start]) / count);
        node.Mass = count;
        node.NearLimit = count == 1 ? 0 : _theta > 0 ? side / _theta * (side / _theta) : float.PositiveInfinity;
        if (bottom && count > LargestLeaf)
        {
            node.NearLimit = -1;
        }

        (node.Start, node.End, node.IsLeaf) = (start, end, isLeaf);
        if (!isLeaf)
        {
            var shift = Shift(level);
            for (var first = start; first < end;)
            {
                var last = EndOfQuarter(keys, first, end, shift);
                Add(first, last, level + 1, side / 2);
                first = last;
            }
        }

        _nodes[index].Next = _nodeCount;
    }

    private static int EndOfQuarter(ReadOnlySpan<uint> keys, int first, int end, int shift)
    {
        var quarter = keys[first] >> shift;
        var (low, high) = (first + 1, end);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            (low, high) = keys[middle] >> shift == quarter ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static int Shift(int level) => 2 * (MortonOrder.BitsPerAxis - 1 - level);
}
