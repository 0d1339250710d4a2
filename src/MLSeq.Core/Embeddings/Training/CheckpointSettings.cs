using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using MLSeq.Embeddings.Corpora;
using MLSeq.Text;

namespace MLSeq.Embeddings.Training;

/// <summary>What must be the same for a training to go on from a checkpoint: options by name, and the corpus.</summary>
internal sealed class CheckpointSettings(WordCorpus corpus, params (string Name, IFormattable Value)[] options)
{
    private const string Corpus = "a corpus of hash";

    private string? _hash;

    public void Write(BinaryWriter writer)
    {
        foreach (var (_, value) in options)
        {
            writer.Write(Text(value));
        }

        writer.Write(_hash ??= Hash(corpus));
    }

    /// <exception cref="InvalidDataException">The checkpoint belongs to another training, or is damaged.</exception>
    public void Check(BinaryReader reader)
    {
        foreach (var (name, value) in options)
        {
            Check(reader, name, Text(value));
        }

        Check(reader, Corpus, _hash ??= Hash(corpus));
    }

    /// <summary>What stands for a corpus' words and text.</summary>
    public static string Hash(WordCorpus corpus)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var word in corpus.Words)
        {
            hash.AppendData(MemoryMarshal.AsBytes($"{word} ".AsSpan()));
        }

        foreach (var segment in corpus.Segments)
        {
            hash.AppendData(MemoryMarshal.AsBytes(segment.AsSpan()));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }

    private static void Check(BinaryReader reader, string name, string value)
    {
        var found = UntrustedData.ReadText(reader, name, 64);
        if (found != value)
        {
            throw new InvalidDataException($"It belongs to a training with {name} {found}, not {value}. Delete it to start anew.");
        }
    }

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
