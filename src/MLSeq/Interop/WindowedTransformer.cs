using Microsoft.ML;
using Microsoft.ML.Model.OnnxConverter;
using Microsoft.ML.Runtime;

namespace MLSeq.Interop;

/// <summary>A transformer that computes the added columns of many rows together.</summary>
/// <remarks>
/// A view over it reads a window of rows ahead, and gives the rows in their order; the next window is read while one is
/// computed. Rows are read only as they are asked for.
/// </remarks>
public abstract class WindowedTransformer : RowTransformer, ITransformer
{
    private protected WindowedTransformer(IHost host, string inputColumnName)
        : base(host, inputColumnName)
    {
    }

    /// <summary>How many rows the first window has, and how many one has at most.</summary>
    internal abstract (int First, int Most) WindowRows { get; }

    /// <summary>Ends the reading of rows.</summary>
    internal virtual CancellationToken CancellationToken => default;

    /// <summary>Adds the columns to data, lazily.</summary>
    /// <param name="input">The data.</param>
    /// <returns>The data with the added columns.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or not of the expected type.</exception>
    public new IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new WindowedView(this, input);
    }

    /// <summary>Whether a column is one that the added columns are computed from.</summary>
    internal bool Reads(string column) => InputColumnNames.Contains(column);

    /// <summary>The added columns.</summary>
    internal DataViewSchema.DetachedColumn[] OutputsOf(DataViewSchema inputSchema) => DescribeOutputs(inputSchema);

    /// <summary>Makes a window over a row or cursor.</summary>
    internal abstract RowWindow MakeWindow(DataViewRow row);

    /// <summary>See <see cref="RowTransformer"/>.</summary>
    internal void Export(OnnxContext context, DataViewSchema inputSchema) => ExportTo(context, inputSchema);

    /// <summary>Getters that compute row by row, as a <c>PredictionEngine</c> needs them.</summary>
    private protected sealed override Delegate?[] MakeGetters(DataViewRow row, Func<int, bool> isActive)
    {
        var count = DescribeOutputs(row.Schema).Length;
        if (!Enumerable.Range(0, count).Any(isActive))
        {
            return new Delegate?[count];
        }

        var window = MakeWindow(row);
        var place = new RowValue<int>(row, () =>
        {
            window.Clear();
            window.Read();
            window.Compute(CancellationToken);
            return 0;
        });
        return window.MakeGetters(() => place.Value, isActive);
    }
}
