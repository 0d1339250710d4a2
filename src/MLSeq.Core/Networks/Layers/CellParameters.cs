namespace MLSeq.Networks.Layers;

/// <summary>
/// Where the cells of a recurrent layer, one for each direction, take their parameters from. Both directions share a
/// parameter, each with its own part of the rows.
/// </summary>
internal sealed class CellParameters(
    string name, int inputSize, int hiddenSize, int directions, ParameterSource source, Func<Parameter, DenseGradient> addDense)
{
    private readonly Dictionary<string, DenseGradient> _made = new(StringComparer.Ordinal);

    /// <summary>I.</summary>
    public int InputSize => inputSize;

    /// <summary>H.</summary>
    public int HiddenSize => hiddenSize;

    /// <summary>
    /// A direction's rows of the parameter <c>name.suffix</c> [directions rows, columns]. The first call makes it;
    /// <paramref name="initialize"/> then fills one direction's part after the other.
    /// </summary>
    public ParameterPart Part(int direction, string suffix, int rows, int columns, ParameterInitializer initialize)
    {
        if (!_made.TryGetValue(suffix, out var gradient))
        {
            var parameter = source($"{name}.{suffix}", checked(directions * rows), columns, (values, random) =>
            {
                for (var d = 0; d < directions; d++)
                {
                    initialize(values.Slice(d * rows * columns, rows * columns), random);
                }
            }, blockRows: rows > 1 ? hiddenSize : 0);
            _made.Add(suffix, gradient = addDense(parameter));
        }

        return new ParameterPart(gradient, direction * rows, rows);
    }
}
