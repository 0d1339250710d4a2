using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.Data;

namespace MLSeq.Tests.Saving;

public class SaveLoadTests
{
    [Fact]
    public void A_fresh_process_loads_the_model_and_scores_the_same()
    {
        var ml = Models.Context;
        using var folder = new TemporaryFolder();
        ml.Model.Save(Models.Multiclass, Models.InputSchema, folder["model.zip"]);
        string[] texts = ["the match today", "", "bank , market said", "wörds", .. SampleData.Documents(20, seed: 5).Select(d => d.Text!)];
        File.WriteAllLines(folder["texts.txt"], texts);

        Run(folder["model.zip"], folder["texts.txt"], folder["output.txt"]);

        var lines = File.ReadAllLines(folder["output.txt"]);
        Assert.Equal(string.Join(' ', Models.InputSchema.Select(column => column.Name)), lines[0]);
        Assert.Equal(
            "SequenceTokenizingTransformer TokenIdMappingTransformer ValueToKeyMappingTransformer SequenceMulticlassTransformer KeyToValueMappingTransformer",
            lines[1]);
        var scored = Models.Multiclass.Transform(ml.Data.LoadFromEnumerable(texts.Select(text => new Document { Text = text, Label = "" })));
        var labels = scored.GetColumn<ReadOnlyMemory<char>>("PredictedLabel").ToList();
        var scores = scored.GetColumn<float[]>("Score").ToList();
        Assert.Equal(texts.Length, lines.Length - 2);
        for (var i = 0; i < texts.Length; i++)
        {
            var parts = lines[i + 2].Split('\t');
            Assert.Equal(labels[i].ToString(), parts[0]);
            Assert.Equal(scores[i], parts[1].Split(' ').Select(s => float.Parse(s, CultureInfo.InvariantCulture)));
        }
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.7)]
    [InlineData(0.99)]
    public void A_truncated_file_is_refused(double share)
    {
        using var folder = new TemporaryFolder();
        Models.Context.Model.Save(Models.Multiclass, Models.InputSchema, folder["model.zip"]);
        var bytes = File.ReadAllBytes(folder["model.zip"]);
        File.WriteAllBytes(folder["cut.zip"], bytes[..(int)(bytes.Length * share)]);
        Assert.ThrowsAny<Exception>(() => Models.Context.Model.Load(folder["cut.zip"], out _));
    }

    [Fact]
    public void A_foreign_file_is_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["model.zip"], "this is no model");
        Assert.ThrowsAny<Exception>(() => Models.Context.Model.Load(folder["model.zip"], out _));
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
    }

    [Fact]
    public void A_newer_version_is_refused_by_name()
    {
        var error = LoadChanged("MLSeqMulticlass", bytes =>
        {
            // In ML.NET's header the version that wrote the stage, and the oldest that can read it, follow its signature.
            var versions = bytes.AsSpan(bytes.AsSpan().IndexOf("MLSQMULT"u8) + 8);
            BitConverter.TryWriteBytes(versions, 0x00020001);
            BitConverter.TryWriteBytes(versions[4..], 0x00020001);
            return bytes;
        });
        Assert.Contains("version", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Loads a model in which the file of the stage with this loader is changed, and gives the innermost error.</summary>
    private static Exception LoadChanged(string loader, Func<byte[], byte[]> change)
    {
        using var folder = new TemporaryFolder();
        Models.Context.Model.Save(Models.Multiclass, Models.InputSchema, folder["model.zip"]);
        var found = false;
        using (var zip = System.IO.Compression.ZipFile.Open(folder["model.zip"], System.IO.Compression.ZipArchiveMode.Update))
        {
            // The loader's name is in ML.NET's header, the first 256 bytes.
            foreach (var entry in zip.Entries.Where(e => e.Name == "Model.key").ToList())
            {
                using var stream = entry.Open();
                using var memory = new MemoryStream();
                stream.CopyTo(memory);
                var bytes = memory.ToArray();
                if (bytes.AsSpan(0, Math.Min(256, bytes.Length)).IndexOf(System.Text.Encoding.ASCII.GetBytes(loader)) >= 0)
                {
                    found = true;
                    stream.SetLength(0);
                    stream.Write(change(bytes));
                }
            }
        }

        Assert.True(found, "no such stage");
        return Assert.ThrowsAny<Exception>(() => Models.Context.Model.Load(folder["model.zip"], out _)).GetBaseException();
    }

    private static void Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(SaveLoadTests).Assembly.Location, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
    }
}
