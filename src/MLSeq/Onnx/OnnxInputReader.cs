using Microsoft.ML;
using MLSeq.Onnx.Scoring;

namespace MLSeq.Onnx;

/// <summary>Collects rows of a column that goes into a graph.</summary>
internal abstract class OnnxInputReader
{
    /// <summary>The rows.</summary>
    public abstract OnnxRows Rows { get; }

    /// <summary>Forgets the rows.</summary>
    public abstract void Clear();

    /// <summary>Appends the current row.</summary>
    public abstract void Read();

    /// <summary>Makes a reader of a graph's input.</summary>
    public static OnnxInputReader Create(DataViewRow row, string columnName, OnnxColumn input)
    {
        var column = row.Schema[columnName];
        return (input.ElementType, input.Width) switch
        {
            (OnnxElementType.String, 1) => new Reader<string>(First(ColumnValues.Texts(row, column)), OnnxRows.Texts),
            (OnnxElementType.String, null) => Words(row, column),
            (OnnxElementType.String, _) => new Reader<string[]>(ColumnValues.Texts(row, column), OnnxRows.Tokens),
            (OnnxElementType.Int64 or OnnxElementType.Int32, null) => Sequences(FeatureReader.Create(row, columnName, 0), reader => reader.Ids.ToArray(), OnnxRows.Ids),
            (OnnxElementType.Int64 or OnnxElementType.Int32, _) => new Reader<long[]>(ColumnValues.WholeNumbers(row, column), OnnxRows.Integers),
            (OnnxElementType.Bool, _) => new Reader<bool[]>(ColumnValues.Of<bool, bool>(row, column, value => value), OnnxRows.Flags),
            (OnnxElementType.Double, _) => new Reader<double[]>(ColumnValues.Of<double, double>(row, column, value => value), OnnxRows.Doubles),
            (_, null) => Sequences(FeatureReader.Create(row, columnName, input.StepSize), reader => reader.Frames.ToArray(), OnnxRows.Numbers),
            _ => new Reader<float[]>(ColumnValues.Of<float, float>(row, column, value => value), OnnxRows.Numbers),
        };
    }

    private static Func<string> First(Func<string[]> texts) => () => texts()[0];

    private static Reader<string[]> Words(DataViewRow row, DataViewSchema.Column column)
    {
        var reader = WordReader.Create(row, column);
        var words = new List<string>();
        return new(() =>
        {
            words.Clear();
            reader.Read((_, word) => words.Add(word!));
            return [.. words];
        }, OnnxRows.Tokens);
    }

    private static Reader<T[]> Sequences<T>(FeatureReader reader, Func<FeatureReader, T[]> copy, Func<IReadOnlyList<T[]>, OnnxRows> make) => new(() =>
    {
        reader.Read();
        return copy(reader);
    }, make);

    private sealed class Reader<T>(Func<T> read, Func<IReadOnlyList<T>, OnnxRows> make) : OnnxInputReader
    {
        private readonly List<T> _rows = [];

        public override OnnxRows Rows => make(_rows);

        public override void Clear() => _rows.Clear();

        public override void Read() => _rows.Add(read());
    }
}
