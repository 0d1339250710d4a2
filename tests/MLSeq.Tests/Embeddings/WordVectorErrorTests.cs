using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Embeddings;
using MLSeq.Tests.Saving;

namespace MLSeq.Tests.Embeddings;

public class WordVectorErrorTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Missing_and_mistyped_columns_are_named()
    {
        var data = SampleVectors.Tokens(_ml).Fit(SampleData.View(_ml, 5)).Transform(SampleData.View(_ml, 5));
        Assert.Contains("no token column 'Words'", Fit(data, "Words").Message, StringComparison.Ordinal);
        Assert.Contains("'Text' is String; expected Vector of String", Fit(data, "Text").Message, StringComparison.Ordinal);
        Assert.Contains("'Frames' is Vector of Single; expected Vector of String", Fit(data, "Frames").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_without_words_are_refused_by_name()
    {
        var data = _ml.Data.LoadFromEnumerable([new Keys { Ids = [1, 2] }]);
        var error = Fit(data, "Ids");
        Assert.Contains("'Ids' is Vector<Key<UInt32, 0-8>>", error.Message, StringComparison.Ordinal);
        Assert.Contains("text as key values", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Vectors_without_counts_cannot_weigh_words_by_them()
    {
        var error = Assert.Throws<ArgumentException>(
            () => _ml.Transforms.Text.ApplyWordVectors("Vectors", "Tokens", SampleVectors.Uncounted, new() { Output = WordVectorOutput.SmoothInverseFrequency }));
        Assert.Contains("Output is SmoothInverseFrequency", error.Message, StringComparison.Ordinal);
        Assert.Contains("'Vectors'", error.Message, StringComparison.Ordinal);
        Assert.Contains("counts", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_out_of_range_are_named_when_the_estimator_is_made()
    {
        AssertNamed("Output is 99", new() { Output = (WordVectorOutput)99 });
        AssertNamed("UnknownWords is 77", new() { UnknownWords = (UnknownWords)77 });
        AssertNamed("UnknownWords is Subwords", new() { UnknownWords = UnknownWords.Subwords });
        AssertNamed("Smoothing is 0", new() { Smoothing = 0 });
        AssertNamed("Smoothing is NaN", new() { Smoothing = float.NaN });

        void AssertNamed(string expected, WordVectorOptions options) => Assert.Contains(
            expected,
            Assert.Throws<ArgumentException>(() => _ml.Transforms.Text.ApplyWordVectors("Vectors", "Tokens", SampleVectors.Vectors, options)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_models_are_refused()
    {
        using var folder = new TemporaryFolder();
        var data = SampleData.View(_ml, 20);
        var model = SampleVectors.Tokens(_ml)
            .Append(_ml.Transforms.Text.ApplyWordVectors("Vectors", "Tokens", SampleVectors.Vectors, new() { Output = WordVectorOutput.SmoothInverseFrequency }))
            .Fit(data);

        // Behind the encoding's header come the version, the output, the unknown words, the smoothing and the direction's length.
        Assert.Contains("its output", Load(4, 9), StringComparison.Ordinal);
        Assert.Contains("its unknown words", Load(8, -1), StringComparison.Ordinal);
        Assert.Contains("no subwords", Load(8, (int)UnknownWords.Subwords), StringComparison.Ordinal);
        Assert.Contains("smoothing is NaN", Load(12, BitConverter.SingleToInt32Bits(float.NaN)), StringComparison.Ordinal);
        Assert.Contains("common direction", Load(16, int.MaxValue), StringComparison.Ordinal);
        Assert.Contains("version 9", Load(0, 9), StringComparison.Ordinal);

        string Load(int offset, int value)
        {
            var error = SavedModel.LoadChanged(_ml, model, data.Schema, "MLSeqWordVectors", bytes =>
            {
                var header = bytes.AsSpan().IndexOf("MLSeq.SentenceEncoding"u8) + Encoding.UTF8.GetByteCount("MLSeq.SentenceEncoding");
                BitConverter.TryWriteBytes(bytes.AsSpan(header + offset), value);
                return bytes;
            });
            return Assert.IsType<InvalidDataException>(error).Message;
        }
    }

    private ArgumentOutOfRangeException Fit(IDataView data, string column) => Assert.Throws<ArgumentOutOfRangeException>(
        () => _ml.Transforms.Text.ApplyWordVectors("Vectors", column, SampleVectors.Vectors).Fit(data).Transform(data));

    private sealed class Keys
    {
        [KeyType(9)]
        public uint[] Ids { get; set; } = [];
    }
}
