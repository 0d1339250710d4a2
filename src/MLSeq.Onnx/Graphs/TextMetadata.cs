using MLSeq.Text;

namespace MLSeq.Onnx.Graphs;

/// <summary>A tokenizer and a vocabulary as a metadata entry: binary, in Base64.</summary>
internal static class TextMetadata
{
    public static string Write(Tokenizer tokenizer, Vocabulary vocabulary)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream))
        {
            tokenizer.Save(writer);
            vocabulary.Save(writer);
        }

        return Convert.ToBase64String(stream.ToArray());
    }

    /// <summary>Reads an entry, which is not trusted.</summary>
    /// <exception cref="FormatException">It is no Base64.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    /// <exception cref="EndOfStreamException">It is empty or cut off.</exception>
    public static (Tokenizer Tokenizer, Vocabulary Vocabulary) Read(string? entry)
    {
        using var reader = new BinaryReader(new MemoryStream(Convert.FromBase64String(entry ?? string.Empty)));
        return (Tokenizer.Load(reader), Vocabulary.Load(reader));
    }
}
