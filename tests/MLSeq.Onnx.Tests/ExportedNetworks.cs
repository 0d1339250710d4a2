using MLSeq.Graphs;
using MLSeq.Networks;
using MLSeq.Onnx.Graphs;
using MLSeq.Text;

namespace MLSeq.Onnx.Tests;

/// <summary>Whole models: a network with its inputs and outputs.</summary>
internal static class ExportedNetworks
{
    public static OnnxGraph FromText(SequenceNetwork network, Tokenizer tokenizer, Vocabulary vocabulary)
    {
        var graph = new OnnxGraph();
        var text = graph.Input("Text", OnnxElementType.String, "N");
        var ids = TextGraph.Ids(graph, TextGraph.Tokens(graph, text, tokenizer), vocabulary);
        return Finish(graph, network, network.Describe(graph, ids));
    }

    public static OnnxGraph FromIds(SequenceNetwork network)
    {
        var graph = new OnnxGraph();
        var ids = TextGraph.PaddedIds(graph, graph.Input("Ids", OnnxElementType.Int64, "N", "T"));
        return Finish(graph, network, network.Describe(graph, ids));
    }

    public static OnnxGraph FromFrames(SequenceNetwork network)
    {
        var graph = new OnnxGraph();
        var frames = graph.Input("Frames", OnnxElementType.Float, "N", "T", $"{network.Options.FrameSize}");
        var sequence = TextGraph.PaddedFrames(graph, frames, graph.Input("Lengths", OnnxElementType.Int64, "N"));
        return Finish(graph, network, network.Describe(graph, sequence));
    }

    private static OnnxGraph Finish(OnnxGraph graph, SequenceNetwork network, GraphValue scores)
    {
        string size = $"{network.Options.OutputSize}";
        if (network.Options.Pooling == SequencePooling.None)
        {
            graph.Output("Score", scores, OnnxElementType.Float, "N", "T", size);
            return graph;
        }

        graph.Output("Score", scores, OnnxElementType.Float, "N", size);
        string[] labels = [.. Enumerable.Range(0, network.Options.OutputSize).Select(k => $"{k}")];
        graph.Output("Label", TextGraph.Labels(graph, scores, labels), OnnxElementType.String, "N");
        return graph;
    }
}
