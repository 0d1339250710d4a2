using System.Globalization;
using System.Text;
using MLSeq.Embeddings.Corpora;
using MLSeq.Text;

namespace MLSeq.Embeddings.Training;

/// <summary>A file with what is needed to go on: what is being trained on what, how much is done, and what was learned.</summary>
/// <param name="path">The file.</param>
/// <param name="trainer">Whose it is, as in "MLSeq word2vec checkpoint".</param>
/// <param name="conditions">What must be the same for training to go on as if it had not stopped, and its value.</param>
internal sealed class TrainingCheckpoint(string path, string trainer, IReadOnlyList<(string Name, string Value)> conditions)
{
    private const int Version = 1;

    // Room for the longest condition, the 64 cutoffs of an adaptive softmax.
    private const int LongestValue = 1024;

    private readonly string _magic = $"MLSeq {trainer} checkpoint";

    public void Write(long done, Action<BinaryWriter> writeState) => AtomicFile.Write(path, stream =>
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(_magic);
        writer.Write(Version);
        foreach (var (_, value) in conditions)
        {
            writer.Write(value);
        }

        writer.Write(done);
        writeState(writer);
    });

    /// <returns>How much is done; 0 where there is no file.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, or belongs to other options or another corpus.</exception>
    public long Restore(Action<BinaryReader> readState)
    {
        if (!File.Exists(path))
        {
            return 0;
        }

        try
        {
            using var reader = new BinaryReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16));
            UntrustedData.ReadHeader(reader, _magic, Version, $"a {trainer} checkpoint");
            foreach (var (name, value) in conditions)
            {
                var found = UntrustedData.ReadText(reader, name, LongestValue);
                if (found != value)
                {
                    throw new InvalidDataException($"It was written with {name} {found}; now it is {value}. Delete the file to start anew.");
                }
            }

            var done = UntrustedData.ReadInt64(reader, "how much is done", 0);
            readState(reader);
            return reader.BaseStream.Position == reader.BaseStream.Length
                ? done
                : throw new InvalidDataException("Damaged data: there is something behind the end.");
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new InvalidDataException($"Checkpoint '{path}': {e.Message}", e);
        }
    }

    /// <summary>A condition that an option be the same: a number, a choice, a switch or a list of numbers; null where it is not set.</summary>
    public static (string Name, string Value) Condition(string name, object? value)
    {
        var text = value is IEnumerable<int> numbers ? string.Join(' ', numbers) : Convert.ToString(value, CultureInfo.InvariantCulture);
        return (name, string.IsNullOrEmpty(text) ? "not set" : text);
    }

    /// <summary>A condition that stands for the words and the text.</summary>
    public static (string Name, string Value) The(WordCorpus corpus) => ("the text", CheckpointSettings.Hash(corpus));
}
