using MLSeq.Tool.Data;

namespace MLSeq.Tool.Tests.Data;

public class OutputFileTests
{
    [Fact]
    public void A_failed_write_leaves_the_old_file_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("model.zip", "old");

        Assert.Throws<IOException>(() => OutputFile.Write(path, stream =>
        {
            stream.WriteByte(1);
            throw new IOException("disk full");
        }));

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.EnumerateFileSystemEntries(folder.FullName));
    }

    [Fact]
    public void A_finished_write_replaces_it()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("model.zip", "old");

        OutputFile.Write(path, stream => stream.Write("new"u8));

        Assert.Equal("new", File.ReadAllText(path));
        Assert.Single(Directory.EnumerateFileSystemEntries(folder.FullName));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named_first()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("file", "");

        var error = Assert.Throws<ToolException>(() => OutputFile.Prepare(Path.Combine(file, "model.zip")));

        Assert.Contains("model.zip: cannot be written", error.Message, StringComparison.Ordinal);
    }
}
