namespace MLSeq.Tool.Tests.Commands;

public class CorpusTests
{
    private static readonly string[] Verbs = ["Opens", "Closes", "Copies", "Deletes", "Renames", "Compresses", "Encrypts", "Shares"];

    [Fact]
    public void Writes_a_summary_and_its_namespace_a_line_in_three_parts()
    {
        using var folder = WithDocs();

        var lines = Write(folder, "namespaces", ["train.tsv", "valid.tsv", "test.tsv"], "--min-summaries", "2");

        Assert.Equal(240, lines.Sum(part => part.Length));
        Assert.Equal(240, lines.SelectMany(part => part).Distinct().Count());
        Assert.All(lines.SelectMany(part => part), line => Assert.Matches("^[A-Z][a-z]+ the file number [0-9]+ of a folder\\.\tZoo\\.(Files|Folders)$", line));
        Assert.True(lines[0].Length > lines[1].Length + lines[2].Length);
    }

    [Fact]
    public void Writes_a_method_s_summary_and_the_words_of_its_name()
    {
        using var folder = WithDocs();

        var lines = Write(folder, "methods", ["train.tsv", "valid.tsv", "test.tsv"]);

        Assert.Contains("Opens the file number 0 of a folder.\topens file number0", lines.SelectMany(part => part));
    }

    [Fact]
    public void Writes_each_name_once()
    {
        using var folder = WithDocs();

        var lines = Write(folder, "names", ["train.txt", "valid.txt", "test.txt"]);

        // The types Files and Folders, and a method for each number; the one of two letters is left out.
        Assert.Equal(242, lines.SelectMany(part => part).Distinct().Count());
        Assert.Equal(242, lines.Sum(part => part.Length));
        Assert.All(lines, Assert.NotEmpty);
        Assert.Contains("OpensFileNumber0", lines.SelectMany(part => part));
    }

    [Fact]
    public void Writes_each_summary_once()
    {
        using var folder = WithDocs();

        var lines = Write(folder, "sentences", ["sentences.txt"]);

        Assert.Equal(241, lines[0].Length);
        Assert.Equal(241, lines[0].Distinct().Count());
        Assert.Contains("Too short.", lines[0]);
    }

    [Fact]
    public void Says_where_it_looked_for_documentation()
    {
        using var folder = new TemporaryFolder();

        var run = Invocation.Of("corpus", "names", "--docs", folder.PathOf("nowhere"), "--output", folder.PathOf("out"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(folder.PathOf("nowhere"), run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.PathOf("out")));
    }

    private static string[][] Write(TemporaryFolder folder, string kind, string[] files, params string[] options)
    {
        var run = Invocation.Of(["corpus", kind, "--docs", folder.PathOf("docs"), "--output", folder.PathOf("out"), .. options]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(files.Order(StringComparer.Ordinal), Directory.EnumerateFiles(folder.PathOf("out")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        return Array.ConvertAll(files, file => File.ReadAllLines(folder.PathOf(Path.Combine("out", file))));
    }

    private static TemporaryFolder WithDocs()
    {
        var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.PathOf("docs"));
        foreach (var space in new[] { "Files", "Folders" })
        {
            var start = space == "Files" ? 0 : 120;
            var methods = Enumerable.Range(start, 120).Select(i =>
                $"<member name=\"M:Zoo.{space}.{space}.{Verbs[i % Verbs.Length]}FileNumber{i}\"><summary>{Verbs[i % Verbs.Length]} the file number {i} of a folder.</summary></member>");
            folder.Write(Path.Combine("docs", $"{space}.xml"),
                $"<doc><members><member name=\"T:Zoo.{space}.{space}\"><summary>Too short.</summary></member>"
                + $"<member name=\"P:Zoo.{space}.{space}.Id\"><summary>Too short.</summary></member>{string.Concat(methods)}</members></doc>");
        }

        return folder;
    }
}
