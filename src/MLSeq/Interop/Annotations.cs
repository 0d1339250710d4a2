using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLSeq.Interop;

/// <summary>Annotations of columns, as ML.NET's own components write and read them.</summary>
internal static class Annotations
{
    /// <summary>Adds a vector of names, for instance the values of keys.</summary>
    public static void AddNames(this DataViewSchema.Annotations.Builder builder, string kind, ReadOnlyMemory<char>[] names) =>
        builder.AddValues(kind, TextDataViewType.Instance, names);

    /// <summary>Adds a vector of values, for instance the values of keys.</summary>
    public static void AddValues<T>(this DataViewSchema.Annotations.Builder builder, string kind, PrimitiveDataViewType type, T[] values) =>
        builder.Add(
            kind,
            new VectorDataViewType(type, values.Length),
            (ref VBuffer<T> value) => new VBuffer<T>(values.Length, values).CopyTo(ref value));

    /// <summary>Marks an output of a predictor.</summary>
    /// <param name="builder">The annotations of the output's column.</param>
    /// <param name="kind">What is predicted, for instance <c>MulticlassClassification</c>.</param>
    /// <param name="value">What the column holds: <c>Score</c>, <c>Probability</c> or <c>PredictedLabel</c>.</param>
    public static void AddPrediction(this DataViewSchema.Annotations.Builder builder, string kind, string value)
    {
        builder.AddPrimitiveValue(AnnotationKinds.ScoreColumnSetId, SetIdType, 1u);
        builder.AddPrimitiveValue(AnnotationKinds.ScoreColumnKind, TextDataViewType.Instance, kind.AsMemory());
        builder.AddPrimitiveValue(AnnotationKinds.ScoreValueKind, TextDataViewType.Instance, value.AsMemory());
    }

    /// <summary>The text that a column is annotated with; null where there is none.</summary>
    public static string? TextAnnotation(this DataViewSchema.Column column, string kind)
    {
        if (column.Annotations.Schema.GetColumnOrNull(kind) is not { Type: TextDataViewType } annotation)
        {
            return null;
        }

        ReadOnlyMemory<char> text = default;
        column.Annotations.GetGetter<ReadOnlyMemory<char>>(annotation)(ref text);
        return text.ToString();
    }

    /// <summary>The texts that a column's keys stand for, of key 1 first; null where it has no keys, or keys without texts.</summary>
    public static IReadOnlyList<string>? KeyTexts(this DataViewSchema.Column column)
    {
        if (((column.Type as VectorDataViewType)?.ItemType ?? column.Type) is not KeyDataViewType
            || column.Annotations.Schema.GetColumnOrNull(AnnotationKinds.KeyValues) is not { Type: VectorDataViewType { ItemType: TextDataViewType } } values)
        {
            return null;
        }

        VBuffer<ReadOnlyMemory<char>> texts = default;
        column.Annotations.GetGetter<VBuffer<ReadOnlyMemory<char>>>(values)(ref texts);
        return [.. texts.DenseValues().Select(text => text.ToString())];
    }

    /// <summary>The shape of what <see cref="AddPrediction"/> adds.</summary>
    public static IEnumerable<SchemaShape.Column> PredictionShape() =>
    [
        new(AnnotationKinds.ScoreColumnSetId, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, true),
        new(AnnotationKinds.ScoreColumnKind, SchemaShape.Column.VectorKind.Scalar, TextDataViewType.Instance, false),
        new(AnnotationKinds.ScoreValueKind, SchemaShape.Column.VectorKind.Scalar, TextDataViewType.Instance, false),
    ];

    private static KeyDataViewType SetIdType { get; } = new(typeof(uint), int.MaxValue);
}
