using MLSeq.Graphs;
using MLSeq.LanguageModels;

namespace MLSeq.Onnx.Graphs;

/// <summary>Ids to texts in a graph, as a <see cref="TokenCodec"/> writes them.</summary>
internal static class DetokenizationGraph
{
    /// <summary>Ids [N, T] (int64), -1 for nothing, T at least 1, to texts [N].</summary>
    public static GraphValue Join(OnnxGraph graph, GraphValue ids, TokenCodec codec)
    {
        var count = codec.Vocabulary.Count;
        string[] Pieces(bool startsLine) => [.. Enumerable.Range(0, count).Select(id => codec.Piece(id, startsLine)), string.Empty];
        GraphValue Piece(string name, bool startsLine) => graph.Gather(graph.Constant(name, Pieces(startsLine), count + 1), ids);
        ids = graph.Where(graph.Node("Less", ids, graph.Constant("zero", [0L])), graph.Constant("nothing", [(long)count]), ids);

        // A token starts a line where those before it have added nothing to it.
        long[] adds = [.. Pieces(startsLine: true).Select(piece => piece.Length > 0 ? 1L : 0)];
        var added = graph.Node(
            "CumSum", string.Empty, [graph.Gather(graph.Constant("adds", adds, count + 1), ids), graph.Constant("axis", [1L])], new GraphAttribute("exclusive", 1L));
        var starts = graph.Node("Equal", added, graph.Constant("none", [0L]));
        return TextNormalizationGraph.Join(graph, graph.Where(starts, Piece("first", true), Piece("further", false)));
    }
}
