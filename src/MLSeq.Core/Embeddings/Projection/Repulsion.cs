using System.Numerics;

namespace MLSeq.Embeddings.Projection;

/// <summary>
/// What pushes points apart: for each point i, sum over j of q² (y_i - y_j) and of q, with q = 1 / (1 + |y_i - y_j|²), far
/// cells of the tree taken as one point each (van der Maaten, 2014, section 4.2).
/// </summary>
/// <remarks>
/// Neighbours on the curve walk the tree together, a point a lane. A lane that has taken a cell as one point rests until
/// the walk has left the cell, so each lane sums exactly what it would alone.
/// </remarks>
internal static class Repulsion
{
    /// <summary>Points from <paramref name="first"/>, a multiple of the vector's length, to <paramref name="end"/> in the tree's order.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="first">The first point.</param>
    /// <param name="end">Behind the last one.</param>
    /// <param name="forces">[points, 3]: x, y, and the sum of q without the point itself; at the points' own places.</param>
    public static void Run(QuadTree tree, int first, int end, Span<float> forces)
    {
        var nodes = tree.Nodes;
        var xs = tree.X;
        var ys = tree.Y;
        var order = tree.Order;
        var one = Vector<float>.One;
        for (var start = first; start < end; start += Vector<float>.Count)
        {
            var stop = Math.Min(start + Vector<float>.Count, end);
            var (x, y) = (new Vector<float>(xs[start..]), new Vector<float>(ys[start..]));
            var (forceX, forceY, normalizer) = (Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero);
            var resume = Vector<int>.Zero;
            for (var i = 0; i < nodes.Length;)
            {
                ref readonly var node = ref nodes[i];
                var dx = x - new Vector<float>(node.X);
                var dy = y - new Vector<float>(node.Y);
                var square = (dx * dx) + (dy * dy);
                var awake = Vector.LessThanOrEqual(resume, new Vector<int>(i));
                var far = Vector.GreaterThan(square, new Vector<float>(node.NearLimit)) & awake;
                if (node.Start < stop && start < node.End && node.NearLimit >= 0)
                {
                    far = Vector<int>.Zero;
                }

                var q = one / (one + square);
                var mass = Vector.AsVectorSingle(Vector.AsVectorInt32(q * new Vector<float>(node.Mass)) & far);
                normalizer += mass;
                var force = mass * q;
                forceX += force * dx;
                forceY += force * dy;

                var near = Vector.AndNot(awake, far);
                if (Vector.EqualsAll(near, Vector<int>.Zero))
                {
                    i = node.Next;
                    continue;
                }

                i++;
                if (!node.IsLeaf)
                {
                    resume = Vector.ConditionalSelect(far, new Vector<int>(node.Next), resume);
                    continue;
                }

                for (var p = node.Start; p < node.End; p++)
                {
                    dx = x - new Vector<float>(xs[p]);
                    dy = y - new Vector<float>(ys[p]);
                    q = one / (one + (dx * dx) + (dy * dy));
                    q = Vector.AsVectorSingle(Vector.AsVectorInt32(q) & near);
                    normalizer += q;
                    force = q * q;
                    forceX += force * dx;
                    forceY += force * dy;
                }
            }

            for (var lane = 0; lane < stop - start; lane++)
            {
                var to = forces.Slice(3 * order[start + lane], 3);
                (to[0], to[1], to[2]) = (forceX[lane], forceY[lane], normalizer[lane] - 1);
            }
        }
    }
}
