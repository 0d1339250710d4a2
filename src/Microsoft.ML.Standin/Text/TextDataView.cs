using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The rows of text files, read line by line.</summary>
internal sealed class TextDataView(IHost host, IMultiStreamSource source, TextLoader.Options options, TextColumn[] columns, DataViewSchema schema) : IDataView
{
    public DataViewSchema Schema => schema;

    public bool CanShuffle => false;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) => new Cursor(this, columnsNeeded);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) => [GetRowCursor(columnsNeeded, rand)];

    private TextLines OpenLines() => new(source, options);

    private sealed class Cursor(TextDataView parent, IEnumerable<DataViewSchema.Column> columnsNeeded) : SourceCursor(parent.Schema, columnsNeeded)
    {
        private readonly TextLines _lines = parent.OpenLines();
        private long _badValues;

        protected override bool MoveNextCore()
        {
            if (_lines.MoveNext())
            {
                return true;
            }

            if (_badValues > 0)
            {
                using var channel = parent.Host.Start("Parsing");
                channel.Info(MessageSensitivity.None, "Processed {0} rows with {1} bad values", Position + 1, _badValues);
            }

            return false;
        }

        protected override Delegate CreateGetter(int column)
        {
            var type = Schema[column].Type;
            return Generic.Call<Delegate>(
                typeof(Cursor), type is VectorDataViewType ? nameof(VectorGetter) : nameof(ValueGetter),
                [DataViewTypes.ItemTypeOf(type).RawType], this, parent.Column(column));
        }

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            if (disposing)
            {
                _lines.Dispose();
            }
        }

        private static ValueGetter<T> ValueGetter<T>(Cursor cursor, TextColumn column)
        {
            var read = Reader<T>(cursor, column);
            return (ref T value) => value = read()[0];
        }

        private static ValueGetter<VBuffer<T>> VectorGetter<T>(Cursor cursor, TextColumn column)
        {
            var read = Reader<T>(cursor, column);
            return (ref VBuffer<T> value) =>
            {
                var values = read();
                var editor = VBufferEditor.Create(ref value, values.Count);
                values.CopyTo(editor.Values);
                value = editor.Commit();
            };
        }

        /// <summary>A function that parses the column's fields of the current line; once a line.</summary>
        private static Func<List<T>> Reader<T>(Cursor cursor, TextColumn column)
        {
            var parser = FieldParser.For<T>((PrimitiveDataViewType)DataViewTypes.ItemTypeOf(column.Type));
            var fields = new List<ReadOnlyMemory<char>>();
            var values = new List<T>();
            var position = -1L;
            return () =>
            {
                cursor.CheckOnRow();
                if (position != cursor.Position)
                {
                    column.Select(cursor._lines.Fields, fields);
                    values.Clear();
                    foreach (var field in fields)
                    {
                        values.Add(cursor.Parse(parser, field, column));
                    }

                    position = cursor.Position;
                }

                return values;
            };
        }

        private T Parse<T>(FieldParser.Parser<T> parser, ReadOnlyMemory<char> field, TextColumn column)
        {
            if (field.Length == 0 && parent.MissingAsNaN)
            {
                return Missing<T>();
            }

            if (!parser(field, out var value))
            {
                // Numbers and keys have a value for what is missing; other types do not.
                if (value is not (float or double) && DataViewTypes.ItemTypeOf(column.Type) is not KeyDataViewType)
                {
                    throw new FormatException($"{_lines.Path}: could not parse value '{field}' in line {_lines.Number}, column {column.Name}, as {DataViewTypes.ItemTypeOf(column.Type)}.");
                }

                _badValues++;
            }

            return value;
        }
    }

    private IHost Host => host;

    private bool MissingAsNaN => options.MissingRealsAsNaNs;

    private static T Missing<T>() => typeof(T) == typeof(float) ? (T)(object)float.NaN
        : typeof(T) == typeof(double) ? (T)(object)double.NaN
        : default;

    private TextColumn Column(int index) => columns[index];
}
