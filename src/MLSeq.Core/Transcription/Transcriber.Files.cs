using MLSeq.Networks;
using MLSeq.Text;

namespace MLSeq.Transcription;

/// <summary>The binary form of a transcriber: <c>"MLSeq.Transcriber"</c>, the version (int32), the tokenizer, the vocabulary, the network.</summary>
public sealed partial class Transcriber
{
    private const string Magic = "MLSeq.Transcriber";
    private const int Version = 1;

    /// <summary>Reads a transcriber. The input is not trusted: sizes are checked before memory is taken.</summary>
    /// <param name="reader">Where from.</param>
    /// <exception cref="InvalidDataException">It is not a transcriber, is damaged, or comes from a newer version.</exception>
    public static Transcriber Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        UntrustedData.ReadHeader(reader, Magic, Version, "a transcriber");
        var tokenizer = Tokenizer.Load(reader);
        var vocabulary = Vocabulary.Load(reader);
        var network = SequenceNetwork.Load(reader);
        try
        {
            return new Transcriber(network, tokenizer, vocabulary);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"The transcriber is damaged. {e.Message}", e);
        }
    }

    /// <summary>Writes the transcriber in the format that <see cref="Load"/> reads.</summary>
    /// <param name="writer">Where to.</param>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Magic);
        writer.Write(Version);
        Tokenizer.Save(writer);
        Vocabulary.Save(writer);
        _network.Save(writer);
    }
}
