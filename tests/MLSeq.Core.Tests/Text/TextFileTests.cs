using System.IO.Compression;
using System.Text;
using MLSeq.Text;

namespace MLSeq.Tests.Text;

public sealed class TextFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mlseq-text").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("a\nb\n", "a|b")]
    [InlineData("a\r\n\r\nb", "a||b")]
    [InlineData("\uFEFFa\n", "a")]
    [InlineData("\n", "")]
    [InlineData("é\r中\n👍", "é\r中|👍")]
    public void ReadsLines(string content, string expected)
    {
        string path = Write("a.txt", Encoding.UTF8.GetBytes(content));
        Assert.Equal(expected, string.Join('|', TextFile.ReadLines(path)));
        Assert.Equal(expected, string.Join('|', TextFile.ReadLines(Write("a.txt.gz", Compress(Encoding.UTF8.GetBytes(content))))));
    }

    [Fact]
    public void AnEmptyFileHasNoLines()
    {
        Assert.Empty(TextFile.ReadLines(Write("a.txt", [])));
        Assert.Empty(TextFile.ReadLines(Write("a.gz", Compress([]))));
    }

    [Fact]
    public void ReadsGzipFilesOfSeveralMembers() =>
        Assert.Equal(["a", "bc"], TextFile.ReadLines(Write("a.gz", [.. Compress("a\nb"u8.ToArray()), .. Compress("c\n"u8.ToArray())])));

    [Fact]
    public void ReadsLinesLongerThanItsBuffer()
    {
        string[] lines = [.. new[] { 0, 1, 65535, 65536, 65537, 300_000, 5 }.Select(n => new string('x', n) + "é")];
        string path = Write("a.txt", Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        Assert.Equal(lines, TextFile.ReadLines(path));
    }

    [Fact]
    public void ReadsByCharacterWhatIsInTheFile() => TextData.Check(TextData.Any, text =>
    {
        string content = "x" + TextData.WellFormed(text) + "\r\n" + TextData.WellFormed(text);
        string path = Write("a.txt", Encoding.UTF8.GetBytes(content));
        using TextReader reader = TextFile.Open(path);
        Assert.Equal(content[0], reader.Peek());
        Assert.Equal(content[0], reader.Read());
        string? line = reader.ReadLine();
        Assert.Equal(content[1..].Split('\n')[0].TrimEnd('\r'), line?.TrimEnd('\r'));
        Assert.Equal(content.Split('\n', 2)[1], reader.ReadToEnd());
        Assert.Equal(-1, reader.Peek());
    });

    [Fact]
    public void NamesTheFileAndLineThatAreNotUtf8()
    {
        string path = Write("latin.txt", Encoding.Latin1.GetBytes("plain\nok\ncafé au lait\n"));
        var e = Assert.Throws<InvalidDataException>(() => TextFile.ReadLines(path).Count());
        Assert.Contains($"{path}, line 3: the byte 0xE9 at position 3", e.Message, StringComparison.Ordinal);
        Assert.Equal(["plain", "ok", "café au lait"], TextFile.ReadLines(path, Encoding.Latin1));
        Assert.Equal("plain", TextFile.ReadLines(path).First());
    }

    [Fact]
    public void NamesTheFileThatIsUtf16()
    {
        string path = Write("wide.txt", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("abc")]);
        var e = Assert.Throws<InvalidDataException>(() => TextFile.ReadLines(path).Count());
        Assert.Contains("wide.txt, line 1: the text is UTF-16", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NamesTheCompressedFileThatIsDamagedOrTruncated()
    {
        byte[] content = Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 50_000)));
        byte[] compressed = Compress(content);
        foreach (byte[] damaged in new[] { compressed[..^20], compressed[..(compressed.Length / 2)], content })
        {
            string path = Write("damaged.gz", damaged);
            var e = Assert.Throws<InvalidDataException>(() => TextFile.ReadLines(path).Count());
            Assert.Contains("damaged.gz, line ", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void NamesTheFileThatIsMissing()
    {
        string path = Path.Combine(_folder, "missing.txt");
        Assert.Contains(path, Assert.Throws<FileNotFoundException>(() => TextFile.ReadLines(path)).Message, StringComparison.Ordinal);
        Assert.Contains(path, Assert.Throws<FileNotFoundException>(() => TextFile.Open(path)).Message, StringComparison.Ordinal);
        Assert.Contains("is a folder", Assert.Throws<FileNotFoundException>(() => TextFile.Open(_folder)).Message, StringComparison.Ordinal);
    }

    private static byte[] Compress(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return stream.ToArray();
    }

    private string Write(string name, byte[] content)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }
}
