namespace MLSeq.Tool.Runs;

/// <summary>What the log of a run tells, of the last training that began from the start and all that went on from it.</summary>
internal sealed class RunHistory
{
    /// <param name="events">The log's lines, in their order.</param>
    /// <param name="isBeingWritten">Whether a process has the folder open.</param>
    /// <exception cref="InvalidDataException">They do not begin with the start of a training.</exception>
    public RunHistory(IReadOnlyList<RunEvent> events, bool isBeingWritten)
    {
        if (events is not [RunStarted, ..])
        {
            throw new InvalidDataException("The log of a run does not begin with its start.");
        }

        var first = Math.Max(0, events.Index().LastOrDefault(e => e.Item is RunStarted { GoesOn: false }).Index);
        Events = [.. events.Skip(first)];
        Status = Events[^1] is RunEnded end ? end.Status : isBeingWritten ? RunStatus.Running : RunStatus.Killed;
    }

    /// <summary>The lines, from the beginning of the training.</summary>
    public IReadOnlyList<RunEvent> Events { get; }

    public RunStatus Status { get; }

    /// <summary>Each time that a process began to train.</summary>
    public IReadOnlyList<RunStarted> Starts => [.. Events.OfType<RunStarted>()];

    /// <summary>What went wrong, if something did.</summary>
    public string? Message => (Events[^1] as RunEnded)?.Message;

    /// <summary>The epochs that ended, each once: one that was trained again after a crash came to the same.</summary>
    public IReadOnlyList<RunEpoch> Epochs => [.. Events.OfType<RunEpoch>().DistinctBy(epoch => epoch.Epoch)];

    /// <summary>Where training was, in order, without what a crash undid.</summary>
    public IReadOnlyList<RunProgress> Progress
    {
        get
        {
            var (kept, next) = (new List<RunProgress>(), long.MaxValue);
            foreach (var progress in Events.OfType<RunProgress>().Reverse().Where(progress => progress.Tokens < next))
            {
                kept.Add(progress);
                next = progress.Tokens;
            }

            kept.Reverse();
            return kept;
        }
    }

    /// <summary>The figures; empty before the end.</summary>
    public IReadOnlyDictionary<string, object?> Figures => Events.OfType<RunFigures>().LastOrDefault()?.Figures ?? new Dictionary<string, object?>();

    public RunConfusion? Confusion => Events.OfType<RunConfusion>().LastOrDefault();

    /// <summary>The data of the last process.</summary>
    public IReadOnlyList<RunData> Data => [.. Events.Skip(Events.Index().Last(e => e.Item is RunStarted).Index).OfType<RunData>()];

    public IReadOnlyList<RunTable> Tables => [.. Events.OfType<RunTable>()];
}
