using System.Globalization;
using System.Net;
using System.Text;
using MLSeq.Text;

namespace MLSeq.Interactive;

/// <summary>
/// A page of headings, texts and views, such as a report of a training run: one file that needs nothing from outside, in light or dark
/// as the reader's system is set.
/// </summary>
/// <example>
/// <c>new HtmlPage("Run 7").AddHeading("Losses").AddView(new TrainingCurves(history)).AddPreformatted(log).Save("run-7.html");</c>
/// </example>
public sealed class HtmlPage
{
    private const string Style = """
        body { max-width: 1000px; margin: 24px auto; padding: 0 16px; background: #ffffff; color: #1a1a1a; font: 15px/1.55 system-ui, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', Verdana, sans-serif; }
        h1, h2, h3 { line-height: 1.25; margin: 1.4em 0 0.5em; }
        pre { padding: 10px 14px; background: #f3f3f3; font: 13px/1.45 ui-monospace, Consolas, 'DejaVu Sans Mono', monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
        .view { margin: 12px 0; overflow-x: auto; }
        @media (prefers-color-scheme: dark) { body { background: #16181d; color: #ededed; } pre { background: #22252c; } }
        """;

    private readonly StringBuilder _body = new();

    /// <summary>Begins a page.</summary>
    /// <param name="title">What it is of, in a line; stands in the browser's title bar. <see cref="AddHeading"/> writes it on the page.</param>
    /// <exception cref="ArgumentException">It is empty.</exception>
    public HtmlPage(string title)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        Title = title;
    }

    /// <summary>What the page is of.</summary>
    public string Title { get; }

    /// <summary>Adds a heading.</summary>
    /// <param name="text">The heading, in a line.</param>
    /// <param name="level">1 for the page's own, 2 for a section's, 3 for one within it. Default: 2.</param>
    /// <returns>This page, to go on with.</returns>
    /// <exception cref="ArgumentException">There is no such level.</exception>
    public HtmlPage AddHeading(string text, int level = 2)
    {
        OptionCheck.Require(level is >= 1 and <= 3, nameof(level), level, "from 1 to 3");
        return Add($"h{level}", text);
    }

    /// <summary>Adds a paragraph of plain text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>This page, to go on with.</returns>
    public HtmlPage AddParagraph(string text) => Add("p", text);

    /// <summary>Adds a text whose lines and spaces stay as they are, such as what a program printed.</summary>
    /// <param name="text">The text.</param>
    /// <returns>This page, to go on with.</returns>
    public HtmlPage AddPreformatted(string text) => Add("pre", text);

    /// <summary>Adds a view.</summary>
    /// <param name="view">The view, as it looks now.</param>
    /// <returns>This page, to go on with.</returns>
    public HtmlPage AddView(NotebookView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        _body.Append("<div class=\"view\">\n").Append(view.ToHtml()).Append("</div>\n");
        return this;
    }

    /// <summary>The whole page.</summary>
    public string ToHtml() => $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width"/>
        <meta name="color-scheme" content="light dark"/>
        <title>{WebUtility.HtmlEncode(Title)}</title>
        <style>
        {Style}
        </style>
        </head>
        <body>
        {_body}</body>
        </html>

        """;

    /// <summary>Writes the page; the file appears whole or not at all.</summary>
    /// <param name="path">Usually ends in <c>.html</c>.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(ToHtml())));
    }

    private HtmlPage Add(string element, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        _body.Append(CultureInfo.InvariantCulture, $"<{element}>{WebUtility.HtmlEncode(text)}</{element}>\n");
        return this;
    }
}
