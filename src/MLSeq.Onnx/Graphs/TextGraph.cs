using MLSeq.Graphs;
using MLSeq.Text;

namespace MLSeq.Onnx.Graphs;

/// <summary>
/// Text in a graph: from strings to the ids that a network takes, and from its scores to labels. Nothing depends on the
/// locale of the machine that runs the model: normalization is written into the graph code point by code point.
/// </summary>
public static class TextGraph
{
    private const string WhitespacePattern = @"[^ \t\n\v\f\r]+";

    /// <summary>Normalizes and cuts texts as a tokenizer does.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="text">Texts, [N] strings. N must not be 0.</param>
    /// <param name="tokenizer">A word, white-space or trained byte-pair tokenizer.</param>
    /// <returns>Tokens [N, T], padded with empty strings, and how many each text has, [N] int32: 0 for an empty one.</returns>
    /// <exception cref="NotSupportedException">The graph cannot cut as the tokenizer does; the message says why and what to do.</exception>
    public static GraphSequence Tokens(OnnxGraph graph, GraphValue text, Tokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(tokenizer);
        CheckExportable(tokenizer);
        text = TextNormalizationGraph.Normalize(graph, text, tokenizer.Normalization);

        // StringSplit would be faster, but ONNX Runtime's cuts at spaces only, not at other white space.
        return PaddedTokens(graph, tokenizer switch
        {
            BytePairTokenizer bytePairs => BytePairGraph.Tokens(graph, text, bytePairs),
            WhitespaceTokenizer => Cut(graph, text, WhitespacePattern),
            _ => Cut(graph, text, WordTokenizer.Re2Pattern),
        });
    }

    /// <summary>Normalizes texts as tokenizers do, whatever the locale of the machine that runs the graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="text">Texts, [N] strings. N must not be 0.</param>
    /// <param name="normalization">What is changed.</param>
    /// <returns>Texts, [N] strings.</returns>
    public static GraphValue Normalize(OnnxGraph graph, GraphValue text, TextNormalization normalization)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return TextNormalizationGraph.Normalize(graph, text, normalization);
    }

    /// <summary>Takes tokens as they come from a caller.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="tokens">Tokens [N, T] strings, each row padded at its end with empty strings.</param>
    /// <returns>The tokens, and how many each row has, [N] int32.</returns>
    public static GraphSequence PaddedTokens(OnnxGraph graph, GraphValue tokens)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var isToken = graph.Node("Not", graph.Node("Equal", tokens, graph.Constant("padding", [string.Empty])));
        return new GraphSequence(tokens, CountTrue(graph, isToken));
    }

    /// <summary>Cuts tokens into characters (Unicode scalar values).</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="tokens">Tokens [N, T] strings, each row padded at its end with empty strings.</param>
    /// <param name="characters">The characters that have an id.</param>
    /// <returns>The characters [N, T, L] of the tokens, T at least 1, of which each token has at least one: no character is an unknown one.</returns>
    public static GraphCharacters Characters(OnnxGraph graph, GraphValue tokens, Vocabulary characters)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(characters);
        var ids = Lookup(graph, CutCharacters(graph, WithColumn(graph, tokens, graph.Constant("padding", [string.Empty]))), characters);

        // Where no token has a character, there is no place for one: it gets padding.
        var missing = graph.Node("Less", graph.Node("Shape", ids), graph.Constant("one", [1L], 1));
        var before = graph.Constant("before", [0L, 0, 0], 3);
        var pads = graph.Node("Concat", string.Empty, [before, ToInt64(graph, missing)], new GraphAttribute("axis", 0L));
        return PaddedCharacters(graph, graph.Node("Pad", ids, pads, graph.Constant("padding", [-1L])));
    }

    /// <summary>Takes the characters of tokens as they come from a caller.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="characters">Character ids [N, T, L] int64, padded with -1 behind each token's end and each row's; T and L at least 1.</param>
    /// <returns>The characters, of which each token has at least one: no character is an unknown one.</returns>
    public static GraphCharacters PaddedCharacters(OnnxGraph graph, GraphValue characters)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var isCharacter = graph.Node("GreaterOrEqual", characters, graph.Constant("zero", [0L]));
        var ones = ToInt32(graph, isCharacter);
        var lengths = graph.Node(
            "ReduceSum", string.Empty, [ones, graph.Constant("axes", [2L], 1)], new GraphAttribute("keepdims", 0L));
        return new GraphCharacters(graph.Node("Max", characters, graph.Constant("zero", [0L])), AtLeastOne(graph, lengths));
    }

    /// <summary>Names the class of each step, and leaves nothing behind the rows' ends.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="lengths">The rows' lengths [N] int32.</param>
    /// <param name="scores">Scores [N, T, K] float.</param>
    /// <param name="classes">The class at each step [N, T] int64.</param>
    /// <param name="labels">The K classes' names.</param>
    /// <returns>The scores, zero behind a row's end, and names [N, T] strings, there "".</returns>
    public static (GraphValue Scores, GraphValue Labels) StepLabels(
        OnnxGraph graph, GraphValue lengths, GraphValue scores, GraphValue classes, IReadOnlyList<string> labels)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(labels);
        var running = graph.Transpose(graph.RunningSteps(graph.Transpose(scores, 1, 0, 2), lengths), 1, 0); // [N, T]
        scores = graph.Where(graph.Unsqueeze(running, 2), scores, graph.Constant("none", [0f]));
        classes = graph.Where(running, classes, graph.Constant("none", [(long)labels.Count]));
        return (scores, graph.Gather(graph.Constant("labels", [.. labels, string.Empty], labels.Count + 1), classes));
    }

    /// <summary>Throws where <see cref="Tokens"/> cannot export a tokenizer.</summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <exception cref="NotSupportedException">The graph cannot cut as the tokenizer does; the message says why and what to do.</exception>
    public static void CheckExportable(Tokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        string? reason = tokenizer switch
        {
            WordTokenizer or WhitespaceTokenizer or BytePairTokenizer { IsTrained: true } => null,
            BytePairTokenizer => "it is not trained",
            CharacterTokenizer => "ONNX has no operator that keeps a letter and its marks, or an emoji sequence, together",
            PatternTokenizer => "ONNX Runtime's regular expressions (RE2) mean something else than .NET's in places, so the tokens could differ",
            _ => "it is not known to ONNX export",
        };
        if (reason is not null)
        {
            throw new NotSupportedException(
                $"The '{tokenizer.Name}' tokenizer cannot be written into an ONNX graph: {reason}. "
                + "Export the variant that takes ids and tokenize before it, or use the word, white-space or byte-pair tokenizer.");
        }
    }

    /// <summary>Looks tokens up in a vocabulary.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="tokens">Tokens [N, T], padded with empty strings.</param>
    /// <param name="vocabulary">The vocabulary.</param>
    /// <returns>Ids [N, T] int64, none negative, T at least 1; lengths at least 1: an empty row is one unknown token.</returns>
    public static GraphSequence Ids(OnnxGraph graph, GraphSequence tokens, Vocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(vocabulary);
        return Guarded(graph, Lookup(graph, tokens.Values, vocabulary), tokens.Lengths);
    }

    /// <summary>Takes ids of which an operator gave any number, none negative.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="ids">Ids [N, T] int64, none negative; lengths [N] int32, 0 for an empty row.</param>
    /// <returns>Ids [N, T] int64, T at least 1; lengths at least 1: an empty row is one unknown token.</returns>
    public static GraphSequence NeverEmpty(OnnxGraph graph, GraphSequence ids)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return Guarded(graph, ids.Values, ids.Lengths);
    }

    /// <summary>Takes ids as they come from a caller, and tells the scorer how to pad them (<see cref="OnnxMetadata.Padding"/>).</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="ids">Ids [N, T] int64, each row padded at its end with -1.</param>
    /// <returns>Ids [N, T] int64, none negative, T at least 1; lengths at least 1: an empty row is one unknown token.</returns>
    public static GraphSequence PaddedIds(OnnxGraph graph, GraphValue ids)
    {
        ArgumentNullException.ThrowIfNull(graph);
        graph.Metadata[OnnxMetadata.Padding] = "-1";
        return Guarded(graph, ids, CountIds(graph, ids));
    }

    /// <summary>How many ids each row of [N, T] int64 has, padded with -1: [N] int32, 0 for an empty one.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="ids">The ids.</param>
    public static GraphValue CountIds(OnnxGraph graph, GraphValue ids)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return CountTrue(graph, graph.Node("GreaterOrEqual", ids, graph.Constant("zero", [0L])));
    }

    /// <summary>
    /// Takes frames (vectors of numbers at time steps) as they come from a caller, and tells the scorer how to pad them and
    /// to fill the lengths (<see cref="OnnxMetadata"/>).
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="frames">Frames [N, T, F] float, each row padded at its end with zeros; T at least 1.</param>
    /// <param name="lengths">How many frames each row has, [N] int64.</param>
    /// <returns>The frames, with lengths at least 1: an empty row is one frame of zeros.</returns>
    public static GraphSequence PaddedFrames(OnnxGraph graph, GraphValue frames, GraphValue lengths)
    {
        ArgumentNullException.ThrowIfNull(graph);
        graph.Metadata[OnnxMetadata.Padding] = "0";
        graph.Metadata[OnnxMetadata.Lengths] = lengths.Name;
        return AtLeastOneStep(graph, frames, lengths);
    }

    /// <summary>Ids [N, T] (int64) with an end token behind each row's last one: [N, T + 1].</summary>
    internal static GraphValue WithEnd(OnnxGraph graph, GraphSequence ids, int endId)
    {
        var rows = graph.Node("Gather", graph.Node("Shape", ids.Values), graph.Constant("row", [0L], 1));
        var shape = graph.Node("Concat", string.Empty, [rows, graph.Constant("one", [1L], 1)], new GraphAttribute("axis", 0L));
        var end = graph.Node("Expand", graph.Constant("end", [(long)endId]), shape);
        var padded = graph.Node("Concat", string.Empty, [ids.Values, end], new GraphAttribute("axis", 1L));
        var columns = graph.Node("Gather", graph.Node("Shape", padded), graph.Constant("column", [1L]));
        var steps = graph.Node("Range", graph.Constant("first", [0L]), columns, graph.Constant("step", [1L]));
        return graph.Node("Where", graph.Node("Equal", steps, graph.Unsqueeze(ToInt64(graph, ids.Lengths), 1)), end, padded);
    }

    /// <summary>A sequence of which an empty row has one step.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="values">The values [N, T, ...], T at least 1.</param>
    /// <param name="lengths">How many steps each row has, [N] int64.</param>
    public static GraphSequence AtLeastOneStep(OnnxGraph graph, GraphValue values, GraphValue lengths)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return new(values, AtLeastOne(graph, ToInt32(graph, lengths)));
    }

    /// <summary>Names the best class of each row.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="scores">Scores [N, K] float.</param>
    /// <param name="labels">The K classes' names.</param>
    /// <returns>Labels, [N] strings; of equal scores the first class.</returns>
    public static GraphValue Labels(OnnxGraph graph, GraphValue scores, IReadOnlyList<string> labels)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(labels);
        var best = graph.Node("ArgMax", string.Empty, [scores], new GraphAttribute("axis", 1L), new GraphAttribute("keepdims", 0L));
        return graph.Node("Gather", graph.Constant("labels", [.. labels], labels.Count), best);
    }

    /// <summary>The matches of an RE2 expression in texts [N], [N, T], padded with empty strings.</summary>
    internal static GraphValue Cut(OnnxGraph graph, GraphValue text, string pattern) => graph.Node(
        "Tokenizer",
        OnnxGraph.Microsoft,
        [text],
        new GraphAttribute("mark", 0L),
        new GraphAttribute("mincharnum", 1L),
        new GraphAttribute("pad_value", string.Empty),
        new GraphAttribute("tokenexp", pattern));

    /// <summary>The characters (Unicode scalar values) of strings, [N] to [N, L] or [N, T] to [N, T, L], padded with empty strings.</summary>
    internal static GraphValue CutCharacters(OnnxGraph graph, GraphValue strings) => graph.Node(
        "Tokenizer",
        OnnxGraph.Microsoft,
        [strings],
        new GraphAttribute("mark", 0L),
        new GraphAttribute("mincharnum", 1L),
        new GraphAttribute("pad_value", string.Empty),
        new GraphAttribute("separators", new[] { string.Empty }));

    /// <summary>The ids of strings: 0 for unknown ones, -1 for the empty one, which is padding.</summary>
    private static GraphValue Lookup(OnnxGraph graph, GraphValue strings, Vocabulary vocabulary)
    {
        string[] keys = [string.Empty, .. vocabulary.Skip(1)];
        long[] ids = new long[keys.Length];
        ids[0] = -1;
        for (int id = 1; id < ids.Length; id++)
        {
            ids[id] = id;
        }

        return graph.Node(
            "LabelEncoder",
            OnnxGraph.MachineLearning,
            [strings],
            new GraphAttribute("keys_strings", keys),
            new GraphAttribute("values_int64s", ids),
            new GraphAttribute("default_int64", (long)Vocabulary.UnknownId));
    }

    private static GraphValue CountTrue(OnnxGraph graph, GraphValue condition)
    {
        var ones = graph.Node("Cast", string.Empty, [condition], new GraphAttribute("to", (long)OnnxElementType.Int32));
        return graph.Node(
            "ReduceSum", string.Empty, [ones, graph.Constant("axes", [1L], 1)], new GraphAttribute("keepdims", 0L));
    }

    // The padding becomes the unknown token: Gather would take -1 for the last row. No column at all becomes one.
    private static GraphSequence Guarded(OnnxGraph graph, GraphValue ids, GraphValue lengths)
    {
        ids = graph.Node("Max", ids, graph.Constant("zero", [0L]));
        return new GraphSequence(WithColumn(graph, ids, graph.Constant("unknown", [(long)Vocabulary.UnknownId])), AtLeastOne(graph, lengths));
    }

    /// <summary>Values [N, T] as they are, or, where T is 0, one column of another value.</summary>
    internal static GraphValue WithColumn(OnnxGraph graph, GraphValue values, GraphValue other)
    {
        var shape = graph.Node("Shape", values);
        var columns = graph.Node("Gather", shape, graph.Constant("column", [1L], 1));
        var missing = ToInt64(graph, graph.Node("Less", columns, graph.Constant("one", [1L], 1)));
        var rows = graph.Node("Gather", shape, graph.Constant("row", [0L], 1));
        var column = graph.Node("Expand", other, graph.Node("Concat", string.Empty, [rows, missing], new GraphAttribute("axis", 0L)));
        return graph.Node("Concat", string.Empty, [values, column], new GraphAttribute("axis", 1L));
    }

    private static GraphValue AtLeastOne(OnnxGraph graph, GraphValue lengths) =>
        graph.Node("Max", lengths, graph.Constant("one", [1]));

    private static GraphValue ToInt64(OnnxGraph graph, GraphValue value) =>
        graph.Node("Cast", string.Empty, [value], new GraphAttribute("to", (long)OnnxElementType.Int64));

    private static GraphValue ToInt32(OnnxGraph graph, GraphValue value) =>
        graph.Node("Cast", string.Empty, [value], new GraphAttribute("to", (long)OnnxElementType.Int32));
}
