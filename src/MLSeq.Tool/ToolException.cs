namespace MLSeq.Tool;

/// <summary>An error that the user can put right; only its message is shown.</summary>
internal sealed class ToolException : Exception
{
    public ToolException(string message, int exitCode = MLSeq.Tool.ExitCode.Failure, Exception? inner = null)
        : base(message, inner) => ExitCode = exitCode;

    /// <summary>The process's exit code.</summary>
    public int ExitCode { get; }
}
