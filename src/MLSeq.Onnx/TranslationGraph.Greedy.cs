using MLSeq.Decoding.Beams;
using MLSeq.Graphs;
using MLSeq.LanguageModels;
using MLSeq.Networks.EncoderDecoder;
using MLSeq.Translation;

namespace MLSeq.Onnx;

// The whole translator in one graph: the decoder's steps are the rounds of a loop.
public static partial class TranslationGraph
{
    /// <summary>
    /// Adds a translator to a graph that takes the likeliest token at each step, as a beam of width 1 does, for at most twice the source's tokens and 10
    /// more.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="sources">Ids [N, S] (int64, none negative, S at least 1), without the end; lengths [N] (int32), 0 for an empty text, whose translation is empty.</param>
    /// <param name="model">The model.</param>
    /// <returns>
    /// Translations [N] (string), the natural logarithm of each one's probability [N] (float), and its score, as <see cref="BeamHypothesis.Score"/> by
    /// the default length penalty [N] (float).
    /// </returns>
    public static (GraphValue Translation, GraphValue LogProbability, GraphValue Score) Translate(OnnxGraph graph, GraphSequence sources, TranslationModel model)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(model);
        var stack = model.Network.CreateStack();
        var one = graph.Constant("one", [1], 1);
        var lengths = graph.Add(sources.Lengths, one);
        var (memory, start) = stack.DescribeSources(graph, new(TextGraph.WithEnd(graph, sources, model.Codec.Source.EndId), lengths));

        // The limit of every search, a straight line in the source's length.
        var search = new BeamSearchOptions();
        var limit = graph.Add(
            graph.Multiply(graph.CastToInt64(lengths), graph.Constant("slope", [TargetDecoder.MaxLengthPerToken], 1)),
            graph.Constant("least", [TargetDecoder.LeastMaxLength], 1));
        var (tokens, logProbability, length) = Loop(graph, stack, memory, start, limit, sources.Lengths, model.Codec.Target);
        var penalty = graph.Node("Pow", graph.Node("Max", length, graph.Constant("shortest", [1f], 1)), graph.Constant("penalty", [search.LengthPenalty], 1));
        return (DetokenizationGraph.Join(graph, tokens, model.Codec.Target), logProbability, graph.Divide(logProbability, penalty));
    }

    /// <summary>The tokens [N, T] (int64), -1 behind the end; the sum of their logarithms of probability, the end's included, and how many these are, [N] (float).</summary>
    private static (GraphValue Tokens, GraphValue LogProbability, GraphValue Length) Loop(
        OnnxGraph graph, EncoderDecoderStack stack, Networks.Layers.GraphMemory memory, GraphDecoderState start, GraphValue limit, GraphValue lengths, TokenCodec target)
    {
        GraphValue Long(string name, long value) => graph.Constant(name, [value], 1);
        var (zero, one, end, padding) = (Long("zero", 0), Long("next", 1), Long("end", target.EndId), Long("padding", -1));
        var noNumber = graph.Constant("nothing", [0f], 1);
        var rows = graph.Node("Shape", limit);
        GraphValue Rows(GraphValue value) => graph.Node("Expand", value, rows);
        var noTokens = graph.Node("Expand", padding, graph.Concat(0, rows, zero));
        var isTrue = graph.Node("Equal", zero, zero);
        List<(GraphValue, OnnxElementType)> carried =
        [
            (zero, OnnxElementType.Int64),
            (noTokens, OnnxElementType.Int64),
            (graph.Node("Greater", graph.CastToInt64(lengths), zero), OnnxElementType.Bool),
            (Rows(noNumber), OnnxElementType.Float),
            (Rows(noNumber), OnnxElementType.Float),
            (Rows(Long("start", target.StartId)), OnnxElementType.Int64),
            .. start.Values.Select(value => (value, OnnxElementType.Float)),
        ];
        var results = graph.While(graph.Squeeze(isTrue, 0), carried.ToArray(), values =>
        {
            var (step, tokens, runs, sum, length) = (values[0], values[1], values[2], values[3], values[4]);
            var states = new Queue<GraphValue>(values[6..]);
            var (outputs, next, _) = stack.DescribeStep(graph, values[5], start.Select(_ => states.Dequeue()), memory);
            var best = graph.ArgMax(outputs, 1);
            var log = graph.Subtract(graph.ReduceMax(outputs, 1), graph.ReduceLogSumExp(outputs, 1));

            // The token beyond the limit is only looked at to find the end.
            var ends = graph.Node("Equal", best, end);
            var writes = graph.Node("And", runs, graph.Node("And", graph.Node("Not", ends), graph.Node("Less", step, limit)));
            var counts = graph.Node("Or", writes, graph.Node("And", runs, ends));
            tokens = graph.Concat(1, tokens, graph.Unsqueeze(graph.Where(writes, best, padding), 1));
            sum = graph.Add(sum, graph.Where(counts, log, noNumber));
            length = graph.Add(length, graph.CastToFloat(counts));
            var again = graph.Squeeze(graph.Node("ReduceMax", string.Empty, [graph.CastToInt64(writes)], new GraphAttribute("keepdims", 1L)), 0);
            return (graph.Node("Greater", again, graph.Squeeze(zero, 0)), [graph.Add(step, one), tokens, writes, sum, length, best, .. next.Values]);
        });
        return (results[1], results[3], results[4]);
    }
}
