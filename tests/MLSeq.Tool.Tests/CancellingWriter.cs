namespace MLSeq.Tool.Tests;

/// <summary>Cancels when a line holds a text.</summary>
internal sealed class CancellingWriter(CancellationTokenSource source, string text) : StringWriter
{
    public override void WriteLine(string? value)
    {
        base.WriteLine(value);
        if (value?.Contains(text, StringComparison.Ordinal) == true)
        {
            source.Cancel();
        }
    }
}
