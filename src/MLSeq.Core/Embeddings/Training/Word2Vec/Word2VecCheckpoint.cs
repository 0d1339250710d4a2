using System.Text;
using MLSeq.Embeddings.Corpora;
using MLSeq.Text;

namespace MLSeq.Embeddings.Training.Word2Vec;

/// <summary>A file with what is needed to go on: what is being trained on what, how many chunks are done, and the state.</summary>
internal sealed class Word2VecCheckpoint(string path, Word2VecOptions options, WordCorpus corpus)
{
    private const string Magic = "MLSeq word2vec checkpoint";
    private const int Version = 1;

    private readonly ulong _text = Hash(corpus);

    public void Write(Word2VecState state, long chunksDone) => AtomicFile.Write(path, stream =>
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Magic);
        writer.Write(Version);
        foreach (var (_, value) in Conditions(state))
        {
            writer.Write(value);
        }

        writer.Write(chunksDone);
        Word2VecStateFile.Write(writer, state);
    });

    /// <summary>Puts the file's matrices in the place of <paramref name="state"/>'s.</summary>
    /// <returns>The number of chunks that are done; 0 where there is no file.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, or belongs to other options or another corpus.</exception>
    public long Restore(Word2VecState state)
    {
        if (!File.Exists(path))
        {
            return 0;
        }

        try
        {
            using var reader = new BinaryReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16));
            UntrustedData.ReadHeader(reader, Magic, Version, "a word2vec checkpoint");
            foreach (var (name, value) in Conditions(state))
            {
                var found = UntrustedData.ReadText(reader, name, 256);
                if (found != value)
                {
                    throw new InvalidDataException(
                        $"It was written with {name} {found}; now it is {value}. Delete the file to start anew.");
                }
            }

            var done = UntrustedData.ReadInt64(reader, "the number of chunks done", 0);
            var restored = Word2VecStateFile.Read(reader);
            if (!restored.WordArray.AsSpan().SequenceEqual(state.WordArray) || !restored.CountArray.AsSpan().SequenceEqual(state.CountArray))
            {
                throw new InvalidDataException("It was written with other words or counts. Delete the file to start anew.");
            }

            restored.Matrices.CopyTo(state.Matrices);
            return done;
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"Checkpoint '{path}': {e.Message}", e);
        }
    }

    public void Delete() => File.Delete(path);

    /// <summary>What must be the same for training to go on as if it had not stopped.</summary>
    private IEnumerable<(string Name, string Value)> Conditions(Word2VecState state) =>
    [
        (nameof(options.Model), $"{state.Model}"),
        (nameof(options.Loss), $"{state.Loss}"),
        (nameof(options.Dimensions), $"{state.Dimensions}"),
        (nameof(options.Window), $"{options.Window}"),
        (nameof(options.Negatives), $"{options.Negatives}"),
        (nameof(options.Sample), FormattableString.Invariant($"{options.Sample:R}")),
        (nameof(options.LearningRate), FormattableString.Invariant($"{options.Rate:R}")),
        (nameof(options.Epochs), $"{options.Epochs}"),
        (nameof(options.Seed), $"{options.Seed}"),
        ("the text", $"{_text:x16}"),
    ];

    private static ulong Hash(WordCorpus corpus)
    {
        var hash = 14695981039346656037;
        foreach (var segment in corpus.Segments)
        {
            foreach (var word in segment)
            {
                hash = (hash ^ (uint)word) * 1099511628211;
            }
        }

        return hash;
    }
}
