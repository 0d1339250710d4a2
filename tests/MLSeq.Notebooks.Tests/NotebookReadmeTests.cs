using System.Text.RegularExpressions;
using Notebooks;

namespace MLSeq.Notebooks.Tests;

/// <summary>The table of notebooks says which there are and which need data.</summary>
public class NotebookReadmeTests
{
    public static TheoryData<string> All => NotebookFolder.Names;

    [Theory]
    [MemberData(nameof(All))]
    public void Each_notebook_has_its_row_which_says_the_data_that_it_reads(string name)
    {
        var row = Assert.Single(File.ReadLines(NotebookFolder.File("README.md")), line => line.Contains($"]({name})", StringComparison.Ordinal));

        var data = row.Split('|')[3].Trim();
        var code = string.Join('\n', Notebook.Load(NotebookFolder.File(name)).Cells.Where(cell => cell.IsCode).Select(cell => cell.Source));
        Assert.Equal(code.Contains("MLSEQ_DATA", StringComparison.Ordinal), data != "none");
        Assert.All(data.Split('`').Where((_, i) => i % 2 == 1), file => Assert.Contains(Path.GetFileName(file).Split('.', '{')[0], code, StringComparison.Ordinal));
    }

    [Fact]
    public void What_it_links_to_is_there()
    {
        string[] links = [.. Regex.Matches(File.ReadAllText(NotebookFolder.File("README.md")), @"\]\((?!https:)(?<link>[^)]+)\)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Select(match => match.Groups["link"].Value)];

        Assert.True(links.Length > NotebookFolder.Names.Count);
        Assert.All(links, link => Assert.True(File.Exists(NotebookFolder.File(link)), link));
    }
}
