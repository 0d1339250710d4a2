namespace Microsoft.ML.Data;

/// <summary>The annotations that components agree on.</summary>
internal static partial class AnnotationUtils
{
    public static KeyDataViewType ScoreColumnSetIdType { get; } = new(typeof(uint), int.MaxValue);

    public static VectorDataViewType GetNamesType(int size) => new(TextDataViewType.Instance, size);

    public static KeyValuePair<string, DataViewType> GetPair(this DataViewType type, string kind) => new(kind, type);

    public static KeyValuePair<string, DataViewType> GetSlotNamesPair(int size) => new(Kinds.SlotNames, GetNamesType(size));

    public static KeyValuePair<string, DataViewType> GetKeyNamesPair(int size) => new(Kinds.KeyValues, GetNamesType(size));

    public static bool HasSlotNames(this SchemaShape.Column col) =>
        col.Annotations.TryFindColumn(Kinds.SlotNames, out var names)
        && names.Kind == SchemaShape.Column.VectorKind.Vector && names.ItemType.Equals(TextDataViewType.Instance);

    public static bool NeedsSlotNames(this SchemaShape.Column col) => col.HasSlotNames();

    public static bool HasSlotNames(this DataViewSchema.Column column, int vectorSize) =>
        vectorSize > 0 && column.Annotations.Schema.GetColumnOrNull(Kinds.SlotNames)?.Type is VectorDataViewType type
        && type.Size == vectorSize && type.ItemType is TextDataViewType;

    public static bool IsNormalized(this SchemaShape.Column column) =>
        column.Annotations.TryFindColumn(Kinds.IsNormalized, out var flag)
        && flag.Kind == SchemaShape.Column.VectorKind.Scalar && flag.ItemType.Equals(BooleanDataViewType.Instance);

    /// <summary>The annotations of a trainer's score column.</summary>
    public static IEnumerable<SchemaShape.Column> GetTrainerOutputAnnotation(bool isNormalized = false)
    {
        yield return new(Kinds.ScoreColumnSetId, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, true);
        yield return Text(Kinds.ScoreColumnKind);
        yield return Text(Kinds.ScoreValueKind);
        if (isNormalized)
        {
            yield return new(Kinds.IsNormalized, SchemaShape.Column.VectorKind.Scalar, BooleanDataViewType.Instance, false);
        }
    }

    /// <summary>The annotations of a multiclass trainer's score column: those of every trainer's, and the classes as slot names.</summary>
    public static IEnumerable<SchemaShape.Column> AnnotationsForMulticlassScoreColumn(SchemaShape.Column? labelColumn = null)
    {
        if (labelColumn is { IsKey: true } label && label.Annotations.TryFindColumn(Kinds.KeyValues, out var values)
            && values.Kind == SchemaShape.Column.VectorKind.Vector)
        {
            if (values.ItemType.Equals(TextDataViewType.Instance))
            {
                yield return new(Kinds.SlotNames, SchemaShape.Column.VectorKind.Vector, values.ItemType, false);
            }

            yield return new(Kinds.TrainingLabelValues, SchemaShape.Column.VectorKind.Vector, values.ItemType, false);
        }

        foreach (var column in GetTrainerOutputAnnotation())
        {
            yield return column;
        }
    }

    private static SchemaShape.Column Text(string kind) => new(kind, SchemaShape.Column.VectorKind.Scalar, TextDataViewType.Instance, false);
}
