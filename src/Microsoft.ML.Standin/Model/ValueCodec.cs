namespace Microsoft.ML.Data;

/// <summary>Writes and reads values of a primitive type; sizes are checked before memory is taken.</summary>
internal static class ValueCodec<T>
{
    private static readonly (Delegate Write, Delegate Read, int Size) Codec = Find();

    public static void Write(BinaryWriter writer, T value) => ((Action<BinaryWriter, T>)Codec.Write)(writer, value);

    public static T Read(BinaryReader reader) => ((Func<BinaryReader, T>)Codec.Read)(reader);

    public static void WriteVector(BinaryWriter writer, in VBuffer<T> vector)
    {
        writer.Write(vector.Length);
        foreach (var value in vector.DenseValues())
        {
            Write(writer, value);
        }
    }

    public static VBuffer<T> ReadVector(BinaryReader reader)
    {
        var length = reader.ReadInt32();
        var rest = reader.BaseStream.Length - reader.BaseStream.Position;
        if (length < 0 || (long)length * Codec.Size > rest)
        {
            throw new FormatException($"The model is damaged: a vector of {length} {typeof(T).Name} where {rest} bytes are left.");
        }

        var values = new T[length];
        for (var i = 0; i < length; i++)
        {
            values[i] = Read(reader);
        }

        return new(length, values);
    }

    private static (Delegate Write, Delegate Read, int Size) Find()
    {
        var type = typeof(T);
        return type == typeof(ReadOnlyMemory<char>) ? Make((w, v) => w.Write(v.ToString()), r => r.ReadString().AsMemory(), 1)
            : type == typeof(float) ? Make((w, v) => w.Write(v), r => r.ReadSingle(), 4)
            : type == typeof(double) ? Make((w, v) => w.Write(v), r => r.ReadDouble(), 8)
            : type == typeof(bool) ? Make((w, v) => w.Write(v), r => r.ReadBoolean(), 1)
            : type == typeof(sbyte) ? Make((w, v) => w.Write(v), r => r.ReadSByte(), 1)
            : type == typeof(byte) ? Make((w, v) => w.Write(v), r => r.ReadByte(), 1)
            : type == typeof(short) ? Make((w, v) => w.Write(v), r => r.ReadInt16(), 2)
            : type == typeof(ushort) ? Make((w, v) => w.Write(v), r => r.ReadUInt16(), 2)
            : type == typeof(int) ? Make((w, v) => w.Write(v), r => r.ReadInt32(), 4)
            : type == typeof(uint) ? Make((w, v) => w.Write(v), r => r.ReadUInt32(), 4)
            : type == typeof(long) ? Make((w, v) => w.Write(v), r => r.ReadInt64(), 8)
            : type == typeof(ulong) ? Make((w, v) => w.Write(v), r => r.ReadUInt64(), 8)
            : type == typeof(DateTime) ? Make((w, v) => w.Write(v.ToBinary()), r => DateTime.FromBinary(r.ReadInt64()), 8)
            : type == typeof(TimeSpan) ? Make((w, v) => w.Write(v.Ticks), r => new TimeSpan(r.ReadInt64()), 8)
            : type == typeof(DateTimeOffset) ? Make(
                (w, v) =>
                {
                    w.Write(v.Ticks);
                    w.Write(v.Offset.Ticks);
                },
                r => new DateTimeOffset(r.ReadInt64(), new(r.ReadInt64())),
                16)
            : type == typeof(DataViewRowId) ? Make(
                (w, v) =>
                {
                    w.Write(v.Low);
                    w.Write(v.High);
                },
                r => new DataViewRowId(r.ReadUInt64(), r.ReadUInt64()),
                16)
            : throw new NotSupportedException($"Values of {type} cannot be saved.");
    }

    private static (Delegate Write, Delegate Read, int Size) Make<TValue>(Action<BinaryWriter, TValue> write, Func<BinaryReader, TValue> read, int size) =>
        (write, read, size);
}
