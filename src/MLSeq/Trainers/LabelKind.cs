using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLSeq;

/// <summary>A type that the values of labels can have.</summary>
/// <param name="code">How it is saved.</param>
/// <param name="type">The type.</param>
internal abstract class LabelKind(DataKind code, PrimitiveDataViewType type)
{
    private static readonly LabelKind[] All =
    [
        new Kind<ReadOnlyMemory<char>>(DataKind.String, TextDataViewType.Instance, text => text.AsMemory()),
        new Kind<bool>(DataKind.Boolean, BooleanDataViewType.Instance, bool.Parse),
        Number<sbyte>(DataKind.SByte, NumberDataViewType.SByte),
        Number<byte>(DataKind.Byte, NumberDataViewType.Byte),
        Number<short>(DataKind.Int16, NumberDataViewType.Int16),
        Number<ushort>(DataKind.UInt16, NumberDataViewType.UInt16),
        Number<int>(DataKind.Int32, NumberDataViewType.Int32),
        Number<uint>(DataKind.UInt32, NumberDataViewType.UInt32),
        Number<long>(DataKind.Int64, NumberDataViewType.Int64),
        Number<ulong>(DataKind.UInt64, NumberDataViewType.UInt64),
        Number<float>(DataKind.Single, NumberDataViewType.Single),
        Number<double>(DataKind.Double, NumberDataViewType.Double),
    ];

    /// <summary>How the type is saved.</summary>
    public DataKind Code => code;

    /// <summary>The type.</summary>
    public PrimitiveDataViewType Type => type;

    /// <summary>Finds the kind of a type; null where labels cannot be of that type.</summary>
    public static LabelKind? Of(DataViewType type) => Array.Find(All, kind => kind.Type.Equals(type));

    /// <summary>Finds the kind that was saved; null where there is none.</summary>
    public static LabelKind? Of(DataKind code) => Array.Find(All, kind => kind.Code == code);

    /// <summary>Reads the values from an annotation of a column.</summary>
    public abstract LabelValues Read(DataViewSchema.Annotations annotations, DataViewSchema.Column column);

    /// <summary>Reads the values from their texts.</summary>
    /// <exception cref="FormatException">A text is not of this type.</exception>
    /// <exception cref="OverflowException">A number does not fit.</exception>
    public abstract LabelValues Parse(IReadOnlyList<string> texts);

    private static Kind<T> Number<T>(DataKind code, NumberDataViewType type)
        where T : IParsable<T> =>
        new(code, type, text => T.Parse(text, CultureInfo.InvariantCulture));

    private sealed class Kind<T>(DataKind code, PrimitiveDataViewType type, Func<string, T> parse) : LabelKind(code, type)
    {
        public override LabelValues Read(DataViewSchema.Annotations annotations, DataViewSchema.Column column)
        {
            VBuffer<T> values = default;
            annotations.GetGetter<VBuffer<T>>(column)(ref values);
            return new LabelValues<T>(this, [.. values.DenseValues()]);
        }

        public override LabelValues Parse(IReadOnlyList<string> texts) => new LabelValues<T>(this, [.. texts.Select(parse)]);
    }
}
