using System.Globalization;
using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Interop;

namespace MLSeq;

/// <summary>The values that a label's keys stand for, in their own type, so that predictions can be mapped back.</summary>
internal abstract class LabelValues
{
    private static readonly (DataKind Kind, PrimitiveDataViewType Type)[] Kinds =
    [
        (DataKind.String, TextDataViewType.Instance),
        (DataKind.Boolean, BooleanDataViewType.Instance),
        (DataKind.SByte, NumberDataViewType.SByte),
        (DataKind.Byte, NumberDataViewType.Byte),
        (DataKind.Int16, NumberDataViewType.Int16),
        (DataKind.UInt16, NumberDataViewType.UInt16),
        (DataKind.Int32, NumberDataViewType.Int32),
        (DataKind.UInt32, NumberDataViewType.UInt32),
        (DataKind.Int64, NumberDataViewType.Int64),
        (DataKind.UInt64, NumberDataViewType.UInt64),
        (DataKind.Single, NumberDataViewType.Single),
        (DataKind.Double, NumberDataViewType.Double),
    ];

    /// <summary>The type of a value.</summary>
    public abstract PrimitiveDataViewType Type { get; }

    /// <summary>The values as text.</summary>
    public abstract IReadOnlyList<string> Texts { get; }

    /// <summary>Annotates a column with the values.</summary>
    public abstract void Annotate(DataViewSchema.Annotations.Builder annotations, string kind);

    /// <summary>Reads the values of a label column; null where its keys have none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The values are neither text nor Boolean nor numbers.</exception>
    public static LabelValues? Of(DataViewSchema.Column label)
    {
        if (label.Annotations.Schema.GetColumnOrNull(AnnotationKinds.KeyValues) is not { Type: VectorDataViewType vector } column)
        {
            return null;
        }

        return Kinds.Any(kind => kind.Type.Equals(vector.ItemType))
            ? (LabelValues)Generic(nameof(Read), vector.ItemType).Invoke(null, [label.Annotations, column])!
            : throw ColumnTypes.Mismatch(label.Name, "label", "keys whose values are text, Boolean or numbers", $"keys with values of {vector.ItemType}");
    }

    /// <summary>Writes the values.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write((byte)Kinds.First(kind => kind.Type.Equals(Type)).Kind);
        writer.Write(Texts.Count);
        foreach (var text in Texts)
        {
            writer.Write(text);
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The data is not what was written.</exception>
    public static LabelValues Load(BinaryReader reader, int expectedCount)
    {
        var code = (DataKind)reader.ReadByte();
        var type = Kinds.FirstOrDefault(kind => kind.Kind == code).Type
            ?? throw new InvalidDataException($"The saved labels are of unknown type {(int)code}.");
        var count = reader.ReadInt32();
        if (count != expectedCount)
        {
            throw new InvalidDataException($"The saved model has {count} labels; expected {expectedCount}, one for each class.");
        }

        // No memory is taken for a count that the file does not bear out.
        var texts = new List<string>();
        for (var i = 0; i < count; i++)
        {
            texts.Add(reader.ReadString());
        }

        return (LabelValues)Generic(nameof(Parse), type).Invoke(null, [type, texts])!;
    }

    private static LabelValues<T> Read<T>(DataViewSchema.Annotations annotations, DataViewSchema.Column column)
    {
        VBuffer<T> values = default;
        annotations.GetGetter<VBuffer<T>>(column)(ref values);
        return new(((VectorDataViewType)column.Type).ItemType, [.. values.DenseValues()]);
    }

    private static LabelValues<T> Parse<T>(PrimitiveDataViewType type, List<string> texts)
    {
        try
        {
            return new(type, [.. texts.Select(ParseOne)]);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw new InvalidDataException($"A saved label is not of type {type}: {e.Message}", e);
        }

        static T ParseOne(string text) => typeof(T) == typeof(ReadOnlyMemory<char>)
            ? (T)(object)text.AsMemory()
            : (T)Convert.ChangeType(text, typeof(T), CultureInfo.InvariantCulture);
    }

    private static MethodInfo Generic(string name, PrimitiveDataViewType type) =>
        typeof(LabelValues).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(type.RawType);
}

/// <inheritdoc/>
internal sealed class LabelValues<T>(PrimitiveDataViewType type, T[] values) : LabelValues
{
    /// <inheritdoc/>
    public override PrimitiveDataViewType Type => type;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Texts { get; } =
        Array.ConvertAll(values, value => string.Create(CultureInfo.InvariantCulture, $"{value}"));

    /// <inheritdoc/>
    public override void Annotate(DataViewSchema.Annotations.Builder annotations, string kind) => annotations.AddValues(kind, type, values);
}
