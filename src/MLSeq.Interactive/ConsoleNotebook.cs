using System.Globalization;

namespace MLSeq.Interactive;

/// <summary>Shows what a notebook would, in an ordinary program: texts on the console, views on one page.</summary>
/// <example>
/// <code>
/// var notebook = new ConsoleNotebook("losses.html");
/// notebook.Show(new TrainingCurves(history));
/// notebook.Save();
/// </code>
/// </example>
public sealed class ConsoleNotebook
{
    private readonly string _page;
    private readonly string _path;
    private readonly List<ShownValue> _shown = [];

    /// <summary>Begins with nothing shown.</summary>
    /// <param name="page">The name of the page's file; where it is no full path, in what is the current folder now.</param>
    /// <exception cref="ArgumentException">It is empty.</exception>
    public ConsoleNotebook(string page)
    {
        ArgumentException.ThrowIfNullOrEmpty(page);
        (_page, _path) = (page, Path.GetFullPath(page));
    }

    /// <summary>Shows a value: what has a view (see <see cref="ResultViews"/>) on the page, its title on the console; all else as text on the console.</summary>
    /// <param name="value">The value.</param>
    /// <returns>What is shown, to be changed later.</returns>
    public ShownValue Show(object value)
    {
        var shown = new ShownValue(value);
        _shown.Add(shown);
        return shown;
    }

    /// <summary>Writes the page, if there is a view, and says so on the console.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Save()
    {
        NotebookView[] views = [.. _shown.Select(shown => shown.View).OfType<NotebookView>()];
        if (views.Length > 0)
        {
            views.Aggregate(new HtmlPage(Path.GetFileNameWithoutExtension(_page)), (page, view) => page.AddView(view)).Save(_path);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{views.Length} views: {_page}"));
        }
    }
}
