namespace MLSeq.Tool;

/// <summary>What the process returns.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The run failed: bad data, a missing file, models that disagree.</summary>
    public const int Failure = 1;

    /// <summary>The command line was wrong: an unknown option, or a value out of range.</summary>
    public const int Usage = 2;

    /// <summary>Ended by Ctrl-C or SIGTERM, as shells report it.</summary>
    public const int Cancelled = 130;
}
