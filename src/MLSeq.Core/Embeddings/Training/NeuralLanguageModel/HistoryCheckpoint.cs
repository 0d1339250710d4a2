using System.Text;
using MLSeq.Embeddings.Corpora;
using MLSeq.Text;

namespace MLSeq.Embeddings.Training.NeuralLanguageModel;

/// <summary>The state of training on disk: how many steps were taken, and the parameters with Adam's moments.</summary>
internal sealed class HistoryCheckpoint(NeuralLanguageModelOptions options, WordCorpus corpus)
{
    private const string Magic = "MLSeq neural language model training state";
    private const int Version = 1;

    private readonly CheckpointSettings _settings = new(
        corpus,
        (nameof(options.Dimensions), options.Dimensions), (nameof(options.History), options.History),
        (nameof(options.HiddenSize), options.HiddenSize), (nameof(options.BatchSize), options.BatchSize),
        (nameof(options.LearningRate), options.LearningRate), (nameof(options.Epochs), options.Epochs), (nameof(options.Seed), options.Seed));

    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path, HistoryModel model, long step) => AtomicFile.Write(path, stream =>
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Magic);
        writer.Write(Version);
        _settings.Write(writer);
        writer.Write(step);
        writer.Flush();
        foreach (var parameter in model.Parameters)
        {
            parameter.Save(stream);
        }
    });

    /// <summary>Fills the model; returns the number of steps that were taken.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or belongs to another corpus or other options.</exception>
    public long Load(string path, HistoryModel model, long steps)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
        using var reader = new BinaryReader(stream);
        try
        {
            UntrustedData.ReadHeader(reader, Magic, Version, "the training state of a neural language model");
            _settings.Check(reader);
            var step = UntrustedData.ReadInt64(reader, "the number of steps", 0);
            foreach (var parameter in model.Parameters)
            {
                parameter.Load(stream);
            }

            return step <= steps && stream.ReadByte() < 0
                ? step
                : throw new InvalidDataException($"Damaged data: step {step} of {steps}, or something behind the end.");
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new InvalidDataException($"{nameof(options.CheckpointPath)} '{path}' cannot be gone on from. {e.Message}", e);
        }
    }
}
