using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Leaves columns out.</summary>
public sealed class ColumnSelectingTransformer : ITransformer
{
    internal const string LoaderSignature = "StandinSelect";

    private readonly string[] _names;
    private readonly bool _drop;
    private readonly bool _keepHidden;

    internal ColumnSelectingTransformer(string[] columnNames, bool drop, bool keepHidden)
    {
        ArgumentNullException.ThrowIfNull(columnNames);
        _names = columnNames;
        _drop = drop;
        _keepHidden = keepHidden;
    }

    bool ITransformer.IsRowToRowMapper => true;

    internal static ColumnSelectingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        _ = env;
        ctx.CheckAtModel(Version);
        var drop = ctx.Reader.ReadBoolean();
        var keepHidden = ctx.Reader.ReadBoolean();
        var count = ctx.Reader.ReadInt32();
        if (count < 0 || count > ctx.Header.BodyLength)
        {
            throw new FormatException($"The model is damaged: '{LoaderSignature}' has {count} columns.");
        }

        return new([.. Enumerable.Range(0, count).Select(_ => ctx.LoadNonEmptyString())], drop, keepHidden);
    }

    private static VersionInfo Version => new("XF SELCT", 0x00010001, 0x00010001, 0x00010001, typeof(ColumnSelectingTransformer).Assembly.FullName, LoaderSignature);

    /// <inheritdoc/>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => new SelectedColumns(inputSchema, Kept(inputSchema)).OutputSchema;

    /// <inheritdoc/>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new SelectedDataView(input, new(input.Schema, Kept(input.Schema)));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => new SelectedColumns(inputSchema, Kept(inputSchema));

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(Version);
        ctx.Writer.Write(_drop);
        ctx.Writer.Write(_keepHidden);
        ctx.Writer.Write(_names.Length);
        foreach (var name in _names)
        {
            ctx.SaveNonEmptyString(name);
        }
    }

    /// <summary>The columns that stay; selected ones in the order in which they were named.</summary>
    private DataViewSchema.Column[] Kept(DataViewSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        foreach (var name in _names)
        {
            if (schema.GetColumnOrNull(name) == null)
            {
                throw new ArgumentOutOfRangeException(nameof(schema), $"Could not find input column '{name}'; the columns are {schema}.");
            }
        }

        return _drop
            ? [.. schema.Where(c => !_names.Contains(c.Name) && (_keepHidden || !c.IsHidden))]
            : [.. _names.SelectMany(name => schema.Where(c => c.Name == name && (_keepHidden || !c.IsHidden)))];
    }
}
