using MLSeq.Tool.Data;

namespace MLSeq.Tool.Runs;

/// <summary>
/// The folder of a training run: its log and, while it trains, the state that it can go on from. One process at a time writes to it.
/// </summary>
internal sealed class RunFolder : IDisposable
{
    private const string LogName = "log.jsonl";
    private const string CheckpointName = "checkpoint";
    private const string LockName = "lock";

    private readonly FileStream _lock;
    private readonly RunLog _log;

    private RunFolder(string path, FileStream ofProcess, RunLog log) => (CheckpointPath, GoesOn, _lock, _log) =
        (Path.Combine(path, CheckpointName), File.Exists(Path.Combine(path, CheckpointName)), ofProcess, log);

    /// <summary>Where the state of training goes.</summary>
    public string CheckpointPath { get; }

    /// <summary>Whether there was such a state when the folder was opened.</summary>
    public bool GoesOn { get; }

    /// <summary>Opens a folder to write to, and makes it where there is none.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="warn">Told what cannot be written.</param>
    /// <exception cref="ToolException">It cannot be written to, another process writes to it, or its run is completed.</exception>
    public static RunFolder Open(string path, Action<string> warn)
    {
        var log = Path.Combine(path, LogName);
        OutputFile.Prepare(log);
        var ofProcess = TryLock(path) ?? throw new ToolException($"{path}: another process is training there; expected a folder of its own for each run.");
        try
        {
            if (File.Exists(log) && RunLog.Read(log) is [.., RunEnded { Status: RunStatus.Completed }])
            {
                throw new ToolException($"{path}: holds a run that is completed; expected a folder of its own for each run.");
            }

            return new(path, ofProcess, new(new FileStream(log, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0), log, warn));
        }
        catch
        {
            ofProcess.Dispose();
            throw;
        }
    }

    /// <summary>Reads what a folder holds, while it is written to as well.</summary>
    /// <exception cref="ToolException">There is no run in it.</exception>
    /// <exception cref="InvalidDataException">Its log is something else; names the line.</exception>
    public static RunHistory Read(string path)
    {
        var log = Path.Combine(path, LogName);
        var events = File.Exists(log) ? RunLog.Read(log) : throw new ToolException($"{path}: no run: there is no {LogName}, which 'train --run' writes.");
        return new(events, IsBeingWritten(path));
    }

    /// <summary>Adds a line to the log.</summary>
    public void Write(RunEvent happened) => _log.Write(happened);

    public void Dispose()
    {
        _log.Dispose();
        _lock.Dispose();
    }

    /// <summary>The system frees the file when its process ends, however that comes about.</summary>
    private static FileStream? TryLock(string path)
    {
        try
        {
            return new(Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static bool IsBeingWritten(string path)
    {
        if (!File.Exists(Path.Combine(path, LockName)))
        {
            return false;
        }

        using var taken = TryLock(path);
        return taken is null;
    }
}
