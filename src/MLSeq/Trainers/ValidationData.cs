using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Interop;

namespace MLSeq;

/// <summary>The data that the best epoch is found on, which is read as the training data is.</summary>
internal static class ValidationData
{
    /// <summary>Checks that columns hold the same in the validation data as in the training data; their shapes are known to fit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column's items are of another type, or its keys stand for other values.</exception>
    public static void Check(DataViewSchema training, DataViewSchema validation, params ReadOnlySpan<string> columnNames)
    {
        foreach (var name in columnNames)
        {
            var (expected, found) = (training[name], validation[name]);
            if (!ItemType(found).Equals(ItemType(expected)))
            {
                throw ColumnTypes.Mismatch(found, "validation", $"{expected.Type}, as in the training data");
            }

            // As many keys may stand for other values, or for the same in another order.
            if (!KeyTexts(found).SequenceEqual(KeyTexts(expected)))
            {
                throw ColumnTypes.Mismatch(
                    name, "validation", "keys for the same values in the same order as in the training data", "keys for other values");
            }
        }
    }

    /// <summary>Of a vector of known size, what counts is its items.</summary>
    private static DataViewType ItemType(DataViewSchema.Column column) => column.Type is VectorDataViewType vector ? vector.ItemType : column.Type;

    private static IReadOnlyList<string> KeyTexts(DataViewSchema.Column column)
    {
        var values = column.Annotations.Schema.GetColumnOrNull(AnnotationKinds.KeyValues)?.Type as VectorDataViewType;
        return values is not null && LabelKind.Of(values.ItemType) is not null ? LabelValues.Of(column)!.Texts : [];
    }
}
