using Google.Protobuf;
using MLSeq.Graphs;
using MLSeq.Networks;
using MLSeq.Networks.EncoderDecoder;
using MLSeq.Onnx.Graphs;
using MLSeq.Onnx.Inspection;
using MLSeq.Onnx.Proto;

namespace MLSeq.Onnx.Tests.Inspection;

/// <summary>Every recurrent node of what is exported is one that ONNX Runtime's CUDA provider takes, but those of cells that are documented as CPU-only.</summary>
public class CudaPlacementTests
{
    private static readonly RecurrentCell[] OnCpuOnly = [RecurrentCell.GruResetBefore, RecurrentCell.LstmPeephole, RecurrentCell.RnnRelu];

    public static TheoryData<RecurrentCell, bool, SequencePooling, bool> Networks()
    {
        var data = new TheoryData<RecurrentCell, bool, SequencePooling, bool>();
        foreach (var cell in Enum.GetValues<RecurrentCell>())
        {
            foreach (var pooling in Enum.GetValues<SequencePooling>())
            {
                foreach (bool bidirectional in new[] { false, true })
                {
                    data.Add(cell, bidirectional, pooling, false);
                    data.Add(cell, bidirectional, pooling, true);
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Recurrent_layers_of_networks_run_on_CUDA(RecurrentCell cell, bool bidirectional, SequencePooling pooling, bool frames)
    {
        var network = new SequenceNetwork(
            new()
            {
                VocabularySize = frames ? 0 : 6,
                FrameSize = frames ? 2 : 0,
                EmbeddingSize = 3,
                HiddenSize = 4,
                Layers = 2,
                Cell = cell,
                Bidirectional = bidirectional,
                Pooling = pooling,
                OutputSize = 3,
            },
            seed: 1);

        AssertPlaced(frames ? ExportedNetworks.FromFrames(network) : ExportedNetworks.FromIds(network), cell, 2);
    }

    [Theory]
    [InlineData(RecurrentCell.Lstm, AttentionKind.General, true)]
    [InlineData(RecurrentCell.Gru, AttentionKind.Additive, false)]
    [InlineData(RecurrentCell.GruSimple, AttentionKind.Dot, true)]
    [InlineData(RecurrentCell.Rnn, AttentionKind.None, false)]
    public void Recurrent_layers_of_translators_run_on_CUDA(RecurrentCell cell, AttentionKind attention, bool feeding)
    {
        var model = TranslationModels.Random(cell, attention, feeding, layers: 2);
        AssertPlaced(TranslationGraph.Encoder(model), cell, 2);
        AssertPlaced(TranslationGraph.Step(model), cell, 2);
        var graph = new OnnxGraph();
        var tokens = TextGraph.Tokens(graph, graph.Input("Text", OnnxElementType.String, "N"), model.Codec.Source.Tokenizer);
        var ids = TextGraph.Ids(graph, tokens, model.Codec.Source.Vocabulary) with { Lengths = tokens.Lengths };
        graph.Output("Translation", TranslationGraph.Translate(graph, ids, model).Translation, OnnxElementType.String, "N");
        AssertPlaced(graph, cell, 4);
    }

    [Fact]
    public void An_operator_set_without_kernels_is_told()
    {
        var nodes = OnnxModelFile.Parse(Model(22, new NodeProto { OpType = "LSTM", Input = { "X", "W", "R" }, Output = { "Y" } })).Nodes;
        Assert.Equal("no kernel for LSTM of operator set 22, only up to 21", Assert.Single(nodes).CudaObstacle);
    }

    [Theory]
    [InlineData("GRU", "linear_before_reset", 1L, null)]
    [InlineData("GRU", "linear_before_reset", 0L, "linear_before_reset = 1")]
    [InlineData("GRU", "hidden_size", 4L, "linear_before_reset = 1")]
    [InlineData("LSTM", "hidden_size", 4L, null)]
    [InlineData("LSTM", "layout", 1L, "layout 0")]
    [InlineData("LSTM", "input_forget", 1L, "couple")]
    [InlineData("LSTM", "clip", 3L, "clip")]
    [InlineData("RNN", "hidden_size", 4L, null)]
    public void Attributes_that_cuDNN_lacks_are_told(string name, string attribute, long value, string? expected)
    {
        var node = new NodeProto { OpType = name, Input = { "X", "W", "R" }, Output = { "Y" }, Attribute = { new AttributeProto { Name = attribute, I = value } } };
        var obstacle = Assert.Single(OnnxModelFile.Parse(Model(20, node)).Nodes).CudaObstacle;
        if (expected is null)
        {
            Assert.Null(obstacle);
        }
        else
        {
            Assert.Contains(expected, obstacle, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Values_of_types_without_kernels_stay_on_the_CPU()
    {
        var graph = new OnnxGraph();
        var text = graph.Input("Text", OnnxElementType.String, "N");
        var numbers = graph.Input("Numbers", OnnxElementType.Float, "N");
        var places = graph.Input("Places", OnnxElementType.Int64, "N");
        graph.Output("Texts", graph.Gather(text, places), OnnxElementType.String, "N");
        graph.Output("Chosen", graph.Gather(numbers, places), OnnxElementType.Float, "N");
        var nodes = OnnxModelFile.Parse(graph.ToArray()).Nodes;
        Assert.Equal(["no kernel for Gather of string", "no kernel for Identity of string", null, null], nodes.Select(node => node.CudaObstacle));
    }

    private static byte[] Model(long operatorSet, NodeProto node)
    {
        var graph = new GraphProto { Node = { node } };
        graph.Input.Add(new ValueInfoProto { Name = "X", Type = new() { TensorType = new() { ElemType = 1 } } });
        return new ModelProto { IrVersion = 9, Graph = graph, OpsetImport = { new OperatorSetIdProto { Version = operatorSet } } }.ToByteArray();
    }

    private static void AssertPlaced(OnnxGraph graph, RecurrentCell cell, int count)
    {
        var recurrent = OnnxModelFile.Parse(graph.ToArray()).Nodes.Where(node => node.IsRecurrent).ToList();
        Assert.Equal(count, recurrent.Count);
        Assert.All(recurrent, node => Assert.Equal(OnCpuOnly.Contains(cell), node.CudaObstacle is not null));
    }
}
