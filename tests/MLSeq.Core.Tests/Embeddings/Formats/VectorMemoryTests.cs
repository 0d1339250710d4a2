using System.IO.Compression;
using MLSeq.Embeddings;

namespace MLSeq.Tests.Embeddings.Formats;

[Collection(nameof(MemoryCollection))]
public sealed class VectorMemoryTests
{
    [Theory]
    [InlineData("2000000000 65536\na 1 2\n", WordVectorFormat.Word2VecText)]
    [InlineData("2000000000 65536\na 1234\n", WordVectorFormat.Word2Vec)]
    public void A_header_takes_no_memory(string text, WordVectorFormat format)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["v"], text);
        using (var gzip = new GZipStream(File.Create(folder["v.gz"]), CompressionLevel.Optimal))
        {
            gzip.Write(File.ReadAllBytes(folder["v"]));
        }

        foreach (var name in new[] { "v", "v.gz" })
        {
            var before = GC.GetTotalAllocatedBytes();
            Assert.Throws<InvalidDataException>(() => WordVectors.Load(folder[name], format));
            Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 32 << 20);
        }
    }
}
