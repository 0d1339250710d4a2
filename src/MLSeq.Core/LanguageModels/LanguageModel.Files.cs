using MLSeq.Networks;
using MLSeq.Text;

namespace MLSeq.LanguageModels;

/// <summary>
/// The binary form of a language model: <c>"MLSeq.LanguageModel"</c>, the version (int32), whether text is continuous (int32), the
/// tokenizer, the vocabulary, the network.
/// </summary>
public sealed partial class LanguageModel
{
    private const string Magic = "MLSeq.LanguageModel";
    private const int Version = 1;

    /// <summary>Reads a model from a file. The file is not trusted: sizes are checked before memory is taken.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is not a language model, is damaged, or comes from a newer version; the message names it.</exception>
    public static LanguageModel Load(string path) => ModelFile.Read(path, Load);

    /// <summary>Reads a model. The input is not trusted: sizes are checked before memory is taken.</summary>
    /// <param name="reader">Where from.</param>
    /// <exception cref="InvalidDataException">It is not a language model, is damaged, or comes from a newer version.</exception>
    public static LanguageModel Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        UntrustedData.ReadHeader(reader, Magic, Version, "a language model");
        var isContinuous = UntrustedData.ReadInt32(reader, "whether the text is continuous", 0, 1) == 1;
        var tokenizer = Tokenizer.Load(reader);
        var vocabulary = Vocabulary.Load(reader);
        var network = SequenceNetwork.Load(reader);
        try
        {
            return new LanguageModel(network, tokenizer, vocabulary, isContinuous);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"The language model is damaged. {e.Message}", e);
        }
    }

    /// <summary>Writes the model to a file, whole or not at all.</summary>
    /// <param name="path">The file; one that exists is replaced.</param>
    public void Save(string path) => ModelFile.Write(path, Save);

    /// <summary>Writes the model in the format that <see cref="Load(BinaryReader)"/> reads.</summary>
    /// <param name="writer">Where to.</param>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(IsContinuous ? 1 : 0);
        Tokenizer.Save(writer);
        Vocabulary.Save(writer);
        Network.Save(writer);
    }
}
