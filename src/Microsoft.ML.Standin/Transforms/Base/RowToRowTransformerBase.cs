using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A transformer that computes new columns of a row from those that it has.</summary>
public abstract partial class RowToRowTransformerBase : ITransformer
{
    /// <summary>The environment.</summary>
    private protected readonly IHost Host;

    private protected RowToRowTransformerBase(IHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        Host = host;
    }

    bool ITransformer.IsRowToRowMapper => true;

    /// <inheritdoc/>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return RowToRowMapperTransform.GetOutputSchema(inputSchema, MakeRowMapper(inputSchema));
    }

    /// <inheritdoc/>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return MakeDataTransform(input);
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) => SaveModel(ctx);

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new RowToRowMapperTransform(Host, new EmptyDataView(inputSchema), MakeRowMapper(inputSchema), MakeRowMapper);
    }

    private protected abstract void SaveModel(ModelSaveContext ctx);

    private protected abstract IRowMapper MakeRowMapper(DataViewSchema schema);

    private protected RowToRowMapperTransform MakeDataTransform(IDataView input) =>
        new(Host, input, MakeRowMapper(input.Schema), MakeRowMapper);
}
