using MLSeq.Decoding.Beams;
using MLSeq.Graphs;
using MLSeq.LanguageModels;
using MLSeq.Networks.EncoderDecoder;
using MLSeq.Translation;

namespace MLSeq.Onnx.Graphs;

// The whole translator in one graph: the decoder's steps are the rounds of a loop.
public static partial class TranslationGraph
{
    /// <summary>
    /// Adds a translator to a graph that takes the likeliest token at each step, as a beam of width 1 does.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="sources">Ids [N, S] (int64, none negative, S at least 1), without the end; lengths [N] (int32), 0 for an empty text, whose translation is empty.</param>
    /// <param name="model">The model.</param>
    /// <param name="search">The lengths of translations, and the penalty in their score; a graph has no other options of a search. Null for the defaults.</param>
    /// <returns>
    /// Translations [N] (string), the natural logarithm of each one's probability [N] (float), and its score, <see cref="BeamHypothesis.Score"/> [N]
    /// (float).
    /// </returns>
    /// <exception cref="NotSupportedException">The search has a coverage penalty, or forbids repeated n-grams.</exception>
    public static (GraphValue Translation, GraphValue LogProbability, GraphValue Score) Translate(
        OnnxGraph graph, GraphSequence sources, TranslationModel model, BeamSearchOptions? search = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(model);
        search ??= new();
        search.Check();
        Exclude(search.CoveragePenalty > 0, nameof(search.CoveragePenalty), search.CoveragePenalty);
        Exclude(search.NoRepeatNgram > 0, nameof(search.NoRepeatNgram), search.NoRepeatNgram);
        var stack = model.Network.CreateStack();
        var one = graph.Constant("one", [1], 1);
        var lengths = graph.Add(sources.Lengths, one);
        var (memory, start) = stack.DescribeSources(graph, new(TextGraph.WithEnd(graph, sources, model.Codec.Source.EndId), lengths));

        // Without a limit of its own, that of every search, a straight line in the source's length.
        var slope = search.MaxLength is null ? TargetDecoder.MaxLengthPerToken : 0;
        var limit = graph.Add(
            graph.Multiply(graph.CastToInt64(lengths), graph.Constant("slope", [slope], 1)),
            graph.Constant("offset", [search.MaxLength ?? TargetDecoder.LeastMaxLength], 1));
        var (tokens, logProbability, length) = Loop(graph, stack, memory, start, sources.Lengths, limit, search.MinLength, model.Codec.Target);
        var penalty = graph.Node("Pow", graph.Node("Max", length, graph.Constant("shortest", [1f], 1)), graph.Constant("penalty", [search.LengthPenalty], 1));
        return (DetokenizationGraph.Join(graph, tokens, model.Codec.Target), logProbability, graph.Divide(logProbability, penalty));
    }

    private static void Exclude(bool isSet, string option, object value)
    {
        if (isSet)
        {
            throw new NotSupportedException(
                $"The graph of a translator has no {option}, which is {value}; expected 0. Search with an OnnxTranslator, which has all of {nameof(BeamSearchOptions)}.");
        }
    }

    /// <summary>The tokens [N, T] (int64), -1 behind the end; the sum of their logarithms of probability, the end's included, and how many these are, [N] (float).</summary>
    private static (GraphValue Tokens, GraphValue LogProbability, GraphValue Length) Loop(
        OnnxGraph graph, EncoderDecoderStack stack, Networks.Layers.GraphMemory memory, GraphDecoderState start,
        GraphValue lengths, GraphValue limit, int minLength, TokenCodec target)
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
            var allowed = outputs;
            if (minLength > 0)
            {
                var isEnd = graph.Node("Equal", graph.Constant("ids", [.. Enumerable.Range(0, target.Vocabulary.Count).Select(id => (long)id)], target.Vocabulary.Count), end);
                var isEarly = graph.Node("Less", step, Long("shortest", minLength));
                allowed = graph.Where(graph.Node("And", isEnd, isEarly), graph.Constant("never", [float.MinValue], 1), outputs);
            }

            var best = graph.ArgMax(allowed, 1);
            var log = graph.Subtract(graph.ReduceMax(allowed, 1), graph.ReduceLogSumExp(outputs, 1));

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
