using MLSeq.Text;

namespace MLSeq.Tests.Text;

public class AtomicFileTests
{
    [Fact]
    public void A_failed_write_leaves_the_old_file_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        var path = folder["model.zip"];
        File.WriteAllText(path, "old");

        Assert.Throws<IOException>(() => AtomicFile.Write(path, stream =>
        {
            stream.WriteByte(1);
            throw new IOException("disk full");
        }));

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["model.zip"], folder.Names);
    }

    [Fact]
    public void A_finished_write_replaces_it()
    {
        using var folder = new TemporaryFolder();
        var path = folder["model.zip"];
        File.WriteAllText(path, "old");

        AtomicFile.Write(path, stream => stream.Write("new"u8));

        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal(["model.zip"], folder.Names);
    }
}
