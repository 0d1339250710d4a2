using MLSeq.Numerics;

namespace MLSeq.Networks;

/// <summary>Draws a new parameter's weights as a network's options say.</summary>
/// <param name="initialization">How.</param>
/// <param name="range">The largest weight under <see cref="WeightInitialization.Uniform"/>.</param>
/// <param name="seed">Decides the weights.</param>
internal sealed class WeightInitializer(WeightInitialization initialization, float range, int seed)
{
    private readonly SeededRandom _random = new(seed);

    /// <summary>A new parameter, see <see cref="ParameterSource"/>.</summary>
    /// <exception cref="ArgumentException">It would be too large.</exception>
    public Parameter Create(string name, int rows, int columns, ParameterInitializer initialize, int blockRows)
    {
        if ((long)rows * columns > Array.MaxLength / 2)
        {
            throw new ArgumentException(
                $"The network's {name} would have {rows} x {columns} weights; expected at most {Array.MaxLength / 2}.");
        }

        var parameter = new Parameter(name, rows, columns);
        var isMatrix = rows > 1 && columns > 1 && !name.EndsWith(LayerStack.EmbeddingTable, StringComparison.Ordinal);
        if (initialization == WeightInitialization.Uniform)
        {
            _random.Uniform(parameter.Values, range);
        }
        else if (initialization == WeightInitialization.Default || !isMatrix)
        {
            initialize(parameter.Values, _random);
        }
        else
        {
            var block = blockRows > 0 ? blockRows : rows;
            var isSquare = block == columns && initialization == WeightInitialization.Orthogonal;
            for (var row = 0; row < rows; row += block)
            {
                var values = parameter.Values.Slice(row * columns, block * columns);
                if (isSquare)
                {
                    Orthogonal(values, columns);
                }
                else
                {
                    _random.Uniform(values, Math.Sqrt(6.0 / (block + columns)));
                }
            }
        }

        return parameter;
    }

    /// <summary>Rows of normal numbers, each freed of its parts along the ones before (Gram and Schmidt, twice for accuracy).</summary>
    private void Orthogonal(Span<float> values, int size)
    {
        _random.Normal(values, 1);
        for (var i = 0; i < size; i++)
        {
            var row = values.Slice(i * size, size);
            for (var pass = 0; pass < 2; pass++)
            {
                for (var j = 0; j < i; j++)
                {
                    var before = values.Slice(j * size, size);
                    Vectors.Axpy(-Vectors.Dot(row, before), before, row);
                }
            }

            Vectors.Scale(1 / MathF.Sqrt(Vectors.Dot(row, row)), row);
        }
    }
}
