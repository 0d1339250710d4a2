using MLSeq.Tool.Data;

namespace MLSeq.Tool.Tests.Data;

public class OutputFileTests
{
    [Fact]
    public void A_folder_that_cannot_be_made_is_named_first()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("file", "");

        var error = Assert.Throws<ToolException>(() => OutputFile.Prepare(Path.Combine(file, "model.zip")));

        Assert.Contains("model.zip: cannot be written", error.Message, StringComparison.Ordinal);
    }
}
