using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Values and their keys from 1 on. Empty text and NaN have no key.</summary>
internal abstract class KeyMap
{
    public PrimitiveDataViewType ItemType { get; protected init; }

    public abstract int Count { get; }

    public static bool CanMap(DataViewType type) => type is NumberDataViewType or TextDataViewType or BooleanDataViewType
        or DateTimeDataViewType or DateTimeOffsetDataViewType or TimeSpanDataViewType;

    public static KeyMap Create(DataViewType itemType, int maximum) => itemType is TextDataViewType
        ? new TextKeyMap(maximum)
        : (KeyMap)Activator.CreateInstance(typeof(ValueKeyMap<>).MakeGenericType(itemType.RawType), itemType, maximum);

    /// <summary>A map as it was saved.</summary>
    public static KeyMap Load(BinaryReader reader)
    {
        var type = TypeCodec.ReadPrimitive(reader);
        if (!CanMap(type))
        {
            throw new FormatException($"The model is damaged: keys of {type}.");
        }

        var map = Create(type, int.MaxValue);
        map.LoadValues(reader);
        return map;
    }

    public void Save(BinaryWriter writer)
    {
        TypeCodec.Write(writer, ItemType);
        SaveValues(writer);
    }

    /// <summary>An action that learns the value, or each item of the vector, of the row.</summary>
    public abstract Action Learner(DataViewRow row, DataViewSchema.Column column);

    /// <summary>Ends the learning.</summary>
    public abstract void Finish(bool sort);

    /// <summary>A getter of the column's keys.</summary>
    public abstract Delegate Getter(DataViewRow row, DataViewSchema.Column column);

    /// <summary>Adds the KeyValues annotation.</summary>
    public abstract void AddKeyValues(DataViewSchema.Annotations.Builder builder, bool asText);

    protected abstract void SaveValues(BinaryWriter writer);

    protected abstract void LoadValues(BinaryReader reader);
}
