using System.Globalization;
using Microsoft.ML;
using MLSeq.Interop;

namespace MLSeq;

/// <summary>The values that a label's keys stand for.</summary>
/// <typeparam name="T">Their type.</typeparam>
internal sealed class LabelValues<T>(LabelKind kind, T[] values) : LabelValues(kind)
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Texts { get; } =
        Array.ConvertAll(values, value => string.Create(CultureInfo.InvariantCulture, $"{value}"));

    /// <inheritdoc/>
    public override void Annotate(DataViewSchema.Annotations.Builder annotations, string annotationKind) =>
        annotations.AddValues(annotationKind, Type, values);
}
