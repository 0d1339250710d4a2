using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Interop;
using MLSeq.Text;

namespace MLSeq;

/// <summary>The values that a label's keys stand for, in their own type, so that predictions can be mapped back.</summary>
/// <param name="kind">Their type.</param>
internal abstract class LabelValues(LabelKind kind)
{
    private const int LongestText = 1 << 20;

    /// <summary>The type of a value.</summary>
    public PrimitiveDataViewType Type => kind.Type;

    /// <summary>The values as text.</summary>
    public abstract IReadOnlyList<string> Texts { get; }

    /// <summary>Annotates a column with the values.</summary>
    public abstract void Annotate(DataViewSchema.Annotations.Builder annotations, string annotationKind);

    /// <summary>Reads the values of a label column; null where its keys have none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The values are neither text nor Boolean nor numbers.</exception>
    public static LabelValues? Of(DataViewSchema.Column label)
    {
        if (label.Annotations.Schema.GetColumnOrNull(AnnotationKinds.KeyValues) is not { Type: VectorDataViewType vector } column)
        {
            return null;
        }

        var kind = LabelKind.Of(vector.ItemType) ?? throw ColumnTypes.Mismatch(
            label.Name, "label", "keys whose values are text, Boolean or numbers", $"keys with values of {vector.ItemType}");
        return kind.Read(label.Annotations, column);
    }

    /// <summary>Writes the values.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write((byte)kind.Code);
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
        var kind = LabelKind.Of(code) ?? throw new InvalidDataException($"The saved labels are of unknown type {(int)code}.");
        var count = reader.ReadInt32();
        if (count != expectedCount)
        {
            throw new InvalidDataException($"The saved model has {count} labels; expected {expectedCount}, one for each class.");
        }

        // No memory is taken for a count that the file does not bear out.
        var texts = new List<string>();
        for (var i = 1; i <= count; i++)
        {
            texts.Add(UntrustedData.ReadText(reader, $"label {i} of {count}", LongestText));
        }

        try
        {
            return kind.Parse(texts);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw new InvalidDataException($"A saved label is not of type {kind.Type}: {e.Message}", e);
        }
    }
}
