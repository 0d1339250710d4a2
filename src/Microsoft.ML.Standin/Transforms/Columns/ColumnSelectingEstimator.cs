using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Leaves columns out.</summary>
public sealed class ColumnSelectingEstimator : TrivialEstimator<ColumnSelectingTransformer>
{
    private readonly string[] _names;
    private readonly bool _drop;

    internal ColumnSelectingEstimator(IHostEnvironment env, string[] columnNames, bool drop, bool keepHidden)
        : base(env.Register(nameof(ColumnSelectingEstimator)), new(columnNames, drop, keepHidden))
    {
        _names = columnNames;
        _drop = drop;
    }

    /// <inheritdoc/>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var named = _names.Select(inputSchema.Find).ToArray();
        return new(_drop ? inputSchema.Where(c => !_names.Contains(c.Name)) : named);
    }
}
