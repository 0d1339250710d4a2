namespace MLSeq.Tool.Runs;

/// <summary>How a run stands.</summary>
internal enum RunStatus
{
    /// <summary>It is training.</summary>
    Running,

    /// <summary>The process ended without a word: it was killed, or the machine went down.</summary>
    Killed,

    /// <summary>Ended by Ctrl-C or SIGTERM; the same command goes on.</summary>
    Interrupted,

    /// <summary>Ended by an error.</summary>
    Failed,

    /// <summary>The model is trained and saved.</summary>
    Completed,
}
