using System.Globalization;
using System.Text.Json;
using MLSeq.Graphs;
using MLSeq.LanguageModels;
using MLSeq.Networks;
using MLSeq.Networks.Layers;

namespace MLSeq.Onnx.Graphs;

/// <summary>Language models as graphs: one that reads tokens and goes on from states, and one that scores whole texts.</summary>
public static class LanguageModelGraph
{
    /// <summary>The input of the generator's token ids: [N, T] int64, T at least 1, all of one length; the first of a text is the start token.</summary>
    public const string Ids = "Ids";

    /// <summary>The generator's output of the probability of each token to come after each id: [N, T, V] float.</summary>
    public const string Probabilities = "Probabilities";

    /// <summary>The metadata entry with the tokens in the order of their ids, as a JSON array.</summary>
    public const string TokensKey = "mlseq.tokens";

    /// <summary>The metadata entry with the id that a text starts with.</summary>
    public const string StartKey = "mlseq.start";

    /// <summary>The metadata entry with the id that a text, or a line, ends with.</summary>
    public const string EndKey = "mlseq.end";

    /// <summary>The metadata entry with the tokenizer, as its <c>Save</c> writes it, in base 64.</summary>
    public const string TokenizerKey = "mlseq.tokenizer";

    /// <summary>What stands before a state's name where it is an output: the state to come.</summary>
    internal const string Next = "Next";

    /// <summary>The least normal number: smaller probabilities may be 0 in a graph, and 0 has no logarithm.</summary>
    internal const float LeastProbability = 1.17549435e-38f;

    /// <summary>
    /// The name of a recurrent layer's state among the generator's inputs, [N, H] float, zero at the start of a text. Behind <c>Next</c>, it is the
    /// output to feed there with the next ids.
    /// </summary>
    /// <param name="layer">The layer, from 1.</param>
    public static string Hidden(int layer) => string.Create(CultureInfo.InvariantCulture, $"Hidden{layer}");

    /// <summary>The same for an LSTM's cell.</summary>
    /// <inheritdoc cref="Hidden"/>
    public static string Cell(int layer) => string.Create(CultureInfo.InvariantCulture, $"Cell{layer}");

    /// <summary>
    /// A graph to generate with, one or more tokens a run: <see cref="Ids"/> and the states of all layers in, <see cref="Probabilities"/> and the
    /// new states out (<c>NextHidden1</c>, <c>NextCell1</c> and so on).
    /// </summary>
    /// <param name="model">The model.</param>
    public static OnnxGraph Generator(LanguageModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var graph = new OnnxGraph();
        var options = model.Network.Options;
        var size = options.HiddenSize.ToString(CultureInfo.InvariantCulture);
        var hasCell = options.Cell is RecurrentCell.Lstm or RecurrentCell.LstmPeephole;
        var ids = graph.Input(Ids, OnnxElementType.Int64, "N", "T");
        GraphValue State(string name) => graph.Input(name, OnnxElementType.Float, "N", size);
        GraphRecurrentState[] start = [.. Enumerable.Range(1, options.Layers).Select(
            layer => new GraphRecurrentState(State(Hidden(layer)), hasCell ? State(Cell(layer)) : GraphValue.None))];
        var (outputs, end) = model.Network.DescribeSteps(graph, new GraphSequence(ids, FullLengths(graph, ids)), start);
        graph.Output(Probabilities, outputs, OnnxElementType.Float, "N", "T", options.OutputSize.ToString(CultureInfo.InvariantCulture));
        for (var i = 0; i < end.Length; i++)
        {
            graph.Output(Next + Hidden(i + 1), end[i].Hidden, OnnxElementType.Float, "N", size);
            if (hasCell)
            {
                graph.Output(Next + Cell(i + 1), end[i].Cell, OnnxElementType.Float, "N", size);
            }
        }

        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream))
        {
            model.Tokenizer.Save(writer);
        }

        graph.Metadata[TokenizerKey] = Convert.ToBase64String(stream.ToArray());
        graph.Metadata[TokensKey] = JsonSerializer.Serialize(model.Vocabulary);
        graph.Metadata[StartKey] = model.Codec.StartId.ToString(CultureInfo.InvariantCulture);
        graph.Metadata[EndKey] = model.Codec.EndId.ToString(CultureInfo.InvariantCulture);
        return graph;
    }

    /// <summary>Adds the score of texts to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="ids">Ids [N, T] (int64), none negative, T at least 1; lengths [N] (int32), 0 for an empty text.</param>
    /// <param name="model">The model.</param>
    /// <returns>The natural logarithm of the texts' probability, end included, and their perplexity, [N, 1] float.</returns>
    public static (GraphValue LogProbability, GraphValue Perplexity) Score(OnnxGraph graph, GraphSequence ids, LanguageModel model)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(model);
        var rows = graph.Node("Concat", string.Empty, [Dimension(graph, ids.Values, 0), graph.Constant("one", [1L], 1)], new GraphAttribute("axis", 0L));
        var start = graph.Node("Expand", graph.Constant("start", [(long)model.Codec.StartId]), rows);

        // The network reads the start and the ids; what follows each of them are the ids and the end.
        var inputs = graph.Node("Concat", string.Empty, [start, ids.Values], new GraphAttribute("axis", 1L));             // [N, T + 1]
        var count = graph.Node("Cast", string.Empty, [ids.Lengths], new GraphAttribute("to", (long)OnnxElementType.Int64));
        count = graph.Unsqueeze(count, 1);                                                                                // [N, 1]
        var steps = graph.Node(
            "Range", graph.Constant("first", [0L]), graph.Squeeze(Dimension(graph, inputs, 1), 0), graph.Constant("step", [1L])); // [T + 1]
        var next = TextGraph.WithEnd(graph, ids, model.Codec.EndId);                                                      // [N, T + 1]
        var lengths = graph.Node("Add", ids.Lengths, graph.Constant("one", [1], 1));
        var probabilities = model.Network.Describe(graph, new GraphSequence(inputs, lengths));                            // [N, T + 1, V]
        var chosen = graph.Node("GatherElements", string.Empty, [probabilities, graph.Unsqueeze(next, 2)], new GraphAttribute("axis", 2L));
        chosen = graph.Node("Max", graph.Squeeze(chosen, 2), graph.Constant("least", [LeastProbability], 1));
        var counts = graph.Node("LessOrEqual", steps, count);
        var logs = graph.Where(counts, graph.Node("Log", chosen), graph.Constant("none", [0f], 1));
        var sum = graph.Unsqueeze(graph.ReduceSum(logs, 1), 1);                                                           // [N, 1]
        var tokens = graph.CastToFloat(graph.Node("Add", count, graph.Constant("one", [1L], 1)));
        var perplexity = graph.Node("Exp", graph.Divide(graph.Node("Neg", sum), tokens));
        return (sum, perplexity);
    }

    /// <summary>T for each row of [N, T], as int32.</summary>
    private static GraphValue FullLengths(OnnxGraph graph, GraphValue ids)
    {
        var steps = graph.Node("Cast", string.Empty, [Dimension(graph, ids, 1)], new GraphAttribute("to", (long)OnnxElementType.Int32));
        return graph.Node("Expand", steps, Dimension(graph, ids, 0));
    }

    private static GraphValue Dimension(OnnxGraph graph, GraphValue value, long dimension) =>
        graph.Gather(graph.Node("Shape", value), graph.Constant("dimension", [dimension], 1));
}
