using System.Diagnostics;
using System.Security.Cryptography;
using MLSeq.Embeddings.Training;

namespace MLSeq.Networks.Training;

/// <summary>
/// The file that a run can go on from: which options and data it belongs to, and the state of each of its parts. What is drawn follows
/// from the seed, the epoch and the step, so that the place in the run stands for all random streams.
/// </summary>
internal sealed class RunCheckpoint
{
    private readonly TrainingCheckpoint _file;
    private readonly TimeSpan _interval;
    private readonly IReadOnlyList<ITrainingState> _parts;
    private readonly Stopwatch _sinceLast = Stopwatch.StartNew();

    /// <param name="path">The file.</param>
    /// <param name="network">The network, every option of which must be the same.</param>
    /// <param name="options">The training's, of which those that decide the result must be the same.</param>
    /// <param name="source">The data.</param>
    /// <param name="parts">What is saved, in this order.</param>
    public RunCheckpoint(string path, ITrainable network, SequenceTrainerOptions options, BatchSource source, IReadOnlyList<ITrainingState> parts)
    {
        Path = path;
        _interval = options.CheckpointInterval;
        _parts = parts;
        _file = new TrainingCheckpoint(path, "network", [.. network.Conditions, .. options.Conditions, .. source.Conditions, ("the data", HashOf(source))]);
    }

    public string Path { get; }

    /// <summary>The step that the file's state is of; null where there is no file.</summary>
    public long? Step { get; private set; }

    /// <summary>Whether the time between checkpoints has passed.</summary>
    public bool IsDue => _sinceLast.Elapsed >= _interval;

    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(long step)
    {
        _file.Write(step, writer =>
        {
            foreach (var part in _parts)
            {
                part.Save(writer);
            }
        });
        Step = step;
        _sinceLast.Restart();
    }

    /// <summary>Brings back the state, where there is a file.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or belongs to other options or data.</exception>
    public void Restore()
    {
        var step = _file.Restore(reader =>
        {
            foreach (var part in _parts)
            {
                part.Load(reader);
            }
        });
        Step = File.Exists(Path) ? step : null;
    }

    /// <summary>Removes the file: the run has ended.</summary>
    public void Delete() => File.Delete(Path);

    /// <summary>What tells a source's rows from others.</summary>
    private static string HashOf(BatchSource source)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        source.AddTo(hash);
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }
}
