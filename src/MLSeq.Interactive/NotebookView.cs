using System.Net;

namespace MLSeq.Interactive;

/// <summary>
/// A result as a notebook shows it: a piece of HTML that needs nothing from outside. .NET Interactive shows it by itself, as
/// the type names its formatter the way that notebooks look for; anything else can take <see cref="ToHtml"/>. Colours are those that
/// colour-blind readers can tell apart (Okabe and Ito, 2008), and follow the reader's setting of light or dark.
/// </summary>
[TypeFormatterSource(typeof(HtmlFormatterSource), PreferredMimeTypes = ["text/html"])]
public abstract class NotebookView
{
    /// <summary>What the view is of, in a line; a page's title.</summary>
    public abstract string Title { get; }

    /// <summary>The view as a piece of HTML, texts escaped.</summary>
    public abstract string ToHtml();

    /// <summary>Writes a page with nothing but the view; the file appears whole or not at all.</summary>
    /// <param name="path">Usually ends in <c>.html</c>.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Save(string path) => new HtmlPage(Title).AddView(this).Save(path);

    /// <inheritdoc/>
    public override string ToString() => Title;

    private protected static string Escape(string text) => WebUtility.HtmlEncode(text);
}
