using MLSeq.LanguageModels;
using MLSeq.Networks;
using MLSeq.Text;

namespace MLSeq.Tests.LanguageModels;

public class LanguageModelFileTests
{
    [Theory]
    [InlineData(true, SoftmaxKind.Full)]
    [InlineData(false, SoftmaxKind.Adaptive)]
    public void A_saved_model_says_the_same(bool isContinuous, SoftmaxKind softmax)
    {
        var model = TinyModel.Random(Tokenizers.BytePairs(40), isContinuous, o => o.Softmax = softmax);
        using var folder = new TemporaryFolder();

        model.Save(folder["model.lm"]);
        var loaded = LanguageModel.Load(folder["model.lm"]);

        Assert.Equal(isContinuous, loaded.IsContinuous);
        Assert.All(TinyModel.Lines, line => Assert.Equal(model.LogProbability(line), loaded.LogProbability(line)));
        Assert.Equal(model.Generate("the"), loaded.Generate("the"));
    }

    [Fact]
    public void Every_truncation_and_flipped_byte_is_an_InvalidDataException_or_loads()
    {
        var bytes = Bytes(TinyModel.Random(Tokenizers.Words(), isContinuous: false, o => (o.EmbeddingSize, o.HiddenSize, o.Layers) = (1, 1, 1)));
        for (var i = 0; i < bytes.Length; i++)
        {
            Assert.Throws<InvalidDataException>(() => Load(bytes[..i]));
            var damaged = bytes.ToArray();
            damaged[i] ^= 0xFF;
            try
            {
                Load(damaged);
            }
            catch (InvalidDataException)
            {
            }
        }
    }

    [Fact]
    public void Another_file_is_named()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["model.lm"], "To be, or not to be");
        var error = Assert.Throws<InvalidDataException>(() => LanguageModel.Load(folder["model.lm"]));
        Assert.Contains("model.lm", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OutputSize")]
    [InlineData("Pooling")]
    [InlineData("Output")]
    [InlineData("Bidirectional")]
    public void A_network_that_is_no_language_model_is_refused_by_its_option(string option)
    {
        var error = Assert.Throws<ArgumentException>(() => TinyModel.Random(Tokenizers.Words(), isContinuous: false, o =>
        {
            o.Bidirectional = option == "Bidirectional";
            o.OutputSize -= option == "OutputSize" ? 1 : 0;
            o.Pooling = option == "Pooling" ? SequencePooling.Last : SequencePooling.None;
            o.Output = option == "Output" ? NetworkOutput.Sigmoid : NetworkOutput.Softmax;
        }));
        Assert.StartsWith($"{option} is", error.Message, StringComparison.Ordinal);
    }

    private static byte[] Bytes(LanguageModel model)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        model.Save(writer);
        return stream.ToArray();
    }

    private static LanguageModel Load(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        return LanguageModel.Load(reader);
    }
}
