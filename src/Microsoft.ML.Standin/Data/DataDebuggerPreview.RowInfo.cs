namespace Microsoft.ML.Data;

public sealed partial class DataDebuggerPreview
{
    /// <summary>The values of a row.</summary>
    public sealed class RowInfo
    {
        private readonly DataViewSchema _schema;

        internal RowInfo(DataViewSchema schema, KeyValuePair<string, object>[] values)
        {
            _schema = schema;
            Values = values;
        }

        /// <summary>The names and values of the columns.</summary>
        public KeyValuePair<string, object>[] Values { get; }

        /// <inheritdoc/>
        public override string ToString() => $"{_schema.Count} columns";
    }
}
