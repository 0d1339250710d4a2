using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using MLSeq.Embeddings.Corpora;
using MLSeq.Text;

namespace MLSeq.Embeddings.Training.GloVe;

/// <summary>
/// Where training stands: the epoch, which of its tiles are done with which loss, and the model. As tiles that are done
/// never wait for others, that is enough to go on from, whatever the number of threads, to the same vectors.
/// </summary>
internal sealed class GloVeState(GloVeModel model, int tiles, GloVeOptions options, WordCorpus corpus)
{
    private const string Magic = "MLSeq GloVe training state";
    private const int Version = 1;

    private IReadOnlyList<(string Name, string Value)>? _settings;

    /// <summary>The epoch, from 0.</summary>
    public int Epoch { get; private set; }

    /// <summary>Which tiles of the epoch are done.</summary>
    public bool[] Done { get; } = new bool[tiles];

    /// <summary>The losses of the tiles that are done.</summary>
    public double[] Losses { get; } = new double[tiles];

    /// <summary>The model.</summary>
    public GloVeModel Model => model;

    /// <summary>Goes on to the next epoch.</summary>
    public void EndEpoch()
    {
        Epoch++;
        Array.Clear(Done);
    }

    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path) => AtomicFile.Write(path, stream =>
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Magic);
        writer.Write(Version);
        foreach (var (_, value) in Settings())
        {
            writer.Write(value);
        }

        writer.Write(Epoch);
        writer.Write(MemoryMarshal.AsBytes(Done.AsSpan()));
        writer.Write(MemoryMarshal.AsBytes(Losses.AsSpan()));
        writer.Flush();
        model.Save(stream);
    });

    /// <exception cref="InvalidDataException">The file is damaged, or belongs to another corpus or other options.</exception>
    public void Load(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
        using var reader = new BinaryReader(stream);
        try
        {
            UntrustedData.ReadHeader(reader, Magic, Version, "a GloVe training state");
            foreach (var (name, value) in Settings())
            {
                if (UntrustedData.ReadText(reader, name, 64) is var found && found != value)
                {
                    throw new InvalidDataException($"It belongs to a training with {name} {found}, not {value}. Delete it to start anew.");
                }
            }

            Epoch = UntrustedData.ReadInt32(reader, "the epoch", 0, options.Epochs);
            Span<byte> done = MemoryMarshal.AsBytes(Done.AsSpan());
            reader.BaseStream.ReadExactly(done);
            if (done.ContainsAnyExceptInRange((byte)0, (byte)1))
            {
                throw new InvalidDataException("Damaged data: expected 0 or 1 for each tile.");
            }

            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(Losses.AsSpan()));
            model.Load(stream);
            if (stream.ReadByte() >= 0)
            {
                throw new InvalidDataException("Damaged data: there is something behind the end.");
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new InvalidDataException($"{nameof(options.CheckpointPath)} '{path}' cannot be gone on from. {e.Message}", e);
        }
    }

    /// <summary>What must be the same for training to go on.</summary>
    private IReadOnlyList<(string Name, string Value)> Settings() => _settings ??=
    [
        (nameof(options.Dimensions), Text(options.Dimensions)),
        (nameof(options.Window), Text(options.Window)),
        (nameof(options.MaxCooccurrence), Text(options.MaxCooccurrence)),
        (nameof(options.Alpha), Text(options.Alpha)),
        (nameof(options.LearningRate), Text(options.LearningRate)),
        (nameof(options.Epochs), Text(options.Epochs)),
        (nameof(options.Seed), Text(options.Seed)),
        ("a corpus of hash", Hash()),
    ];

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    private string Hash()
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
}
