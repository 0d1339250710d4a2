using System.Diagnostics.CodeAnalysis;

namespace MLSeq.Interactive;

/// <summary>Writes a view as HTML; .NET Interactive calls it by name.</summary>
[SuppressMessage("Performance", "CA1822", Justification = "Called on an instance by the notebook's kernel.")]
internal sealed class HtmlFormatter
{
    public string MimeType => "text/html";

    /// <returns>Whether it is a view.</returns>
    public bool Format(object instance, TextWriter writer)
    {
        if (instance is not NotebookView view)
        {
            return false;
        }

        writer.Write(view.ToHtml());
        return true;
    }
}
