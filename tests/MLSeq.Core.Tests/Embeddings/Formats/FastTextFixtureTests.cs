using System.Globalization;
using MLSeq.Embeddings;
using MLSeq.Embeddings.Formats;

namespace MLSeq.Tests.Embeddings.Formats;

/// <summary>Files that fastText wrote, and the vectors that it and gensim give for them.</summary>
public class FastTextFixtureTests
{
    [SkippableTheory]
    [InlineData("crime-and-punishment.bin", "crime-and-punishment.vec")]
    [InlineData("toy-model.bin", "toy-model.vec")]
    [InlineData("pang_lee_polarity_fasttext.bin", "pang_lee_polarity_fasttext.vec")]
    public void Words_have_the_vectors_that_fastText_wrote_as_text(string model, string text)
    {
        var vectors = Read(model);
        var lines = File.ReadAllLines(Path(text))[1..];
        Assert.Equal(lines.Length, vectors.Count);
        for (var i = 0; i < lines.Length; i++)
        {
            // One model has words that are not UTF-8.
            var fields = lines[i].TrimEnd().Split(' ');
            Assert.True(fields[0] == vectors.Words[i] || (fields[0].Contains('\uFFFD', StringComparison.Ordinal) && vectors.Words[i].Contains("\\x", StringComparison.Ordinal)));
            Check(fields[1..], vectors.GetVector(i));
        }
    }

    // echo WORD | fasttext print-word-vectors MODEL
    [SkippableTheory]
    [InlineData("crime-and-punishment.bin", "xyzzy", "0.0052819 0.039617 -0.0061444 0.10635 0.039586")]
    [InlineData("crime-and-punishment.bin", "останавливаться", "-0.02424 0.050689 0.020762 0.085863 0.026547")]
    [InlineData("crime-and-punishment.bin", "the", "-0.063007 0.046053 0.045744 0.10716 0.019843")]
    [InlineData("lee_fasttext_new.bin", "landlady", "-0.20801 -0.20445 0.18102 -0.88605 0.35124 -1.0037 0.4906 0.1452 -0.12013 -0.022972")]
    [InlineData("toy-model.bin", "unseen", "0.029968 0.082033 0.0014671 -0.056274 0.035556")]
    public void Any_word_has_the_vector_that_fastText_prints(string model, string word, string expected)
    {
        var vectors = Read(model);
        Check(expected.Split(' '), Vector(vectors, word));
    }

    // gensim.models.fasttext.load_facebook_vectors(MODEL)[WORD]
    [SkippableTheory]
    [InlineData("non_ascii_fasttext.bin", "který", new[] { -0.9921107292175293f, 1.4996676445007324f })]
    [InlineData("non_ascii_fasttext.bin", "unseen", new[] { -0.2841693162918091f, 0.32576784491539f })]
    [InlineData("non_ascii_fasttext.bin", "žlutý", new[] { -0.05098246410489082f, 0.03187479451298714f })]
    [InlineData("lee_fasttext_new.bin", "night", new[] { 0.3338046073913574f, -0.08147361874580383f, 0.5033780336380005f, -1.05278480052948f, 0.5075857043266296f, -0.953735888004303f, 0.41979798674583435f, 0.6580859422683716f, -0.2816973626613617f, -0.07487430423498154f })]
    [InlineData("lee_fasttext_new.bin", "landlady", new[] { -0.20800575613975525f, -0.20444688200950623f, 0.1810249537229538f, -0.8860495686531067f, 0.3512406647205353f, -1.0036537647247314f, 0.49059855937957764f, 0.14520210027694702f, -0.12012675404548645f, -0.022972317412495613f })]
    [InlineData("crime-and-punishment.bin", "разговор", new[] { -0.006345611996948719f, 0.014926462434232235f, 0.040071096271276474f, 0.022316740825772285f, 0.005214569624513388f })]
    public void Any_word_has_the_vector_that_gensim_gives(string model, string word, float[] expected)
    {
        var vector = Vector(Read(model), word);
        Assert.Equal(expected.Length, vector.Length);
        for (var i = 0; i < vector.Length; i++)
        {
            Assert.Equal(expected[i], vector[i], 1e-6f);
        }
    }

    [SkippableTheory]
    [InlineData("crime-and-punishment.bin")]
    [InlineData("toy-model.bin")]
    public void A_file_is_written_as_it_was_read(string model)
    {
        using var stream = new MemoryStream();
        FastTextFormat.Write(Read(model), stream);
        Assert.Equal(File.ReadAllBytes(Path(model)), stream.ToArray());
    }

    [SkippableTheory]
    [InlineData("lee_fasttext_new.bin", 1763, 1000)]
    [InlineData("non_ascii_fasttext.bin", 171, 10000)]
    public void Older_versions_are_read_and_written_as_the_newest(string model, int words, int buckets)
    {
        var vectors = Read(model);
        Assert.Equal((words, buckets), (vectors.Count, vectors.Subwords!.Buckets));
        using var stream = new MemoryStream();
        FastTextFormat.Write(vectors, stream);
        stream.Position = 0;
        var again = FastTextFormat.Read(stream, model);
        Assert.Equal(vectors.Words, again.Words);
        Assert.Equal(Vector(vectors, "unseen"), Vector(again, "unseen"));
    }

    [SkippableTheory]
    [InlineData("toy-model.bin")]
    [InlineData("non_ascii_fasttext.bin")]
    public void Every_truncation_is_an_error(string model)
    {
        var bytes = File.ReadAllBytes(Path(model));
        for (var length = 0; length < bytes.Length; length += length < 150 ? 1 : 97)
        {
            Assert.Throws<InvalidDataException>(() => FastTextFormat.Read(new MemoryStream(bytes[..length]), model));
        }
    }

    private static WordVectors Read(string model)
    {
        using var stream = File.OpenRead(Path(model));
        return FastTextFormat.Read(stream, model);
    }

    private static float[] Vector(WordVectors vectors, string word)
    {
        var vector = new float[vectors.Dimensions];
        if (vectors.IndexOf(word) is >= 0 and var index)
        {
            vectors.GetVector(index).CopyTo(vector);
        }
        else
        {
            Assert.True(vectors.Subwords!.TryGetVector(word, vector));
        }

        return vector;
    }

    /// <summary>fastText prints five significant digits.</summary>
    private static void Check(string[] expected, ReadOnlySpan<float> vector)
    {
        Assert.Equal(expected.Length, vector.Length);
        for (var i = 0; i < vector.Length; i++)
        {
            var value = double.Parse(expected[i], CultureInfo.InvariantCulture);
            Assert.Equal(value, vector[i], (Math.Abs(value) * 5.01e-5) + 1e-9);
        }
    }

    private static string Path(string file)
    {
        var data = Environment.GetEnvironmentVariable("MLSEQ_DATA");
        Skip.If(string.IsNullOrEmpty(data), "MLSEQ_DATA is not set: it names the folder with fixtures/.");
        return System.IO.Path.Combine(data!, "fixtures", file);
    }
}
