using Microsoft.ML;
using Microsoft.ML.Model.OnnxConverter;

namespace MLSeq.Interop;

/// <summary>Data with the columns of a <see cref="WindowedTransformer"/> added, computed window by window as rows are read.</summary>
/// <remarks>
/// It shows itself to ML.NET's exporter as a stage, only to make the export fail: a view of unknown kind would be taken
/// for the source of the data, and the stages before it left out without a word.
/// </remarks>
internal sealed class WindowedView : ITransformCanSaveOnnx
{
    private readonly WindowedTransformer _transformer;

    public WindowedView(WindowedTransformer transformer, IDataView source)
    {
        _transformer = transformer;
        Source = source;
        var schema = new DataViewSchema.Builder();
        schema.AddColumns(source.Schema);
        schema.AddColumns(transformer.OutputsOf(source.Schema));
        Schema = schema.ToSchema();
    }

    public IDataView Source { get; }

    public DataViewSchema Schema { get; }

    public bool CanShuffle => Source.CanShuffle;

    public long? GetRowCount() => Source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var needed = Needed(columnsNeeded);
        return Wrap(Source.GetRowCursor(SourceColumns(needed), rand), needed);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        var needed = Needed(columnsNeeded);
        return Array.ConvertAll(Source.GetRowCursorSet(SourceColumns(needed), n, rand), cursor => Wrap(cursor, needed));
    }

    public bool CanSaveOnnx(OnnxContext ctx) => true;

    public void SaveAsOnnx(OnnxContext ctx) => _transformer.Export(ctx, Source.Schema);

    public void Save(ModelSaveContext ctx) =>
        throw new NotSupportedException("Data with the columns of a transformer is not saved; save the transformer with mlContext.Model.Save.");

    private bool[] Needed(IEnumerable<DataViewSchema.Column> columns)
    {
        var needed = new bool[Schema.Count];
        foreach (var column in columns)
        {
            needed[column.Index] = true;
        }

        return needed;
    }

    // Columns of the source keep their places; the added ones follow.
    private IEnumerable<DataViewSchema.Column> SourceColumns(bool[] needed)
    {
        var added = needed.AsSpan(Source.Schema.Count).Contains(true);
        return [.. Source.Schema.Where(column => needed[column.Index] || (added && !column.IsHidden && _transformer.Reads(column.Name)))];
    }

    private WindowedCursor Wrap(DataViewRowCursor cursor, bool[] needed) => new(_transformer, cursor, Schema, needed);
}
