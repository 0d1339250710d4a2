using MLSeq.Embeddings.Training.Word2Vec;
using MLSeq.Text;

namespace MLSeq.Embeddings.Training;

/// <summary>
/// All that word2vec has learned: the words' vectors and what predicts with them, so that training can go on with more
/// text. It never changes; <see cref="Word2VecTrainer.Continue"/> gives a new one.
/// </summary>
public sealed class Word2VecState
{
    private readonly Lazy<WordVectors> _vectors;

    internal Word2VecState(
        Word2VecModel model, Word2VecLoss loss, string[] words, long[] counts, Word2VecMatrices matrices, HuffmanTree? tree)
    {
        (Model, Loss, WordArray, CountArray, Matrices, Tree) = (model, loss, words, counts, matrices, tree);
        _vectors = new(() => new WordVectors(words, Dimensions, matrices.CopyInputs(), counts));
    }

    /// <summary>What predicts what.</summary>
    public Word2VecModel Model { get; }

    /// <summary>How the predicted word is scored.</summary>
    public Word2VecLoss Loss { get; }

    /// <summary>The number of values in a vector.</summary>
    public int Dimensions => Matrices.Dimensions;

    /// <summary>The words, by falling count.</summary>
    public IReadOnlyList<string> Words => WordArray;

    /// <summary>How often each word occurred in all text so far.</summary>
    public IReadOnlyList<long> Counts => CountArray;

    /// <summary>The words' vectors: a copy, made once.</summary>
    public WordVectors Vectors => _vectors.Value;

    internal string[] WordArray { get; }

    internal long[] CountArray { get; }

    internal Word2VecMatrices Matrices { get; }

    /// <summary>Of hierarchical softmax, else null.</summary>
    internal HuffmanTree? Tree { get; }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The state.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is another kind of file, damaged, truncated or of a newer version.</exception>
    public static Word2VecState Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
        using var reader = new BinaryReader(stream);
        try
        {
            return Word2VecStateFile.Read(reader);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"'{path}': {e.Message}", e);
        }
    }

    /// <summary>Writes everything to a file, which appears whole or not at all.</summary>
    /// <param name="path">The file; an older one is replaced.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, stream =>
        {
            using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
            Word2VecStateFile.Write(writer, this);
        });
    }

    /// <summary>The vectors in the state's own memory, for who has no more use for the state.</summary>
    internal WordVectors ToVectors() => new(WordArray, Dimensions, Matrices.PackInputs(), CountArray);
}
