using System.Diagnostics.CodeAnalysis;

namespace MLSeq.Interactive;

/// <summary>Gives the formatter of all views; .NET Interactive makes it and calls it by name.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "Made by the notebook's kernel.")]
[SuppressMessage("Performance", "CA1822", Justification = "Called on an instance by the notebook's kernel.")]
internal sealed class HtmlFormatterSource
{
    public IEnumerable<object> CreateTypeFormatters() => [new HtmlFormatter()];
}
