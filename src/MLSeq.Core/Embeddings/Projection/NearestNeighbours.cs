using System.Numerics;
using MLSeq.Numerics;

namespace MLSeq.Embeddings.Projection;

/// <summary>
/// The exact k nearest neighbours of every point: squared distances |a|² + |b|² - 2ab come out of matrix products block
/// by block, and each point keeps what is nearer than its kth so far. Blocks are the same for any number of threads.
/// </summary>
internal sealed class NearestNeighbours
{
    private const int BlockRows = 64;
    private const int BlockColumns = 512;

    private readonly AlignedBuffer _points;
    private readonly int _count;
    private readonly int _dimensions;
    private readonly PackedMatrix[] _columns;
    private readonly float[] _squares;
    private int _nextBlock;

    private NearestNeighbours(AlignedBuffer points, int count, int dimensions, int k)
    {
        (_points, _count, _dimensions, K) = (points, count, dimensions, k);
        Indices = new int[checked(count * k)];
        SquaredDistances = new float[count * k];
        _squares = new float[count];
        _columns = new PackedMatrix[(count + BlockColumns - 1) / BlockColumns];
        for (var block = 0; block < _columns.Length; block++)
        {
            var first = block * BlockColumns;
            _columns[block] = new PackedMatrix(dimensions, Math.Min(BlockColumns, count - first));
            _columns[block].Pack(true, points.Span[(first * dimensions)..], dimensions);
        }

        for (var i = 0; i < count; i++)
        {
            _squares[i] = Vectors.Dot(Point(i), Point(i));
        }
    }

    /// <summary>The number of neighbours of a point.</summary>
    public int K { get; }

    /// <summary>[points, k], rising by index.</summary>
    public int[] Indices { get; }

    /// <summary>[points, k].</summary>
    public float[] SquaredDistances { get; }

    /// <param name="points">[count, dimensions].</param>
    /// <param name="count">The number of points.</param>
    /// <param name="dimensions">The number of values in a point.</param>
    /// <param name="k">From 0 to <paramref name="count"/> - 1.</param>
    /// <param name="team">Who searches.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static NearestNeighbours Find(AlignedBuffer points, int count, int dimensions, int k, WorkerTeam team, CancellationToken cancellationToken)
    {
        var neighbours = new NearestNeighbours(points, count, dimensions, k);
        team.Run(_ => neighbours.Search(cancellationToken));
        return neighbours;
    }

    private ReadOnlySpan<float> Point(int i) => _points.Span.Slice(i * _dimensions, _dimensions);

    private void Search(CancellationToken cancellationToken)
    {
        var products = new float[BlockRows * BlockColumns];
        var candidates = new NearestCandidates[BlockRows];
        for (var r = 0; r < BlockRows; r++)
        {
            candidates[r] = new NearestCandidates(K, BlockColumns);
        }

        for (int first; (first = (Interlocked.Increment(ref _nextBlock) - 1) * BlockRows) < _count;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var rows = Math.Min(BlockRows, _count - first);
            Array.ForEach(candidates, c => c.Clear());
            for (var block = 0; block < _columns.Length; block++)
            {
                var columns = _columns[block].N;
                MatrixProduct.Multiply(
                    rows, _points.Span[(first * _dimensions)..], _dimensions, _columns[block], products, columns, accumulate: false);
                for (var r = 0; r < rows; r++)
                {
                    var column = block * BlockColumns;
                    Offer(candidates[r], first + r, products.AsSpan(r * columns, columns), column, _squares.AsSpan(column, columns));
                }
            }

            for (var r = 0; r < rows; r++)
            {
                Keep(candidates[r], first + r);
            }
        }
    }

    private void Offer(NearestCandidates candidates, int point, Span<float> products, int firstColumn, Span<float> squares)
    {
        var square = _squares[point];
        var limit = candidates.Limit;
        var i = 0;
        for (; i <= products.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var distances = new Vector<float>(square) + new Vector<float>(squares[i..]) - (new Vector<float>(products[i..]) * 2);
            if (Vector.LessThanOrEqualAny(distances, new Vector<float>(limit)))
            {
                for (var j = 0; j < Vector<float>.Count; j++)
                {
                    Add(distances[j], i + j);
                }
            }
        }

        for (; i < products.Length; i++)
        {
            Add(square + squares[i] - (2 * products[i]), i);
        }

        candidates.Shrink();

        void Add(float distance, int column)
        {
            if (distance <= limit && firstColumn + column != point)
            {
                candidates.Add(distance, firstColumn + column);
            }
        }
    }

    /// <summary>Stores the nearest by index, with distances from differences: those from products cancel where points almost coincide.</summary>
    private void Keep(NearestCandidates candidates, int point)
    {
        var indices = Indices.AsSpan(point * K, K);
        candidates.CopyNearest(indices);
        indices.Sort();
        for (var j = 0; j < K; j++)
        {
            var distance = System.Numerics.Tensors.TensorPrimitives.Distance(Point(point), Point(indices[j]));
            SquaredDistances[(point * K) + j] = distance * distance;
        }
    }
}
