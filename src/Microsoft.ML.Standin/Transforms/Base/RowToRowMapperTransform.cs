using Microsoft.ML.Model.OnnxConverter;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The input's data with the columns of a mapper after them.</summary>
internal sealed class RowToRowMapperTransform : IRowToRowMapper, ITransformCanSaveOnnx
{
    private readonly IDataView _input;
    private readonly IRowMapper _mapper;

    public RowToRowMapperTransform(IHostEnvironment env, IDataView input, IRowMapper mapper, Func<DataViewSchema, IRowMapper> mapperFactory)
    {
        _ = env;
        _ = mapperFactory;
        _input = input;
        _mapper = mapper;
        OutputSchema = GetOutputSchema(input.Schema, mapper);
    }

    public DataViewSchema InputSchema => _input.Schema;

    public DataViewSchema OutputSchema { get; }

    public DataViewSchema Schema => OutputSchema;

    public bool CanShuffle => _input.CanShuffle;

    IDataView IDataTransform.Source => _input;

    public static DataViewSchema GetOutputSchema(DataViewSchema inputSchema, IRowMapper mapper)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(inputSchema);
        builder.AddColumns(mapper.GetOutputColumns());
        return builder.ToSchema();
    }

    bool ICanSaveOnnx.CanSaveOnnx(OnnxContext ctx) => (_mapper as ICanSaveOnnx)?.CanSaveOnnx(ctx) == true;

    void ISaveAsOnnx.SaveAsOnnx(OnnxContext ctx) => (_mapper as ISaveAsOnnx)?.SaveAsOnnx(ctx);

    void ICanSaveModel.Save(ModelSaveContext ctx) => throw new NotSupportedException("Data is not saved as a model; its transformer is.");

    public long? GetRowCount() => _input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var active = RowAccess.ActiveColumns(OutputSchema, columnsNeeded);
        return new MappedCursor(_input.GetRowCursor(Dependencies(active), rand), Map, active);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        var active = RowAccess.ActiveColumns(OutputSchema, columnsNeeded);
        return [.. _input.GetRowCursorSet(Dependencies(active), n, rand).Select(cursor => new MappedCursor(cursor, Map, active))];
    }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        Dependencies(RowAccess.ActiveColumns(OutputSchema, dependingColumns));

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (!ReferenceEquals(input.Schema, InputSchema))
        {
            throw new ArgumentException("The row is not of the schema that the mapper was made for.", nameof(input));
        }

        return Map(input, RowAccess.ActiveColumns(OutputSchema, activeColumns));
    }

    internal ITransformer GetTransformer() => _mapper.GetTransformer();

    private List<DataViewSchema.Column> Dependencies(bool[] active)
    {
        var needed = _mapper.GetDependencies(i => active[InputSchema.Count + i]);
        return [.. InputSchema.Where(c => active[c.Index] || needed(c.Index))];
    }

    private MappedRow Map(DataViewRow input, bool[] active)
    {
        var getters = _mapper.CreateGetters(input, i => active[InputSchema.Count + i], out var disposer);
        return new(input, OutputSchema, active, getters, disposer);
    }
}
