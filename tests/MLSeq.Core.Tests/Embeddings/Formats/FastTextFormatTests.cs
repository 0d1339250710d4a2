using System.Buffers.Binary;
using System.Text;
using MLSeq.Embeddings;
using MLSeq.Embeddings.Formats;
using MLSeq.Embeddings.Subwords;
using MLSeq.Numerics;

namespace MLSeq.Tests.Embeddings.Formats;

public class FastTextFormatTests
{
    private const int Dimensions = 3;
    private const int Buckets = 40;

    // Where the parts of a file of version 12 lie.
    private const int DimensionsAt = 8;
    private const int BucketsAt = 40;
    private const int EntriesAt = 64;
    private const int PrunedAt = 84;
    private const int WordsAt = 92;

    [Fact]
    public void A_written_file_comes_back_with_the_same_bits()
    {
        var vectors = Model();
        var bytes = Write(vectors);
        var read = Read(bytes);
        Assert.Equal(vectors.Words, read.Words);
        Assert.Equal(vectors.Counts, read.Counts);
        for (var i = 0; i < vectors.Count; i++)
        {
            Assert.Equal(vectors.GetVector(i).ToArray(), read.GetVector(i).ToArray());
        }

        Assert.Equal(Unseen(vectors), Unseen(read));
        Assert.Equal(bytes, Write(read));
    }

    [Fact]
    public void Vectors_without_their_own_rows_are_written_with_rows_that_give_them()
    {
        var vectors = Model();
        using var stream = new MemoryStream();
        vectors.Subwords!.Save(new BinaryWriter(stream));
        stream.Position = 0;
        var matrix = new AlignedBuffer(vectors.Count * Dimensions);
        for (var i = 0; i < vectors.Count; i++)
        {
            vectors.GetVector(i).CopyTo(matrix.Span[(i * Dimensions)..]);
        }

        var read = Read(Write(new WordVectors([.. vectors.Words], Dimensions, matrix, null, SubwordVectors.Load(new BinaryReader(stream)))));

        for (var i = 0; i < vectors.Count; i++)
        {
            Assert.All(vectors.GetVector(i).ToArray().Zip(read.GetVector(i).ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
        }

        Assert.Equal(Unseen(vectors), Unseen(read));
        Assert.All(read.Counts!, count => Assert.Equal(1, count));
    }

    [Fact]
    public void Vectors_that_were_changed_since_they_were_read_are_written_as_they_are_now()
    {
        var vectors = Model();
        var matrix = new AlignedBuffer(3 * Dimensions);
        vectors.GetVector(0).CopyTo(matrix.Span);
        vectors.GetVector(2).CopyTo(matrix.Span[Dimensions..]); // another place
        matrix.Span[(2 * Dimensions)..].Fill(.25f); // another vector

        var read = Read(Write(new WordVectors(["the", "über", "new"], Dimensions, matrix, null, vectors.Subwords)));

        Assert.Equal(vectors.GetVector(0).ToArray(), read.GetVector(0).ToArray());
        Assert.All(vectors.GetVector(2).ToArray().Zip(read.GetVector(1).ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
        Assert.All(read.GetVector(2).ToArray(), value => Assert.Equal(.25f, value, 1e-6f));
        var source = read.Subwords!.Source!;
        Assert.Equal(vectors.Subwords!.Source!.OutputRows![0].ToArray(), source.OutputRows![0].ToArray());
        Assert.Equal([0, 0, 0], source.OutputRows[1].ToArray());
    }

    [Fact]
    public void Plain_vectors_are_written_as_a_model_without_n_grams()
    {
        var read = Read(Write(new WordVectors(["a", "b"], 2, [1, 2, 3, 4], [7, 5])));
        Assert.Equal(["a", "b"], read.Words);
        Assert.Equal([7, 5], read.Counts);
        Assert.Equal([3, 4], read.GetVector(1).ToArray());
        Assert.Null(read.Subwords);
    }

    [Fact]
    public void The_first_words_only_are_read_where_that_is_asked_for()
    {
        var vectors = Model();
        var read = FastTextFormat.Read(new MemoryStream(Write(vectors)), "some.bin", 2);
        Assert.Equal(vectors.Words.Take(2), read.Words);
        Assert.Equal(vectors.GetVector(1).ToArray(), read.GetVector(1).ToArray());
        Assert.Equal(Unseen(vectors), Unseen(read));
        Assert.Equal(2, Read(Write(read)).Count);
    }

    [Fact]
    public void Words_that_are_not_UTF8_show_their_bytes_and_keep_them()
    {
        var bytes = Write(Model());
        bytes[WordsAt] = 0xE9; // 't' of "the"
        var read = Read(bytes);
        Assert.Equal("\\xe9he", read.Words[0]);
        Assert.Equal(bytes, Write(read));

        var ngrams = new List<int>();
        CharacterNGrams.AddBuckets([0xE9, (byte)'h', (byte)'e'], 3, 4, Buckets, ngrams);
        var source = read.Subwords!.Source!;
        for (var i = 0; i < Dimensions; i++)
        {
            var sum = source.WordRows[0][i] + ngrams.Sum(bucket => read.Subwords.GetBucket(bucket) is { IsEmpty: false } row ? (double)row[i] : 0);
            Assert.Equal(sum / (ngrams.Count + 1), read.GetVector(0)[i], 1e-6);
        }
    }

    [Fact]
    public void The_form_without_a_magic_number_is_read()
    {
        var vectors = Model();
        var bytes = Write(vectors);
        var input = bytes.Length - (2 * 17) - ((vectors.Count + Buckets + vectors.Count) * Dimensions * sizeof(float));
        var output = input + 17 + ((vectors.Count + Buckets) * Dimensions * sizeof(float));
        byte[] old = [.. bytes[8..PrunedAt], .. bytes[WordsAt..input], .. bytes[(input + 1)..output], .. bytes[(output + 1)..]];
        var read = Read(old);
        Assert.Equal(vectors.Words, read.Words);
        Assert.Equal(vectors.GetVector(2).ToArray(), read.GetVector(2).ToArray());
        Assert.Equal(bytes, Write(read));
        CheckDamage(old);
    }

    [Fact]
    public void Damaged_files_give_errors_that_name_them() => CheckDamage(Write(Model()));

    [Theory]
    [InlineData(0, 0x7FFFFFFF, "expected the magic number 793712314")]
    [InlineData(4, 13, "found version 13; expected 11 or 12")]
    [InlineData(DimensionsAt, -1, "found -1 dimensions; expected 1 to 65536")]
    [InlineData(DimensionsAt, 4, "found 44 rows of 3 values for the input matrix; expected 44 rows of 4")]
    [InlineData(BucketsAt, 2_000_000_000, "expected 2000000004 rows of 3")]
    [InlineData(BucketsAt, -5, "found -5 for the number of buckets; expected at least 0")]
    [InlineData(EntriesAt, 2_000_000_000, "found 4 words and 0 labels; expected 2000000000 together")]
    [InlineData(EntriesAt + 4, 3, "found 3 words and 0 labels; expected 4 together")]
    [InlineData(PrunedAt, 9, "quantized")]
    public void A_wrong_header_says_what_was_found_and_expected(int at, int value, string message)
    {
        var bytes = Write(Model());
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), value);
        if (at == PrunedAt)
        {
            bytes.AsSpan(at + 4, 4).Clear();
        }

        var error = Assert.Throws<InvalidDataException>(() => Read(bytes));
        Assert.Contains("'some.bin'", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Huge_claims_take_no_memory()
    {
        var bytes = Write(Model());
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(EntriesAt), int.MaxValue);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(EntriesAt + 4), int.MaxValue);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => Read(bytes));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void A_word_that_is_there_twice_is_refused()
    {
        var bytes = Write(Model());
        var and = bytes.AsSpan().IndexOf("and"u8);
        "the"u8.CopyTo(bytes.AsSpan(and));
        var error = Assert.Throws<InvalidDataException>(() => Read(bytes));
        Assert.Contains("'the' is there twice, as words 0 and 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_that_are_no_numbers_are_refused()
    {
        var bytes = Write(Model());
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(bytes.Length - 4), float.NaN);
        Assert.Contains("the output row 3", Assert.Throws<InvalidDataException>(() => Read(bytes)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_quantized_matrix_is_refused_with_the_reason()
    {
        var vectors = Model();
        var bytes = Write(vectors);
        var input = bytes.Length - (2 * 17) - ((vectors.Count + Buckets + vectors.Count) * Dimensions * sizeof(float));
        bytes[input] = 1;
        Assert.Contains("quantized", Assert.Throws<InvalidDataException>(() => Read(bytes)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0xD800)]
    public void A_word_that_cannot_stand_in_a_file_is_an_error_before_anything_is_written(int character)
    {
        var word = "a" + (char)character;
        using var stream = new MemoryStream();
        var error = Assert.Throws<ArgumentException>(() => FastTextFormat.Write(new WordVectors([word], 1, [1]), stream));
        Assert.Contains("The word 'a", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, stream.Length);
    }

    private static void CheckDamage(byte[] bytes)
    {
        // Every byte up to the matrices, and places in all of their values.
        const int Matrices = 180;
        for (var length = 0; length < bytes.Length; length += length < Matrices ? 1 : 7)
        {
            Assert.Contains("'some.bin'", Assert.Throws<InvalidDataException>(() => Read(bytes[..length])).Message, StringComparison.Ordinal);
        }

        Assert.Throws<InvalidDataException>(() => Read([.. bytes, 0]));
        for (var i = 0; i < bytes.Length; i += i < Matrices ? 1 : 3)
        {
            foreach (byte flip in new byte[] { 0x01, 0x80, 0xFF })
            {
                byte[] damaged = [.. bytes];
                damaged[i] ^= flip;
                try
                {
                    Read(damaged);
                }
                catch (InvalidDataException)
                {
                }
            }
        }
    }

    /// <summary>Four words, one without n-grams, with n-grams of 3 and 4 characters.</summary>
    internal static WordVectors Model()
    {
        string[] words = ["the", "and", "über", "</s>"];
        var random = new Random(1);
        float[] Row() => [.. Enumerable.Range(0, Dimensions).Select(_ => random.NextSingle() - 0.5f)];
        var (own, output, rows, used) = (new RowList(Dimensions), new RowList(Dimensions), new RowList(Dimensions), new SortedSet<int>());
        foreach (var word in words)
        {
            own.Add(Row());
            output.Add(Row());
            var ngrams = new List<int>();
            CharacterNGrams.AddBuckets(word, 3, 4, Buckets, ngrams);
            used.UnionWith(ngrams);
        }

        foreach (var _ in used)
        {
            rows.Add(Row());
        }

        var settings = new FastTextSettings { Ws = 7, Epoch = 3, MinCount = 2, Neg = 4, LrUpdateRate = 50, T = 1e-3, Tokens = 123 };
        var source = new FastTextSource(settings, own, output, new Dictionary<int, byte[]>());
        var subwords = new SubwordVectors(3, 4, Buckets, [.. used], rows, source);
        var matrix = new AlignedBuffer(words.Length * Dimensions);
        for (var i = 0; i < words.Length; i++)
        {
            own[i].CopyTo(matrix.Span[(i * Dimensions)..]);
            subwords.AddToWord(Encoding.UTF8.GetBytes(words[i]), matrix.Span.Slice(i * Dimensions, Dimensions));
        }

        return new WordVectors(words, Dimensions, matrix, [9, 8, 7, 6], subwords);
    }

    private static float[] Unseen(WordVectors vectors)
    {
        var vector = new float[vectors.Dimensions];
        Assert.True(vectors.Subwords!.TryGetVector("another", vector));
        return vector;
    }

    private static byte[] Write(WordVectors vectors)
    {
        using var stream = new MemoryStream();
        FastTextFormat.Write(vectors, stream);
        return stream.ToArray();
    }

    private static WordVectors Read(byte[] bytes) => FastTextFormat.Read(new MemoryStream(bytes), "some.bin");
}
