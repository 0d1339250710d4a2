using MLSeq.Graphs;

namespace MLSeq.Embeddings.Sentences;

/// <summary>A sentence encoding as part of a graph of operator set 9 to 20.</summary>
/// <param name="graph">The graph.</param>
/// <param name="encoding">What is described.</param>
/// <param name="table">Its vectors as the graph looks them up.</param>
internal sealed class SentenceGraph(IGraph graph, SentenceEncoding encoding, SentenceTable table)
{
    /// <summary>The first operator set that <see cref="PerToken"/> can do with.</summary>
    public const int PerTokenOperatorSet = 11;

    private const long Int32Type = 6;

    /// <summary>The table's rows [N, T] (int64) of words [N, T] (string), padded with empty strings.</summary>
    public GraphValue Rows(GraphValue words)
    {
        string[] keys = [string.Empty, .. encoding.Vectors.Words];
        var rows = new long[keys.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = i;
        }

        return graph.Operator(
            "LabelEncoder", [words], 1, "ai.onnx.ml", new("keys_strings", keys), new("values_int64s", rows), new("default_int64", (long)keys.Length))[0];
    }

    /// <summary>Rows [N, T] with one of padding behind them, so that T is never 0.</summary>
    public GraphValue Padded(GraphValue rows)
    {
        var count = graph.Gather(Operator("Shape", rows), graph.Constant("axis", [0L], 1));
        var shape = Concatenate(0, count, graph.Constant("width", [1L], 1));
        return Concatenate(1, rows, graph.CastToInt64(Operator("ConstantOfShape", shape)));
    }

    /// <summary>The pooled outputs [N, Width] (float) of sentences.</summary>
    /// <param name="rows">Rows of the table, [N, T] (int64), T at least 1.</param>
    /// <param name="lengths">How many of the T steps each sentence has, [N] (int32); null where the padding's row does not count.</param>
    public GraphValue Pool(GraphValue rows, GraphValue? lengths)
    {
        var vectors = Vectors(rows); // [N, T, D]
        var counts = Counts(rows, lengths); // [N, T]
        var words = graph.ReduceSum(counts, 1); // [N]
        words = graph.Unsqueeze(words, 1); // [N, 1]
        if (encoding.Output == WordVectorOutput.Max)
        {
            return Most(vectors, counts, words);
        }

        var divisor = Operator("Max", words, graph.Constant("one", [1f], 1));
        var mean = graph.Divide(graph.ReduceSum(vectors, 1), divisor); // [N, D]
        if (encoding.Output == WordVectorOutput.MinMeanMax)
        {
            var least = Operator("Neg", Most(Operator("Neg", vectors), counts, words));
            return Concatenate(1, least, mean, Most(vectors, counts, words));
        }

        if (encoding.CommonDirection is { } direction)
        {
            var share = graph.MatMul(mean, graph.Constant("direction", direction, direction.Length, 1)); // [N, 1]
            mean = Operator("Sub", mean, Operator("Mul", share, graph.Constant("direction", direction, 1, direction.Length)));
        }

        return mean;
    }

    /// <summary>A vector for each word, [N, T, D] (float), zeros behind a sentence's end.</summary>
    /// <param name="rows">Rows of the table, [N, T] (int64), T at least 1.</param>
    /// <param name="lengths">How many of the T steps each sentence has, [N] (int32); null where the padding's row does not count.</param>
    /// <returns>The vectors, and how many each sentence has, [N] (int32), at least 1.</returns>
    public GraphSequence PerToken(GraphValue rows, GraphValue? lengths)
    {
        var counts = Counts(rows, lengths); // [N, T]

        // Words to the front, in their order: of equal values the operator takes the first one first.
        var steps = graph.Gather(Operator("Shape", rows), graph.Constant("axis", [1L], 1));
        var order = graph.Operator("TopK", [counts, steps], 2, string.Empty, new GraphAttribute("axis", 1L))[1];
        var words = graph.Operator("GatherElements", [rows, order], 1, string.Empty, new GraphAttribute("axis", 1L))[0];
        var count = Operator("Max", graph.ReduceSum(counts, 1), graph.Constant("one", [1f], 1));
        return new(Vectors(words), graph.Operator("Cast", [count], 1, string.Empty, new GraphAttribute("to", Int32Type))[0]);
    }

    private GraphValue Vectors(GraphValue rows) => graph.Gather(graph.Constant("wordVectors", table.Values, table.Rows, encoding.Dimensions), rows);

    private GraphValue Counts(GraphValue rows, GraphValue? lengths)
    {
        var counts = graph.Gather(graph.Constant("isWord", table.Counts, table.Rows), rows);
        if (lengths is not { } own)
        {
            return counts;
        }

        var running = graph.RunningSteps(graph.Transpose(rows, 1, 0), own); // [T, N]
        return Operator("Mul", counts, graph.CastToFloat(graph.Transpose(running, 1, 0)));
    }

    /// <summary>The largest value of each dimension over the words, [N, D]; zeros where there are none.</summary>
    private GraphValue Most(GraphValue vectors, GraphValue counts, GraphValue words)
    {
        var zero = graph.Constant("zero", [0f]);
        var isWord = graph.Unsqueeze(Operator("Greater", counts, zero), 2); // [N, T, 1]
        var most = graph.ReduceMax(graph.Where(isWord, vectors, graph.Constant("lowest", [float.MinValue])), 1);
        return graph.Where(Operator("Greater", words, zero), most, zero);
    }

    private GraphValue Concatenate(long axis, params ReadOnlySpan<GraphValue> values) =>
        graph.Operator("Concat", values, 1, string.Empty, new GraphAttribute("axis", axis))[0];

    private GraphValue Operator(string name, params ReadOnlySpan<GraphValue> inputs) => graph.Operator(name, inputs, 1, string.Empty)[0];
}
