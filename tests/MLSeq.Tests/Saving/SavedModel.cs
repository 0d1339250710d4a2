using System.IO.Compression;
using System.Text;
using Microsoft.ML;

namespace MLSeq.Tests.Saving;

/// <summary>Models whose files are tampered with.</summary>
internal static class SavedModel
{
    /// <summary>Loads a model in which the file of the stage with this loader is changed, and gives the innermost error.</summary>
    public static Exception LoadChanged(MLContext ml, ITransformer model, DataViewSchema schema, string loader, Func<byte[], byte[]> change)
    {
        using var folder = new TemporaryFolder();
        ml.Model.Save(model, schema, folder["model.zip"]);
        var found = false;
        using (var zip = ZipFile.Open(folder["model.zip"], ZipArchiveMode.Update))
        {
            // The loader's name is in ML.NET's header, the first 256 bytes.
            foreach (var entry in zip.Entries.Where(e => e.Name == "Model.key").ToList())
            {
                using var stream = entry.Open();
                using var memory = new MemoryStream();
                stream.CopyTo(memory);
                var bytes = memory.ToArray();
                if (bytes.AsSpan(0, Math.Min(256, bytes.Length)).IndexOf(Encoding.ASCII.GetBytes(loader)) >= 0)
                {
                    found = true;
                    stream.SetLength(0);
                    stream.Write(change(bytes));
                }
            }
        }

        Assert.True(found, "no such stage");
        return Assert.ThrowsAny<Exception>(() => ml.Model.Load(folder["model.zip"], out _)).GetBaseException();
    }
}
