using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MLSeq.Embeddings;
using MLSeq.Embeddings.Formats;

namespace MLSeq.Tests.Embeddings.Formats;

public sealed class VectorFilesTests : IDisposable
{
    private static readonly WordVectors Two = new(["a", "é"], 2, [1, -.5f, 1e-30f, 12345.678f]);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(WordVectorFormat.Word2Vec, "")]
    [InlineData(WordVectorFormat.Word2VecText, "")]
    [InlineData(WordVectorFormat.GloVe, "")]
    [InlineData(WordVectorFormat.Word2Vec, ".gz")]
    [InlineData(WordVectorFormat.Word2VecText, ".gz")]
    [InlineData(WordVectorFormat.GloVe, ".gz")]
    public void What_is_written_is_read_bit_by_bit(WordVectorFormat format, string compression)
    {
        var path = _folder[$"vectors{compression}"];
        var vectors = VectorData.Draw(3000, 7);
        vectors.Save(path, format);
        VectorData.AssertSame(vectors, WordVectors.Load(path));
        VectorData.AssertSame(vectors, WordVectors.Load(path, format));
        VectorData.AssertSame(vectors.Take(1234), WordVectors.Load(path, maxWords: 1234));
        Assert.Equal([$"vectors{compression}"], _folder.Names);
    }

    [Fact]
    public void Any_finite_floats_and_words_come_back()
    {
        var values = Gen.Choose(int.MinValue, int.MaxValue).Select(BitConverter.Int32BitsToSingle).Where(float.IsFinite);
        var words = Gen.NonEmptyListOf(Gen.Elements('a', '0', '.', '-', 'é', '中', '\u00A0', '\u2028', 'N'))
            .Select(letters => new string([.. letters])).ListOf().Select(list => list.Distinct().ToArray()).Where(list => list.Length > 0);
        var files = from list in words
                    from dimensions in Gen.Choose(1, 4)
                    from numbers in values.ListOf(list.Length * dimensions)
                    select new WordVectors(list, dimensions, [.. numbers]);
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(60), Prop.ForAll(files.ToArbitrary(), vectors =>
        {
            foreach (var format in new[] { WordVectorFormat.Word2Vec, WordVectorFormat.Word2VecText, WordVectorFormat.GloVe })
            {
                vectors.Save(_folder["v"], format);
                VectorData.AssertSame(vectors, WordVectors.Load(_folder["v"], format));
            }
        }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(1000)]
    public void Blocks_of_any_size_give_the_same(int blockLength)
    {
        var vectors = VectorData.Draw(400, 5);
        vectors.Save(_folder["v"], WordVectorFormat.Word2VecText);
        using var stream = File.OpenRead(_folder["v"]);
        VectorData.AssertSame(vectors, new VectorTextReader(stream, null, true, null, false, blockLength).Read());
        var text = File.ReadAllText(_folder["v"]).Replace("w300 ", "w300 x ", StringComparison.Ordinal);
        using var damaged = new MemoryStream(Encoding.UTF8.GetBytes(text.Replace("w399 ", "w0 ", StringComparison.Ordinal)));
        VectorData.AssertSame(vectors.Take(300), new VectorTextReader(damaged, null, true, 300, false, blockLength).Read());
        damaged.Position = 0;
        Assert.StartsWith("line 401: found 'w0', which is in line 2", Error(damaged, blockLength), StringComparison.Ordinal);
        using var wrong = new MemoryStream(Encoding.UTF8.GetBytes(text.Replace("w250 ", "w250 7 ", StringComparison.Ordinal)));
        Assert.Equal("line 252: found 6 values for 'w250'; expected 5.", Error(wrong, blockLength));
    }

    [Fact]
    public void Binary_records_may_lack_line_ends()
    {
        var bytes = new List<byte>("2 2\n"u8.ToArray());
        for (var i = 0; i < 2; i++)
        {
            bytes.AddRange([.. Encoding.UTF8.GetBytes(Two.Words[i]), (byte)' ', .. MemoryMarshal.AsBytes(Two.GetVector(i))]);
        }

        File.WriteAllBytes(_folder["v"], [.. bytes]);
        VectorData.AssertSame(Two, WordVectors.Load(_folder["v"]));
        using var mapped = WordVectors.Open(_folder["v"]);
        VectorData.AssertSame(Two, mapped);
    }

    [Theory]
    [InlineData("2 2\na 1 -0.5\né 1e-30 12345.678\n")]
    [InlineData("2 2 \r\na\t1.000\t-.5 \r\né +0.1E-29 1.2345678e4")]
    [InlineData("\uFEFFa 1 -0.5\n\né  1e-30   12345.678000000000000000000000000\n\n")]
    public void Text_may_have_any_white_space_between_numbers(string text)
    {
        File.WriteAllText(_folder["v"], text, new UTF8Encoding(false));
        VectorData.AssertSame(Two, WordVectors.Load(_folder["v"]));
    }

    [Fact]
    public void Words_of_text_may_contain_spaces()
    {
        var vectors = new WordVectors(["a b", ". . .", "at 7 x", "3"], 2, [1, 2, 3, 4, 5, 6, 7, 8]);
        vectors.Save(_folder["v"], WordVectorFormat.GloVe);
        VectorData.AssertSame(vectors, WordVectors.Load(_folder["v"]));
        Assert.Contains("'a b'", Assert.Throws<ArgumentException>(() => vectors.Save(_folder["v"], WordVectorFormat.Word2Vec)).Message, StringComparison.Ordinal);
        VectorData.AssertSame(vectors, WordVectors.Load(_folder["v"]));
        var ambiguous = new WordVectors(["area 51"], 1, [1]);
        Assert.Contains("'area 51'", Assert.Throws<ArgumentException>(() => ambiguous.Save(_folder["v"], WordVectorFormat.GloVe)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "found an empty file")]
    [InlineData("hello\n", "found neither")]
    [InlineData("hello world\n", "found neither")]
    [InlineData("3 2\na 1 2\nb 1 2\n", "line 4: found the end of the file after 2 words; the first line says 3")]
    [InlineData("1 2\na 1 2\nb 1 2\n", "line 3: found more than the 1 words")]
    [InlineData("2 3\na 1 2\nb 1 2\n", "line 2: found 2 values for 'a'; expected 3")]
    [InlineData("2 1\na 1 2\nb 1 2\n", "line 2: found 2 values for 'a'; expected 1")]
    [InlineData("a 1 2\nb 1\n", "line 2: found 1 values for 'b'; expected 2")]
    [InlineData("a 1 2\n\nb 1 x\n", "line 3: found 'x' as value 2 of 'b'")]
    [InlineData("a 1 2\nb nan 2\n", "line 2: found NaN as value 1 of 'b'")]
    [InlineData("a 1 2\nb 1 -inf\n", "line 2: found -Infinity as value 2 of 'b'")]
    [InlineData("a 1 2\nb 1 1e39\n", "line 2: found Infinity as value 2 of 'b'")]
    [InlineData("a 1 2\nb 1 2\na 3 4\n", "line 3: found 'a', which is in line 1, too")]
    [InlineData("a 1 2\n 3 4\n", "line 2: found no word")]
    [InlineData("2000000000 300\na 1 2\n", "take at least 1202000000000 bytes, but the file has 21")]
    [InlineData("99999999999 300\na 1 2\n", "line 1")]
    [InlineData("2 70000\na 1 2\n", "found 70000 dimensions in line 1")]
    public void Bad_text_is_an_error_that_names_file_and_line(string text, string error)
    {
        var path = _folder["bad.txt"];
        File.WriteAllText(path, text);
        var exception = Assert.Throws<InvalidDataException>(() => WordVectors.Load(path, text.StartsWith("999", StringComparison.Ordinal) ? WordVectorFormat.Word2VecText : null));
        Assert.Contains(path, exception.Message, StringComparison.Ordinal);
        Assert.Contains(error, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3 1\n", "a AAAA\nb AAAA\n", "record 3: found the end of the file")]
    [InlineData("1 1\n", "a AAAA\nb AAAA\n", "found more data behind the 1 words")]
    [InlineData("2 1\n", "a AAAA\na AAAA\n", "record 2: found 'a', which is in record 1, too")]
    [InlineData("2 1\n", "a AAAA\n AAAA\n", "record 2: found no word")]
    [InlineData("2 1\n", "a AAAA\nb \x00\x00\xC0\x7F\n", "record 2: found a value that is not finite in the vector of 'b'")]
    [InlineData("2 1\n", "a AAAA\n\xE9 AAAA\n", "record 2: found a word that is not UTF-8")]
    [InlineData("1000000 300\n", "a AAAA\nb AAAA\n", "but the file has 26")]
    [InlineData("2 1\n", "a AAAA\nbAAAAAAAAA", "record 2: found no space within 10 bytes")]
    [InlineData("a b\n", "a AAAA\n", "found 'a b' in line 1")]
    public void Bad_binary_files_are_errors_that_name_file_and_record(string header, string records, string error)
    {
        var path = _folder["bad.bin"];
        File.WriteAllBytes(path, Encoding.Latin1.GetBytes(header + records));
        var exception = Assert.Throws<InvalidDataException>(() => WordVectors.Load(path, WordVectorFormat.Word2Vec));
        Assert.Contains(path, exception.Message, StringComparison.Ordinal);
        Assert.Contains(error, exception.Message, StringComparison.Ordinal);
        Assert.Contains(path, Assert.Throws<InvalidDataException>(() => WordVectors.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lenient_reading_keeps_what_can_be_kept()
    {
        File.WriteAllBytes(_folder["v"], Encoding.Latin1.GetBytes("4 1\na 1\n\xE9 2\na 3\n 4\n"));
        Assert.Contains("line 3: found a word that is not UTF-8", Assert.Throws<InvalidDataException>(() => WordVectors.Load(_folder["v"], WordVectorFormat.Word2VecText)).Message, StringComparison.Ordinal);
        VectorData.AssertSame(new WordVectors(["a", "\uFFFD"], 1, [1, 2]), WordVectors.Load(_folder["v"], WordVectorFormat.Word2VecText, lenient: true));
        File.WriteAllBytes(_folder["v"], Encoding.Latin1.GetBytes("4 1\na AAAA\n\xE9 BBBB\na CCCC\n DDDD\n"));
        Assert.Equal(["a", "\uFFFD"], WordVectors.Load(_folder["v"], WordVectorFormat.Word2Vec, lenient: true).Words);
    }

    [Theory]
    [InlineData(WordVectorFormat.Word2Vec)]
    [InlineData(WordVectorFormat.Word2VecText)]
    [InlineData(WordVectorFormat.GloVe)]
    public void A_truncated_file_is_an_error_wherever_it_ends(WordVectorFormat format)
    {
        Two.Save(_folder["v"], format);
        var bytes = File.ReadAllBytes(_folder["v"]);
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        for (var length = 0; length < bytes.Length; length++)
        {
            File.WriteAllBytes(_folder["t"], bytes[..length]);
            Try(() => WordVectors.Load(_folder["t"], format), mayLoad: MayLoad(length));
            Try(() => WordVectors.Load(_folder["t"]), mayLoad: format != WordVectorFormat.Word2Vec || length >= bytes.Length - 1);
            Try(() => WordVectors.Open(_folder["t"]), mayLoad: format == WordVectorFormat.Word2Vec && length == bytes.Length - 1);
        }

        for (var length = 0; length < compressed.Length; length++)
        {
            File.WriteAllBytes(_folder["t"], compressed.ToArray()[..length]);
            Try(() => WordVectors.Load(_folder["t"], format), mayLoad: false);
        }

        // A number that is cut short is still one, and GloVe's text does not say how many words there are.
        bool MayLoad(int length) => format switch
        {
            WordVectorFormat.Word2Vec => length == bytes.Length - 1,
            WordVectorFormat.Word2VecText => bytes.AsSpan(0, length).Count((byte)' ') == 5,
            _ => length > 2,
        };
    }

    [Fact]
    public void A_mapped_file_gives_what_a_loaded_one_gives_until_it_is_closed()
    {
        var vectors = VectorData.Draw(300, 5);
        vectors.Save(_folder["v"], WordVectorFormat.Word2Vec);
        var mapped = WordVectors.Open(_folder["v"]);
        VectorData.AssertSame(vectors, mapped);
        VectorData.AssertSame(vectors.Take(10), mapped.Take(10));
        Assert.Equal(vectors.MostSimilar("w7"), mapped.MostSimilar("w7"));
        mapped.Dispose();
        mapped.Dispose();
        Assert.Throws<ObjectDisposedException>(() => mapped.GetVector(0).ToArray());
    }

    [Fact]
    public void Only_plain_binary_files_can_be_mapped()
    {
        Two.Save(_folder["v.gz"], WordVectorFormat.Word2Vec);
        Assert.Contains("found gzip data", Assert.Throws<InvalidDataException>(() => WordVectors.Open(_folder["v.gz"])).Message, StringComparison.Ordinal);
        Two.Save(_folder["v"], WordVectorFormat.GloVe);
        Assert.Contains("found the format GloVe", Assert.Throws<InvalidDataException>(() => WordVectors.Open(_folder["v"])).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => WordVectors.Open(_folder["none"]));
        Assert.Throws<FileNotFoundException>(() => WordVectors.Load(_folder["none"]));
    }

    private static string Error(Stream stream, int blockLength) =>
        Assert.Throws<InvalidDataException>(() => new VectorTextReader(stream, null, true, null, false, blockLength).Read()).Message;

    private static void Try(Func<WordVectors> load, bool mayLoad)
    {
        try
        {
            load().Dispose();
            Assert.True(mayLoad);
        }
        catch (InvalidDataException)
        {
            // That is what is asked for.
        }
    }
}
