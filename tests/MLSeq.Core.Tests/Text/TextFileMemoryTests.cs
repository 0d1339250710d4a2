using System.IO.Compression;
using MLSeq.Text;

namespace MLSeq.Tests.Text;

[Collection(nameof(MemoryCollection))]
public class TextFileMemoryTests
{
    [Fact]
    public void StreamsAFileInBoundedMemory()
    {
        // 64 MB of lines behind a few hundred kB of gzip
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".gz");
        using (var writer = new StreamWriter(new GZipStream(File.Create(path), CompressionLevel.Fastest)))
        {
            string line = new('a', 999);
            for (int i = 0; i < 64_000; i++)
            {
                writer.Write(line + '\n');
            }
        }

        long before = GC.GetTotalMemory(forceFullCollection: true);
        long peak = 0;
        int lines = 0;
        foreach (string line in TextFile.ReadLines(path))
        {
            Assert.Equal(999, line.Length);
            if (++lines % 8000 == 0)
            {
                peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true));
            }
        }

        File.Delete(path);
        Assert.Equal(64_000, lines);
        Assert.InRange(peak - before, 1, 24_000_000);
    }
}
