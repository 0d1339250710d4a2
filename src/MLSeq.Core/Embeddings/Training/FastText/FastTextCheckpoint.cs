using System.Globalization;
using System.Text;
using MLSeq.Embeddings.Corpora;
using MLSeq.Text;

namespace MLSeq.Embeddings.Training.FastText;

/// <summary>A file with what is needed to go on: what is being trained on what, how many chunks are done, and the matrices.</summary>
internal sealed class FastTextCheckpoint(string path, FastTextOptions options, WordCorpus corpus)
{
    private const string Magic = "MLSeq fastText checkpoint";
    private const int Version = 1;

    private readonly (string Name, string Value)[] _conditions =
    [
        (nameof(options.Dimensions), Text(options.Dimensions)),
        (nameof(options.Window), Text(options.Window)),
        (nameof(options.Negatives), Text(options.Negatives)),
        (nameof(options.Sample), Text(options.Sample)),
        (nameof(options.MinN), Text(options.MinN)),
        (nameof(options.MaxN), Text(options.MaxN)),
        (nameof(options.Buckets), Text(options.Buckets)),
        (nameof(options.LearningRate), Text(options.LearningRate)),
        (nameof(options.Epochs), Text(options.Epochs)),
        (nameof(options.Seed), Text(options.Seed)),
        ("the corpus", Hash(corpus)),
    ];

    public void Write(FastTextMatrices matrices, long chunksDone) => AtomicFile.Write(path, stream =>
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Magic);
        writer.Write(Version);
        foreach (var (_, value) in _conditions)
        {
            writer.Write(value);
        }

        writer.Write(chunksDone);
        matrices.Save(writer);
    });

    /// <summary>Puts the file's values into <paramref name="matrices"/>.</summary>
    /// <returns>The number of chunks that are done; 0 where there is no file.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, or belongs to other options or another corpus.</exception>
    public long Restore(FastTextMatrices matrices)
    {
        if (!File.Exists(path))
        {
            return 0;
        }

        try
        {
            using var reader = new BinaryReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16));
            UntrustedData.ReadHeader(reader, Magic, Version, "a fastText checkpoint");
            foreach (var (name, value) in _conditions)
            {
                var found = UntrustedData.ReadText(reader, name, 256);
                if (found != value)
                {
                    throw new InvalidDataException($"It was written with {name} {found}; now it is {value}. Delete the file to start anew.");
                }
            }

            var done = UntrustedData.ReadInt64(reader, "the number of chunks done", 0);
            matrices.Load(reader);
            return done;
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"Checkpoint '{path}': {e.Message}", e);
        }
    }

    public void Delete() => File.Delete(path);

    private static string Text<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);

    /// <summary>Stands for the words and the text.</summary>
    private static string Hash(WordCorpus corpus)
    {
        var hash = 14695981039346656037;
        foreach (var word in corpus.Words)
        {
            foreach (var character in word)
            {
                hash = (hash ^ character) * 1099511628211;
            }

            hash = (hash ^ '\n') * 1099511628211;
        }

        foreach (var segment in corpus.Segments)
        {
            foreach (var word in segment)
            {
                hash = (hash ^ (uint)word) * 1099511628211;
            }
        }

        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }
}
