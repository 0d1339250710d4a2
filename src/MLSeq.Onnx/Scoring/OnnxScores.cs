namespace MLSeq.Onnx.Scoring;

/// <summary>A model's outputs for a number of rows, in the order of the rows.</summary>
public sealed class OnnxScores
{
    private readonly Dictionary<string, ScoreColumn> _columns;

    internal OnnxScores(int rows, IEnumerable<ScoreColumn> columns)
    {
        Rows = rows;
        _columns = columns.ToDictionary(c => c.Name, StringComparer.Ordinal);
    }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>A numeric output, row-major [Rows, Width].</summary>
    /// <param name="output">The output's name.</param>
    /// <exception cref="ArgumentException">There is no such output, it holds something else, or its rows differ in width.</exception>
    public ReadOnlySpan<float> Floats(string output) => Find<float>(output).All;

    /// <summary>An integer output, row-major [Rows, Width]; truth values are 0 and 1.</summary>
    /// <inheritdoc cref="Floats(string)"/>
    public ReadOnlySpan<long> Integers(string output) => Find<long>(output).All;

    /// <summary>A string output, row-major [Rows, Width].</summary>
    /// <inheritdoc cref="Floats(string)"/>
    public IReadOnlyList<string> Strings(string output) => Find<string>(output).All;

    /// <summary>One row of a numeric output, whatever its width.</summary>
    /// <param name="output">The output's name.</param>
    /// <param name="row">The row.</param>
    /// <exception cref="ArgumentException">There is no such output, or it holds something else.</exception>
    public ReadOnlySpan<float> Floats(string output, int row) => Find<float>(output).Row(row);

    /// <summary>One row of an integer output, whatever its width.</summary>
    /// <inheritdoc cref="Floats(string, int)"/>
    public ReadOnlySpan<long> Integers(string output, int row) => Find<long>(output).Row(row);

    /// <summary>One row of a string output, whatever its width.</summary>
    /// <inheritdoc cref="Floats(string, int)"/>
    public ReadOnlySpan<string> Strings(string output, int row) => Find<string>(output).Row(row);

    private ScoreColumn<T> Find<T>(string output)
    {
        if (!_columns.TryGetValue(output, out var column))
        {
            throw new ArgumentException(
                $"The model has no output '{output}'; it has {string.Join(", ", _columns.Keys.Select(k => $"'{k}'"))}.", nameof(output));
        }

        return column as ScoreColumn<T>
            ?? throw new ArgumentException($"The output '{output}' holds {column.ElementType.Name}, not {typeof(T).Name}.", nameof(output));
    }
}
