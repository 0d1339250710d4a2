using System.Globalization;
using System.Text;
using MLSeq.Graphs;
using MLSeq.Text;

namespace MLSeq.Onnx.Graphs;

/// <summary>
/// <see cref="TextNormalization"/> in a graph. ONNX's own operator for it follows the locale of the machine that runs the
/// model; here the very mapping that the tokenizers use is written into the file: texts are cut into code points that
/// change and the runs between them, the former are looked up, and all is joined again.
/// </summary>
internal static class TextNormalizationGraph
{
    // Stands for 'not in the table'; never a code point's image, which is one code point or nothing.
    private const string Unmapped = "unmapped";

    /// <summary>Normalizes texts [N].</summary>
    public static GraphValue Normalize(OnnxGraph graph, GraphValue text, TextNormalization normalization)
    {
        if (normalization == TextNormalization.None)
        {
            return text;
        }

        var (changed, images) = Changes(normalization);
        string set = CharacterClass(changed);
        var pieces = TextGraph.Cut(graph, text, $"[^{set}]+|[{set}]");
        var mapped = graph.Node(
            "LabelEncoder",
            OnnxGraph.MachineLearning,
            [pieces],
            new GraphAttribute("keys_strings", changed.ConvertAll(c => new Rune(c).ToString()).ToArray()),
            new GraphAttribute("values_strings", images.ToArray()),
            new GraphAttribute("default_string", Unmapped));
        var isUnmapped = graph.Node("Equal", mapped, graph.Constant("unmapped", [Unmapped]));
        return Join(graph, graph.Node("Where", isUnmapped, pieces, mapped));
    }

    private static (List<int> Changed, List<string> Images) Changes(TextNormalization normalization)
    {
        List<int> changed = [];
        List<string> images = [];
        Span<char> text = stackalloc char[2];
        Span<char> image = stackalloc char[2];
        for (int c = 0; c <= 0x10FFFF; c++)
        {
            if (!Rune.IsValid(c))
            {
                continue;
            }

            ReadOnlySpan<char> original = text[..new Rune(c).EncodeToUtf16(text)];
            ReadOnlySpan<char> normalized = image[..TextNormalizer.Normalize(original, normalization, image)];
            if (!normalized.SequenceEqual(original))
            {
                changed.Add(c);
                images.Add(normalized.ToString());
            }
        }

        return (changed, images);
    }

    // Ranges rather than names of Unicode properties, of which RE2 may know another version.
    private static string CharacterClass(List<int> codePoints)
    {
        var set = new StringBuilder();
        for (int i = 0; i < codePoints.Count; i++)
        {
            int first = codePoints[i];
            while (i + 1 < codePoints.Count && codePoints[i + 1] == codePoints[i] + 1)
            {
                i++;
            }

            set.Append(CultureInfo.InvariantCulture, $@"\x{{{first:X}}}");
            if (codePoints[i] > first)
            {
                set.Append(CultureInfo.InvariantCulture, $@"-\x{{{codePoints[i]:X}}}");
            }
        }

        return set.ToString();
    }

    /// <summary>Joins the columns of texts [N, P] into [N]. Each round joins neighbours, so a text is copied log2 P times, not P times.</summary>
    public static GraphValue Join(OnnxGraph graph, GraphValue pieces)
    {
        // texts that are all empty have no pieces: one empty column stands for them
        var columns = Columns(graph, pieces);
        pieces = AppendEmpty(graph, pieces, ToInt64(graph, graph.Node("Less", columns, graph.Constant("one", [1L], 1))));
        var many = graph.Node("Greater", Scalar(graph, columns), graph.Constant("one", [1L]));
        var joined = graph.While(many, [(pieces, OnnxElementType.String)], carried =>
        {
            var columns = Columns(graph, carried[0]);
            var odd = graph.Node("Mod", columns, graph.Constant("two", [2L], 1));
            var even = AppendEmpty(graph, carried[0], odd);
            var pairs = graph.Node("StringConcat", EverySecond(graph, even, 0), EverySecond(graph, even, 1));
            var again = graph.Node("Greater", Scalar(graph, Columns(graph, pairs)), graph.Constant("one", [1L]));
            return (again, [pairs]);
        });
        return graph.Node("Reshape", joined[0], graph.Constant("flat", [-1L], 1));
    }

    private static GraphValue Columns(OnnxGraph graph, GraphValue x) =>
        graph.Node("Gather", graph.Node("Shape", x), graph.Constant("column", [1L], 1));

    private static GraphValue AppendEmpty(OnnxGraph graph, GraphValue x, GraphValue count)
    {
        var rows = graph.Node("Gather", graph.Node("Shape", x), graph.Constant("row", [0L], 1));
        var shape = graph.Node("Concat", string.Empty, [rows, count], new GraphAttribute("axis", 0L));
        var empty = graph.Node("Expand", graph.Constant("empty", [string.Empty]), shape);
        return graph.Node("Concat", string.Empty, [x, empty], new GraphAttribute("axis", 1L));
    }

    private static GraphValue EverySecond(OnnxGraph graph, GraphValue x, long first) => graph.Node(
        "Slice",
        x,
        graph.Constant("first", [first], 1),
        graph.Constant("last", [long.MaxValue], 1),
        graph.Constant("axis", [1L], 1),
        graph.Constant("step", [2L], 1));

    private static GraphValue Scalar(OnnxGraph graph, GraphValue x) => graph.Node("Squeeze", x);

    private static GraphValue ToInt64(OnnxGraph graph, GraphValue x) =>
        graph.Node("Cast", string.Empty, [x], new GraphAttribute("to", (long)OnnxElementType.Int64));
}
