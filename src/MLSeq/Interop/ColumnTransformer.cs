using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace MLSeq.Interop;

/// <summary>A transformer that adds one column, computed from one input column of the same row.</summary>
public abstract class ColumnTransformer : RowTransformer
{
    private readonly VersionInfo _version;

    private protected ColumnTransformer(IHost host, VersionInfo version, string outputColumnName, string inputColumnName)
        : base(host, inputColumnName)
    {
        _version = version;
        OutputColumnName = outputColumnName;
    }

    /// <summary>The name of the added column.</summary>
    public string OutputColumnName { get; }

    /// <summary>Reads what stands before a saved transformer's own data.</summary>
    private protected static (string Output, string Input) LoadNames(ModelLoadContext context, VersionInfo version)
    {
        context.CheckAtModel(version);
        var output = context.LoadNonEmptyString();
        return (output, context.LoadNonEmptyString());
    }

    /// <summary>Checks the input's schema and describes the added column.</summary>
    private protected abstract DataViewSchema.DetachedColumn DescribeOutput(DataViewSchema inputSchema);

    /// <summary>Makes the column's getter for a cursor, which owns its buffers.</summary>
    private protected abstract Delegate MakeGetter(DataViewRow row);

    /// <summary>Writes the transformer's own data, behind the names of its columns.</summary>
    private protected abstract void SaveTo(BinaryWriter writer);

    private protected sealed override DataViewSchema.DetachedColumn[] DescribeOutputs(DataViewSchema inputSchema) => [DescribeOutput(inputSchema)];

    private protected sealed override Delegate?[] MakeGetters(DataViewRow row, Func<int, bool> isActive) => [isActive(0) ? MakeGetter(row) : null];

    private protected sealed override void SaveTo(ModelSaveContext context)
    {
        context.SetVersionInfo(_version);
        context.SaveNonEmptyString(OutputColumnName);
        context.SaveNonEmptyString(InputColumnName);
        SaveTo(context.Writer);
    }
}
