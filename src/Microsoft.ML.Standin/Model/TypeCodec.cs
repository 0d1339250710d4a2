using System.Collections.Immutable;

namespace Microsoft.ML.Data;

/// <summary>Writes and reads column types.</summary>
internal static class TypeCodec
{
    private const byte RowId = 100;

    private const byte Key = 101;

    private const byte Vector = 102;

    private const int MaxDimensions = 64;

    public static void Write(BinaryWriter writer, DataViewType type)
    {
        switch (type)
        {
            case VectorDataViewType vector:
                writer.Write(Vector);
                Write(writer, vector.ItemType);
                writer.Write(vector.Dimensions.Length);
                foreach (var dimension in vector.Dimensions)
                {
                    writer.Write(dimension);
                }

                break;
            case KeyDataViewType key:
                writer.Write(Key);
                Write(writer, DataViewTypes.FromRawType(key.RawType));
                writer.Write(key.Count);
                break;
            case RowIdDataViewType:
                writer.Write(RowId);
                break;
            default:
                writer.Write((byte)Enum.GetValues<DataKind>().Single(kind => DataViewTypes.FromKind(kind).Equals(type)));
                break;
        }
    }

    public static DataViewType Read(BinaryReader reader)
    {
        var code = reader.ReadByte();
        switch (code)
        {
            case Vector:
                var item = ReadPrimitive(reader);
                var count = reader.ReadInt32();
                if (count is < 1 or > MaxDimensions)
                {
                    throw new FormatException($"The model is damaged: a vector of {count} dimensions.");
                }

                var dimensions = ImmutableArray.CreateBuilder<int>(count);
                for (var i = 0; i < count; i++)
                {
                    dimensions.Add(reader.ReadInt32());
                }

                return new VectorDataViewType(item, dimensions.ToImmutable());
            case Key:
                var raw = ReadPrimitive(reader).RawType;
                return new KeyDataViewType(raw, reader.ReadUInt64());
            case RowId:
                return RowIdDataViewType.Instance;
            default:
                return Enum.IsDefined((DataKind)code)
                    ? DataViewTypes.FromKind((DataKind)code)
                    : throw new FormatException($"The model is damaged: the unknown type code {code}.");
        }
    }

    public static PrimitiveDataViewType ReadPrimitive(BinaryReader reader) => Read(reader) as PrimitiveDataViewType
        ?? throw new FormatException("The model is damaged: a vector where a single value is expected.");
}
