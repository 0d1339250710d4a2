using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed partial class DataViewSchema
{
    /// <summary>What is known of a column besides its type: named values, such as the text of each key.</summary>
    public sealed partial class Annotations
    {
        private readonly Delegate[] _getters;

        internal Annotations(DataViewSchema schema, Delegate[] getters)
        {
            Schema = schema;
            _getters = getters;
        }

        /// <summary>No annotations.</summary>
        public static Annotations Empty { get; } = new(new([]), []);

        /// <summary>The kinds of annotation there are, as columns.</summary>
        public DataViewSchema Schema { get; }

        /// <summary>A getter of an annotation.</summary>
        public ValueGetter<TValue> GetGetter<TValue>(Column column)
        {
            if ((uint)column.Index >= (uint)_getters.Length)
            {
                throw new ArgumentOutOfRangeException(nameof(column), $"There is no annotation at {column.Index}: {this}.");
            }

            return RowAccess.CheckGetter<TValue>(_getters[column.Index], column);
        }

        /// <summary>Fills in the value of a kind of annotation.</summary>
        public void GetValue<TValue>(string kind, ref TValue value)
        {
            var column = Schema.GetColumnOrNull(kind)
                ?? throw new InvalidOperationException($"There is no annotation of kind '{kind}'; there are: {this}.");
            GetGetter<TValue>(column)(ref value);
        }

        /// <inheritdoc/>
        public override string ToString() => $"{{{string.Join(", ", Schema.Select(c => $"{c.Name}: {c.Type}"))}}}";

        internal Delegate GetGetterInternal(int index) => _getters[index];
    }
}
