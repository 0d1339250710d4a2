using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms.Text;

/// <summary>Reads a column of text, or of vectors of text, as vectors.</summary>
internal static class TextReaders
{
    public static Func<VBuffer<ReadOnlyMemory<char>>> Create(DataViewRow row, DataViewSchema.Column column)
    {
        VBuffer<ReadOnlyMemory<char>> buffer = default;
        if (column.Type is VectorDataViewType)
        {
            var vectorGetter = row.GetGetter<VBuffer<ReadOnlyMemory<char>>>(column);
            return () =>
            {
                vectorGetter(ref buffer);
                return buffer;
            };
        }

        var getter = row.GetGetter<ReadOnlyMemory<char>>(column);
        return () =>
        {
            var editor = VBufferEditor.Create(ref buffer, 1);
            getter(ref editor.Values[0]);
            buffer = editor.Commit();
            return buffer;
        };
    }
}
