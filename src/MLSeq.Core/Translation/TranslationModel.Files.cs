using MLSeq.Networks.EncoderDecoder;
using MLSeq.Text;

namespace MLSeq.Translation;

/// <summary>
/// The binary form of a translation model: <c>"MLSeq.TranslationModel"</c>, the version (int32), the source's tokenizer and vocabulary, the
/// target's, the network.
/// </summary>
public sealed partial class TranslationModel
{
    private const string Magic = "MLSeq.TranslationModel";
    private const int Version = 1;

    /// <summary>Reads a model from a file. The file is not trusted: sizes are checked before memory is taken.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is not a translation model, is damaged, or comes from a newer version; the message names it.</exception>
    public static TranslationModel Load(string path) => ModelFile.Read(path, Load);

    /// <summary>Reads a model. The input is not trusted: sizes are checked before memory is taken.</summary>
    /// <param name="reader">Where from.</param>
    /// <exception cref="InvalidDataException">It is not a translation model, is damaged, or comes from a newer version.</exception>
    public static TranslationModel Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        UntrustedData.ReadHeader(reader, Magic, Version, "a translation model");
        var (sourceTokenizer, sourceVocabulary) = (Tokenizer.Load(reader), Vocabulary.Load(reader));
        var (targetTokenizer, targetVocabulary) = (Tokenizer.Load(reader), Vocabulary.Load(reader));
        var network = EncoderDecoderNetwork.Load(reader);
        try
        {
            return new TranslationModel(network, sourceTokenizer, sourceVocabulary, targetTokenizer, targetVocabulary);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"The translation model is damaged. {e.Message}", e);
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
        SourceTokenizer.Save(writer);
        SourceVocabulary.Save(writer);
        TargetTokenizer.Save(writer);
        TargetVocabulary.Save(writer);
        Network.Save(writer);
    }
}
