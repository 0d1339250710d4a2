namespace Microsoft.ML.Data;

/// <summary>Reads the annotations that components agree on.</summary>
public static class SchemaAnnotationsExtensions
{
    /// <summary>Whether the column's annotations tell what each key stands for, as text where no type is given.</summary>
    public static bool HasKeyValues(this DataViewSchema.Column column, PrimitiveDataViewType keyValueItemType = null) =>
        DataViewTypes.ItemTypeOf(column.Type) is KeyDataViewType key
        && column.Annotations.Schema.GetColumnOrNull(AnnotationUtils.Kinds.KeyValues)?.Type is VectorDataViewType type
        && (ulong)type.Size == key.Count && type.ItemType.Equals(keyValueItemType ?? TextDataViewType.Instance);

    /// <summary>Whether the column's annotations name each item of its vectors.</summary>
    public static bool HasSlotNames(this DataViewSchema.Column column) =>
        column.Type is VectorDataViewType vector && column.HasSlotNames(vector.Size);

    /// <summary>Whether the column's annotations say that its numbers are normalized.</summary>
    public static bool IsNormalized(this DataViewSchema.Column column)
    {
        if (column.Annotations.Schema.GetColumnOrNull(AnnotationUtils.Kinds.IsNormalized)?.Type is not BooleanDataViewType)
        {
            return false;
        }

        var value = false;
        column.Annotations.GetValue(AnnotationUtils.Kinds.IsNormalized, ref value);
        return value;
    }

    /// <summary>Fills in what each key, from 1 on, stands for.</summary>
    public static void GetKeyValues<TValue>(this DataViewSchema.Column column, ref VBuffer<TValue> keyValues) =>
        column.Annotations.GetValue(AnnotationUtils.Kinds.KeyValues, ref keyValues);

    /// <summary>Fills in the name of each item of the vectors.</summary>
    public static void GetSlotNames(this DataViewSchema.Column column, ref VBuffer<ReadOnlyMemory<char>> slotNames) =>
        column.Annotations.GetValue(AnnotationUtils.Kinds.SlotNames, ref slotNames);
}
