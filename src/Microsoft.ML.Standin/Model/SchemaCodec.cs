namespace Microsoft.ML.Data;

/// <summary>Writes and reads schemas with their annotations.</summary>
internal static class SchemaCodec
{
    private const ulong Mark = 0x414D4843_53444E53; // "SNDSCHMA"

    private const int Version = 1;

    public static void Write(BinaryWriter writer, DataViewSchema schema)
    {
        writer.Write(Mark);
        writer.Write(Version);
        WriteColumns(writer, schema);
    }

    public static DataViewSchema Read(BinaryReader reader)
    {
        try
        {
            if (reader.ReadUInt64() != Mark)
            {
                throw new FormatException("The model's schema does not begin with the mark of one.");
            }

            var version = reader.ReadInt32();
            if (version != Version)
            {
                throw new FormatException($"The model's schema has version {version}; this one supports up to {Version}.");
            }

            var builder = new DataViewSchema.Builder();
            var count = ReadCount(reader);
            for (var i = 0; i < count; i++)
            {
                var name = reader.ReadString();
                var type = TypeCodec.Read(reader);
                builder.AddColumn(name, type, ReadAnnotations(reader));
            }

            return builder.ToSchema();
        }
        catch (EndOfStreamException e)
        {
            throw new FormatException("The model's schema is cut off.", e);
        }
        catch (ArgumentException e)
        {
            throw new FormatException($"The model's schema is damaged: {e.Message}", e);
        }
    }

    private static void WriteColumns(BinaryWriter writer, DataViewSchema schema)
    {
        writer.Write(schema.Count);
        foreach (var column in schema)
        {
            writer.Write(column.Name);
            TypeCodec.Write(writer, column.Type);

            // Annotations of vectors of keys and the like are of no use to a reader of the model's input.
            var kept = column.Annotations.Schema.Where(a => !a.IsHidden && DataViewTypes.ItemTypeOf(a.Type) is not KeyDataViewType).ToArray();
            writer.Write(kept.Length);
            foreach (var annotation in kept)
            {
                writer.Write(annotation.Name);
                TypeCodec.Write(writer, annotation.Type);
                Generic.Call(
                    typeof(SchemaCodec), annotation.Type is VectorDataViewType ? nameof(WriteVector) : nameof(WriteValue),
                    [DataViewTypes.ItemTypeOf(annotation.Type).RawType], writer, column.Annotations, annotation.Name);
            }
        }
    }

    private static DataViewSchema.Annotations ReadAnnotations(BinaryReader reader)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        var count = ReadCount(reader);
        for (var i = 0; i < count; i++)
        {
            var name = reader.ReadString();
            var type = TypeCodec.Read(reader);
            var getter = Generic.Call<Delegate>(
                typeof(SchemaCodec), type is VectorDataViewType ? nameof(ReadVector) : nameof(ReadValue),
                [DataViewTypes.ItemTypeOf(type).RawType], reader);
            builder.Add(name, type, getter);
        }

        return builder.ToAnnotations();
    }

    private static int ReadCount(BinaryReader reader)
    {
        var count = reader.ReadInt32();
        return count >= 0 && count <= reader.BaseStream.Length
            ? count
            : throw new FormatException($"The model's schema is damaged: a count of {count}.");
    }

    private static void WriteValue<T>(BinaryWriter writer, DataViewSchema.Annotations annotations, string name)
    {
        T value = default;
        annotations.GetValue(name, ref value);
        ValueCodec<T>.Write(writer, value);
    }

    private static void WriteVector<T>(BinaryWriter writer, DataViewSchema.Annotations annotations, string name)
    {
        VBuffer<T> value = default;
        annotations.GetValue(name, ref value);
        ValueCodec<T>.WriteVector(writer, value);
    }

    private static ValueGetter<T> ReadValue<T>(BinaryReader reader)
    {
        var value = ValueCodec<T>.Read(reader);
        return (ref T destination) => destination = value;
    }

    private static ValueGetter<VBuffer<T>> ReadVector<T>(BinaryReader reader)
    {
        var value = ValueCodec<T>.ReadVector(reader);
        return (ref VBuffer<T> destination) => value.CopyTo(ref destination);
    }
}
