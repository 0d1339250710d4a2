using Google.Protobuf;
using MLSeq.Networks;
using MLSeq.Onnx.Inspection;
using MLSeq.Onnx.Proto;
using MLSeq.Text;

namespace MLSeq.Onnx.Tests.Inspection;

public class OnnxModelFileTests
{
    private static readonly Vocabulary Words = Vocabulary.FromTokens(["<unk>", "good", "bad"]);

    private static readonly SequenceNetworkOptions Options = new()
    {
        VocabularySize = 4,
        EmbeddingSize = 3,
        HiddenSize = 5,
        Bidirectional = true,
        OutputSize = 2,
    };

    [Fact]
    public void A_file_tells_what_it_takes_gives_and_holds()
    {
        using var folder = new TemporaryFolder();
        var graph = ExportedNetworks.FromText(new SequenceNetwork(Options, seed: 1), Tokenizers.Words(), Words);
        graph.Description = "a test";
        graph.Metadata["key"] = "value";
        graph.Save(folder["m.onnx"]);

        var file = OnnxModelFile.Read(folder["m.onnx"]);

        Assert.Equal(9, file.FormatVersion);
        Assert.StartsWith("MLSeq ", file.Producer, StringComparison.Ordinal);
        Assert.Equal("a test", file.Description);
        Assert.Equal("value", file.Metadata["key"]);
        Assert.Equal(20, file.OperatorSets["ai.onnx"]);
        Assert.Equal(4, file.OperatorSets["ai.onnx.ml"]);
        var input = Assert.Single(file.Inputs);
        Assert.Equal(("Text", "string", "N"), (input.Name, input.Type, string.Join(',', input.Shape)));
        Assert.Equal(["Score float N,2", "Label string N"], file.Outputs.Select(o => $"{o.Name} {o.Type} {string.Join(',', o.Shape)}"));

        // The embedding, the LSTM's two directions and the dense layer.
        long parameters = (4 * 3) + (2 * 4 * 5 * (3 + 5 + 2)) + (2 * ((2 * 5) + 1));
        var floats = Assert.Single(file.Constants, count => count.Type == "float");
        Assert.InRange(floats.Values, parameters, parameters + 10);
        Assert.Equal(4 * floats.Values, floats.Bytes);
        Assert.Single(file.Nodes, node => node.Operator == "LSTM");
        Assert.Contains(file.Nodes, node => node is { Operator: "Tokenizer", Domain: "com.microsoft", CudaObstacle: not null });

        // Joining the normalized pieces is a loop; what is in it is counted too.
        Assert.Contains(file.Nodes, node => node.Operator == "StringConcat");
    }

    [Fact]
    public void Inputs_that_only_name_constants_are_none()
    {
        var model = Model();
        model.Graph.Initializer.Add(new TensorProto { Name = "w", DataType = 1, Dims = { 2 }, FloatData = { 1, 2 } });
        model.Graph.Input.Add(new ValueInfoProto { Name = "w" });
        model.Graph.Input.Add(new ValueInfoProto { Name = "x" });

        var file = OnnxModelFile.Parse(model.ToByteArray());

        Assert.Equal(["x"], file.Inputs.Select(i => i.Name));
        Assert.Equal(new OnnxConstantCount("float", 1, 2, 8), Assert.Single(file.Constants));
    }

    [Theory]
    [InlineData("not a model")]
    [InlineData("")]
    public void What_is_no_model_is_named(string text)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["bad.onnx"], text);

        var error = Assert.Throws<InvalidDataException>(() => OnnxModelFile.Read(folder["bad.onnx"]));

        Assert.StartsWith($"{folder["bad.onnx"]}: not an ONNX model", error.Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => OnnxModelFile.Read(folder["missing.onnx"]));
    }

    [Fact]
    public void A_file_that_is_cut_or_changed_anywhere_is_read_or_refused_but_never_worse()
    {
        var bytes = ExportedNetworks.FromIds(new SequenceNetwork(Options, seed: 1)).ToArray();
        for (int length = 0; length < bytes.Length; length += bytes.Length / 300 + 1)
        {
            var error = Assert.Throws<InvalidDataException>(() => OnnxModelFile.Parse(bytes[..length], "cut.onnx"));
            Assert.StartsWith("cut.onnx: ", error.Message, StringComparison.Ordinal);
        }

        var random = new Random(1);
        for (int i = 0; i < 500; i++)
        {
            byte[] changed = [.. bytes];
            changed[random.Next(changed.Length)] = (byte)random.Next(256);
            try
            {
                OnnxModelFile.Parse(changed, "changed.onnx");
            }
            catch (InvalidDataException e)
            {
                Assert.StartsWith("changed.onnx: ", e.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(long.MaxValue, 2L)]
    [InlineData(-1L, 1L)]
    [InlineData(long.MaxValue, 1L)]
    [InlineData(3L, 1L)]
    public void A_constant_whose_shape_does_not_fit_its_values_is_named(long first, long second)
    {
        var model = Model();
        model.Graph.Initializer.Add(new TensorProto { Name = "w", DataType = 1, Dims = { first, second }, RawData = ByteString.CopyFrom(new byte[8]) });

        var error = Assert.Throws<InvalidDataException>(() => OnnxModelFile.Parse(model.ToByteArray(), "m.onnx"));

        Assert.StartsWith("m.onnx: a damaged ONNX model: the constant 'w'", error.Message, StringComparison.Ordinal);
    }

    private static ModelProto Model() => new() { IrVersion = 9, Graph = new GraphProto(), OpsetImport = { new OperatorSetIdProto { Version = 20 } } };
}
