using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using MLSeq.Text;

namespace MLSeq.Embeddings.Training.Word2Vec;

/// <summary>
/// The binary form of a state: header, model, loss, dimensions, words with their counts, the Huffman tree's children where
/// there is one, and both matrices as little-endian floats.
/// </summary>
internal static class Word2VecStateFile
{
    private const string Magic = "MLSeq word2vec state";
    private const int Version = 1;
    private const int MaxWordBytes = 1 << 20;
    private const int MaxDimensions = 65536;

    public static void Write(BinaryWriter writer, Word2VecState state)
    {
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write((int)state.Model);
        writer.Write((int)state.Loss);
        writer.Write(state.Dimensions);
        writer.Write(state.WordArray.Length);
        for (var word = 0; word < state.WordArray.Length; word++)
        {
            writer.Write(state.WordArray[word]);
            writer.Write(state.CountArray[word]);
        }

        if (state.Tree is not null)
        {
            foreach (var child in state.Tree.Children)
            {
                writer.Write(child);
            }
        }

        var matrices = state.Matrices;
        for (var word = 0; word < matrices.Words; word++)
        {
            writer.Write(MemoryMarshal.AsBytes(matrices.InputRow(word)));
        }

        for (var row = 0; row < matrices.OutputCount; row++)
        {
            writer.Write(MemoryMarshal.AsBytes(matrices.OutputRow(row)));
        }
    }

    /// <summary>Reads a state, which ends where the stream ends.</summary>
    /// <exception cref="InvalidDataException">It is not one.</exception>
    public static Word2VecState Read(BinaryReader reader)
    {
        UntrustedData.ReadHeader(reader, Magic, Version, "a word2vec state");
        var model = (Word2VecModel)UntrustedData.ReadInt32(reader, "the model", 0, (int)Word2VecModel.Cbow);
        var loss = (Word2VecLoss)UntrustedData.ReadInt32(reader, "the loss", 0, (int)Word2VecLoss.Softmax);
        var dimensions = UntrustedData.ReadInt32(reader, "the dimensions", 1, MaxDimensions);
        var count = UntrustedData.ReadInt32(reader, "the number of words", 1, int.MaxValue);

        // Lists grow with what is really there.
        var words = new List<string>();
        var counts = new List<long>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var word = 0; word < count; word++)
        {
            words.Add(UntrustedData.ReadText(reader, $"word {word}", MaxWordBytes));
            counts.Add(UntrustedData.ReadInt64(reader, $"the count of word {word}", 1));
            if (words[word].Length == 0 || !seen.Add(words[word]))
            {
                throw new InvalidDataException($"Damaged data: word {word}, '{words[word]}', is empty or there twice.");
            }
        }

        HuffmanTree? tree = null;
        if (loss == Word2VecLoss.HierarchicalSoftmax)
        {
            var children = new int[2 * (count - 1)];
            for (var i = 0; i < children.Length; i++)
            {
                children[i] = UntrustedData.ReadInt32(reader, "a node of the Huffman tree", 0, int.MaxValue);
            }

            tree = new(count, children);
        }

        var outputs = tree is null ? count : count - 1;
        var expected = ((long)count + outputs) * dimensions * sizeof(float);
        var stream = reader.BaseStream;
        if (stream.Length - stream.Position != expected)
        {
            throw new InvalidDataException(
                $"Found {stream.Length - stream.Position} bytes of matrices; expected {expected} for {count} words of {dimensions} dimensions.");
        }

        var matrices = new Word2VecMatrices(count, outputs, dimensions);
        for (var word = 0; word < count; word++)
        {
            ReadRow(reader, matrices.InputRow(word), "the vector", word);
        }

        for (var row = 0; row < outputs; row++)
        {
            ReadRow(reader, matrices.OutputRow(row), "the output vector", row);
        }

        return new(model, loss, [.. words], [.. counts], matrices, tree);
    }

    private static void ReadRow(BinaryReader reader, Span<float> row, string what, int index)
    {
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(row));
        if (!TensorPrimitives.IsFiniteAll<float>(row))
        {
            throw new InvalidDataException($"Damaged data: {what} of row {index} holds a value that is no finite number.");
        }
    }
}
