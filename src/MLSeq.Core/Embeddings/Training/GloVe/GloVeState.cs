using System.Runtime.InteropServices;
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

    private readonly CheckpointSettings _settings = new(
        corpus,
        (nameof(options.Dimensions), options.Dimensions), (nameof(options.Window), options.Window),
        (nameof(options.MaxCooccurrence), options.MaxCooccurrence), (nameof(options.Alpha), options.Alpha),
        (nameof(options.LearningRate), options.LearningRate), (nameof(options.Epochs), options.Epochs), (nameof(options.Seed), options.Seed));

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
        _settings.Write(writer);
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
            _settings.Check(reader);
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
}
