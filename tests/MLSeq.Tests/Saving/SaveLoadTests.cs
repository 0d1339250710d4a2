using System.IO.Compression;
using System.Text;

namespace MLSeq.Tests.Saving;

public class SaveLoadTests
{
    [Fact]
    public void A_fresh_process_loads_the_model_and_scores_the_same()
    {
        string[] texts = ["the match today", "", "bank , market said", "wörds", .. SampleData.Documents(20, seed: 5).Select(d => d.Text!)];
        FreshProcess.AssertLoadsAndScoresTheSame(Models.Context, Models.Multiclass, Models.InputSchema, texts);
        Assert.Equal(
            ["SequenceTokenizingTransformer", "TokenIdMappingTransformer", "ValueToKeyMappingTransformer", "SequenceMulticlassTransformer", "KeyToValueMappingTransformer"],
            FreshProcess.Stages(Models.Multiclass).Select(stage => stage.GetType().Name));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    [InlineData(0.7)]
    [InlineData(0.99)]
    public void A_truncated_file_is_refused(double share)
    {
        using var folder = new TemporaryFolder();
        Models.Context.Model.Save(Models.Multiclass, Models.InputSchema, folder["model.zip"]);
        var bytes = File.ReadAllBytes(folder["model.zip"]);
        File.WriteAllBytes(folder["cut.zip"], bytes[..(int)(bytes.Length * share)]);
        AssertUnreadable(Assert.ThrowsAny<Exception>(() => Models.Context.Model.Load(folder["cut.zip"], out _)));
    }

    [Fact]
    public void A_foreign_file_is_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["model.zip"], "this is no model");
        AssertUnreadable(Assert.ThrowsAny<Exception>(() => Models.Context.Model.Load(folder["model.zip"], out _)));

        // A zip file, but no model.
        using (var zip = ZipFile.Open(folder["other.zip"], ZipArchiveMode.Create))
        {
            zip.CreateEntry("letter.txt");
        }

        AssertUnreadable(Assert.ThrowsAny<Exception>(() => Models.Context.Model.Load(folder["other.zip"], out _)));
    }

    [Fact]
    public void Damaged_weights_are_refused_by_name()
    {
        var error = LoadChanged("MLSeqMulticlass", bytes =>
        {
            // The network's own header, behind ML.NET's.
            bytes.AsSpan(bytes.AsSpan().LastIndexOf("MLSQ"u8), 16).Fill(0xff);
            return bytes;
        });
        Assert.IsType<InvalidDataException>(error);
        Assert.Contains("network", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_labels_are_refused_by_name()
    {
        var error = LoadChanged("MLSeqMulticlass", bytes =>
        {
            // In front of the first label's text are the labels' type, their number and the text's length.
            var label = bytes.AsSpan().LastIndexOf(Encoding.UTF8.GetBytes(SampleData.Documents(1)[0].Label!));
            BitConverter.TryWriteBytes(bytes.AsSpan(label - 5), 1_000_000_000);
            return bytes;
        });
        Assert.IsType<InvalidDataException>(error);
        Assert.Contains("1000000000 labels; expected 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_vocabulary_is_refused_before_memory_is_taken()
    {
        var error = LoadChanged("MLSeqTokenIds", bytes =>
        {
            // The header's text is followed by the version and the number of entries.
            var size = bytes.AsSpan().IndexOf("MLSeq.Vocabulary"u8) + 16 + sizeof(int);
            BitConverter.TryWriteBytes(bytes.AsSpan(size), int.MaxValue - 100);
            return bytes;
        });
        Assert.IsType<InvalidDataException>(error);
        Assert.Contains("vocabulary", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MLSeqTokenizer", "MLSQTOKN")]
    [InlineData("MLSeqTokenIds", "MLSQTKID")]
    [InlineData("MLSeqMulticlass", "MLSQMULT")]
    public void A_newer_version_is_refused_by_name(string loader, string signature)
    {
        var error = LoadChanged(loader, bytes =>
        {
            // In ML.NET's header the version that wrote the stage, and the oldest that can read it, follow its signature.
            var versions = bytes.AsSpan(bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(signature)) + 8);
            BitConverter.TryWriteBytes(versions, 0x00020001);
            BitConverter.TryWriteBytes(versions[4..], 0x00020001);
            return bytes;
        });
        Assert.Contains("version", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_newer_network_in_a_model_is_refused_by_name()
    {
        var error = LoadChanged("MLSeqMulticlass", bytes =>
        {
            BitConverter.TryWriteBytes(bytes.AsSpan(bytes.AsSpan().LastIndexOf("MLSQ"u8) + 4), 99);
            return bytes;
        });
        Assert.IsType<InvalidDataException>(error);
        Assert.Contains("format version 99", error.Message, StringComparison.Ordinal);
    }

    private static void AssertUnreadable(Exception error) =>
        Assert.True(error is FormatException or InvalidDataException or InvalidOperationException or ArgumentException, error.ToString());

    private static Exception LoadChanged(string loader, Func<byte[], byte[]> change) =>
        SavedModel.LoadChanged(Models.Context, Models.Multiclass, Models.InputSchema, loader, change);
}
