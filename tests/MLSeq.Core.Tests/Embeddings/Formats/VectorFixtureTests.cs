using System.Globalization;
using MLSeq.Embeddings;

namespace MLSeq.Tests.Embeddings.Formats;

/// <summary>Files that word2vec, gensim, GloVe and fastText wrote.</summary>
public sealed class VectorFixtureTests
{
    [SkippableTheory]
    [InlineData("lee_fasttext.vec", true)]
    [InlineData("toy-model.vec", true)]
    [InlineData("crime-and-punishment.vec", true)]
    [InlineData("high_precision.kv.txt", true)]
    [InlineData("test_glove.txt", false)]
    public void Text_has_the_vectors_that_stand_in_it(string file, bool hasHeader)
    {
        var path = Fixture(file);
        var lines = File.ReadAllLines(path).Skip(hasHeader ? 1 : 0).Select(line => line.TrimEnd().Split(' ')).ToArray();
        var vectors = WordVectors.Load(path);
        Assert.Equal(lines.Select(line => line[0]), vectors.Words);
        for (var i = 0; i < lines.Length; i++)
        {
            Assert.Equal(lines[i][1..].Select(value => float.Parse(value, CultureInfo.InvariantCulture)), vectors.GetVector(i).ToArray());
        }
    }

    // KeyedVectors.load_word2vec_format(..., binary=True) of gensim 4.2: the first and last words, values of float32.
    [SkippableFact]
    public void Binary_files_have_the_vectors_that_gensim_reads()
    {
        var small = WordVectors.Load(Fixture("high_precision.kv.bin"));
        Assert.Equal(["kangaroo.n.01", "horse.n.01"], small.Words);
        Assert.Equal([-0.00073671340942383f, -8.2671642303466797e-05f], small.GetVector(0));
        Assert.Equal([-0.00085449218750f, 0.00076961517333984f], small.GetVector(1));
        using var mapped = WordVectors.Open(Fixture("euclidean_vectors.bin"));
        VectorData.AssertSame(WordVectors.Load(Fixture("euclidean_vectors.bin")), mapped);
    }

    [SkippableFact]
    public void A_header_that_says_more_than_there_is_is_an_error() =>
        Assert.Contains("the first line says 3", Assert.Throws<InvalidDataException>(() => WordVectors.Load(Fixture("pretrained.vec"))).Message, StringComparison.Ordinal);

    [SkippableFact]
    public void A_file_with_words_that_are_not_UTF8_is_read_leniently_only()
    {
        var path = Fixture("pang_lee_polarity_fasttext.vec");
        Assert.Contains("that is not UTF-8", Assert.Throws<InvalidDataException>(() => WordVectors.Load(path)).Message, StringComparison.Ordinal);
        var vectors = WordVectors.Load(path, lenient: true);
        Assert.Equal(100, vectors.Dimensions);
        Assert.Contains(vectors.Words, word => word.Contains('\uFFFD', StringComparison.Ordinal));
    }

    private static string Fixture(string file)
    {
        var folder = Environment.GetEnvironmentVariable("MLSEQ_DATA");
        Skip.If(string.IsNullOrEmpty(folder), "MLSEQ_DATA does not name the folder of data sets.");
        return Path.Combine(folder, "fixtures", file);
    }
}
