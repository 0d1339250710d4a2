using MLSeq.Graphs;
using MLSeq.Text;

namespace MLSeq.Onnx.Graphs;

/// <summary>
/// <see cref="BytePairTokenizer"/> in a graph. Texts are cut into words and what lies between, these into characters, which lie behind each other over
/// all texts. Each round of a loop then merges, in all pieces at once, the pair that was learned first, where it first stands.
/// </summary>
internal static class BytePairGraph
{
    // A letter or digit starts a word that may touch others in its piece; see BytePairPieces.
    private const string LetterPattern = @" ?[\p{L}\p{Nd}](?s:.)*";
    private const string LongestPart = "(?s:.){1,64}";
    private const long NoMerge = long.MaxValue;

    /// <summary>Tokens [N, T], padded with empty strings, of normalized texts [N].</summary>
    public static GraphValue Tokens(OnnxGraph graph, GraphValue text, BytePairTokenizer tokenizer)
    {
        var zero = graph.Constant("zero", [0L]);
        var isEmpty = graph.Node("Equal", text, graph.Constant("empty", [string.Empty]));
        text = graph.Where(isEmpty, text, graph.Node("StringConcat", graph.Constant("space", [" "]), text));

        // A word has the one space before it; of what lies between, each character comes alone.
        var words = TextGraph.WithColumn(graph, TextGraph.Cut(graph, text, $" ?(?:{WordTokenizer.Re2Pattern})|(?s:.)"), graph.Constant("padding", [string.Empty])); // [N, W]

        // Behind each other, words and parts of long ones, so that one long word makes no room for characters in every place of every text.
        var rows = graph.Node("Expand", graph.Unsqueeze(Numbers(graph, Count(graph, words, 0)), 1), graph.Node("Shape", words));
        var (flat, rowOfWord, wordStarts) = Flat(graph, words, rows, PieceStarts(graph, words));                                                               // [M]
        var parts = TextGraph.WithColumn(graph, TextGraph.Cut(graph, flat, LongestPart), graph.Constant("padding", [string.Empty]));                           // [M, P]
        var firstPart = graph.Node("Equal", Numbers(graph, Count(graph, parts, 1)), zero);                                                                     // [P]
        rows = graph.Node("Expand", rowOfWord, graph.Node("Shape", parts));
        (flat, rows, var starts) = Flat(graph, parts, rows, graph.Node("And", wordStarts, firstPart));                                                         // [Q]
        var cut = TextGraph.CutCharacters(graph, flat);                                                                                                        // [Q, C]
        var present = graph.Node("Not", graph.Node("Equal", cut, graph.Constant("none", [string.Empty])));
        var first = graph.Node("Equal", Numbers(graph, Count(graph, cut, 1)), zero);                                                                           // [C]
        GraphValue All(GraphValue values) => graph.Node("Compress", graph.Reshape(values, -1), graph.Reshape(present, -1));

        // Behind each other, K characters: which text and which piece each is of, and where in the piece it stands.
        var mark = graph.Constant("mark", [BytePairTokenizer.SpaceMark.ToString()]);
        var characters = All(cut);
        characters = graph.Where(graph.Node("Equal", characters, graph.Constant("space", [" "])), mark, characters);
        var row = All(graph.Node("Expand", rows, graph.Node("Shape", cut)));
        var places = Numbers(graph, Count(graph, characters, 0));
        var pieceStarts = All(graph.Node("And", first, starts));
        var pieceStart = graph.Gather(graph.Node("Compress", places, pieceStarts), graph.Subtract(Running(graph, pieceStarts), graph.Constant("one", [1L])));
        var within = graph.Node("Mod", graph.Subtract(places, pieceStart), graph.Constant("most", [(long)BytePairTokenizer.MaximumPieceLength]));
        var pieces = Running(graph, graph.Node("Equal", within, zero));

        var (ids, origins) = Merge(graph, Ids(graph, characters, tokenizer), places, pieces, tokenizer);
        var names = graph.Gather(graph.Constant("tokens", [.. tokenizer.Tokens, string.Empty], tokenizer.Tokens.Count + 1), ids);
        var unknown = graph.Node("Equal", ids, graph.Constant("unknown", [(long)tokenizer.Tokens.Count]));
        return Rows(graph, graph.Where(unknown, graph.Gather(characters, origins), names), graph.Gather(row, origins), Count(graph, words, 0));
    }

    /// <summary>The strings [A, B] that are not empty, and an empty one, behind each other [K]; which row each is of and whether it starts a piece, [K, 1].</summary>
    private static (GraphValue Strings, GraphValue Rows, GraphValue Starts) Flat(OnnxGraph graph, GraphValue strings, GraphValue rows, GraphValue starts)
    {
        var isOne = graph.Reshape(graph.Node("Not", graph.Node("Equal", strings, graph.Constant("none", [string.Empty]))), -1);
        var (row, no) = (graph.Constant("row", [0L], 1), graph.Constant("no", [0L], 1));
        GraphValue All(GraphValue values, GraphValue last) => graph.Concat(0, graph.Node("Compress", graph.Reshape(values, -1), isOne), last);
        return (
            All(strings, graph.Constant("nothing", [string.Empty], 1)),
            graph.Unsqueeze(All(rows, row), 1),
            graph.Unsqueeze(All(starts, graph.Node("Greater", no, no)), 1));
    }

    /// <summary>Which words [N, W] start a piece: all but those that go on in one, letters behind letters and spaces behind spaces.</summary>
    private static GraphValue PieceStarts(OnnxGraph graph, GraphValue words)
    {
        GraphValue Matches(string pattern) => graph.Node("RegexFullMatch", string.Empty, [words], new GraphAttribute("pattern", pattern));
        var (isLetters, isWord) = (Matches(LetterPattern), Matches($" ?(?:{WordTokenizer.Re2Pattern})"));
        var hasSpace = Matches(@" (?s:.)+");
        GraphValue Before(GraphValue condition)
        {
            // One place to the right, with no in front.
            var shifted = graph.Node("Slice", graph.CastToInt64(condition), graph.Constant("from", [0L], 1), graph.Constant("to", [-1L], 1), graph.Constant("axes", [1L], 1));
            var pads = graph.Constant("pads", [0L, 1, 0, 0], 4);
            return graph.Node("Greater", graph.Node("Pad", shifted, pads, graph.Constant("no", [0L])), graph.Constant("no", [0L]));
        }

        var isBetween = graph.Node("Not", isWord);
        var touches = graph.Node("And", graph.Node("And", isLetters, graph.Node("Not", hasSpace)), Before(isLetters));
        var goesOn = graph.Node("Or", touches, graph.Node("And", isBetween, Before(isBetween)));
        var place = Numbers(graph, Count(graph, words, 1));
        return graph.Node("Or", graph.Node("Not", goesOn), graph.Node("Equal", place, graph.Constant("start", [0L])));
    }

    /// <summary>The ids of characters: places among the tokens, and their number for those that are none.</summary>
    private static GraphValue Ids(OnnxGraph graph, GraphValue characters, BytePairTokenizer tokenizer)
    {
        string[] keys = [.. tokenizer.Tokens.Take(tokenizer.AlphabetSize)];
        long[] values = [.. Enumerable.Range(0, keys.Length).Select(i => (long)i)];
        return graph.Node(
            "LabelEncoder", OnnxGraph.MachineLearning, [characters],
            new("keys_strings", keys), new("values_int64s", values), new("default_int64", (long)tokenizer.Tokens.Count));
    }

    /// <summary>Merges until nothing merges any more; gives the ids and where the first character of each stands.</summary>
    private static (GraphValue Ids, GraphValue Origins) Merge(OnnxGraph graph, GraphValue ids, GraphValue places, GraphValue pieces, BytePairTokenizer tokenizer)
    {
        if (tokenizer.Merges.Count == 0)
        {
            return (ids, places);
        }

        long count = tokenizer.Tokens.Count + 1;
        var (zero, one) = (graph.Constant("first", [0L], 1), graph.Constant("one", [1L], 1));
        GraphValue Slice(GraphValue x, long from, long to) => graph.Node("Slice", x, graph.Constant("from", [from], 1), graph.Constant("to", [to], 1));
        long[] keys = [.. tokenizer.Merges.Select(merge => (merge.Left * count) + merge.Right)];
        long[] values = [.. Enumerable.Range(tokenizer.AlphabetSize, keys.Length).Select(id => (long)id)];
        var (width, none) = (graph.Constant("count", [count], 1), graph.Constant("none", [NoMerge], 1));
        var noMerges = graph.Node("Expand", none, graph.Add(graph.Node("Shape", pieces), one));
        var isAny = graph.Node("Greater", Count(graph, ids, 0), zero);
        var results = graph.While(graph.Squeeze(isAny, 0), [(ids, OnnxElementType.Int64), (places, OnnxElementType.Int64)], carried =>
        {
            // What each neighbours' pair merges into, none across the border of pieces; and the least of each piece, which was learned first.
            var (left, right) = (Slice(carried[0], 0, -1), Slice(carried[0], 1, long.MaxValue));
            var piece = graph.Gather(pieces, carried[1]);
            var pieceOfLeft = Slice(piece, 0, -1);
            var merged = graph.Node(
                "LabelEncoder", OnnxGraph.MachineLearning, [graph.Add(graph.Multiply(left, width), right)],
                new("keys_int64s", keys), new("values_int64s", values), new("default_int64", NoMerge));
            merged = graph.Where(graph.Node("Equal", pieceOfLeft, Slice(piece, 1, long.MaxValue)), merged, none);
            var least = graph.Node("ScatterElements", string.Empty, [noMerges, pieceOfLeft, merged], new GraphAttribute("reduction", "min"));
            var applies = graph.Node("And", graph.Node("Less", merged, none), graph.Node("Equal", merged, graph.Gather(least, pieceOfLeft)));

            // Of pairs that overlap, as in aaa, the left one goes first; what is left of them is for the next round.
            var here = graph.Concat(0, graph.CastToInt64(applies), zero);
            var before = graph.Concat(0, zero, graph.CastToInt64(applies));
            var goes = graph.Node("Greater", here, before);
            var dies = graph.Node("Greater", graph.Concat(0, zero, Slice(graph.CastToInt64(goes), 0, -1)), zero);
            var next = graph.Where(goes, graph.Concat(0, merged, none), carried[0]);
            var stays = graph.Node("Not", dies);
            var again = graph.Node("ReduceMax", string.Empty, [graph.CastToInt64(goes)], new GraphAttribute("keepdims", 0L));
            return (graph.Node("Greater", again, graph.Squeeze(zero, 0)), [graph.Node("Compress", next, stays), graph.Node("Compress", carried[1], stays)]);
        });
        return (results[0], results[1]);
    }

    /// <summary>Values [K], each of a row, in the order of the rows, as rows [N, T] padded with empty strings.</summary>
    private static GraphValue Rows(OnnxGraph graph, GraphValue values, GraphValue row, GraphValue rows)
    {
        var ones = graph.Node("Expand", graph.Constant("one", [1L]), graph.Node("Shape", row));
        var none = graph.Node("Expand", graph.Constant("none", [0L]), rows);
        var counts = graph.Node("ScatterElements", string.Empty, [none, row, ones], new GraphAttribute("reduction", "add"));
        var longest = graph.Node("ReduceMax", string.Empty, [counts], new GraphAttribute("keepdims", 1L));
        var before = graph.Node("CumSum", string.Empty, [counts, graph.Constant("axis", [0L])], new GraphAttribute("exclusive", 1L));
        var column = graph.Subtract(Numbers(graph, Count(graph, values, 0)), graph.Gather(before, row));
        var empty = graph.Node("Expand", graph.Constant("empty", [string.Empty]), graph.Concat(0, rows, longest));
        var places = graph.Concat(1, graph.Unsqueeze(row, 1), graph.Unsqueeze(column, 1));
        return graph.Node("ScatterND", empty, places, values);
    }

    /// <summary>How many of [K] truth values hold up to each, itself included.</summary>
    private static GraphValue Running(OnnxGraph graph, GraphValue values) => graph.Node("CumSum", graph.CastToInt64(values), graph.Constant("axis", [0L]));

    /// <summary>0, 1, 2 and so on, as many as <paramref name="count"/> [1] says.</summary>
    private static GraphValue Numbers(OnnxGraph graph, GraphValue count) =>
        graph.Node("Range", graph.Constant("first", [0L]), graph.Squeeze(count, 0), graph.Constant("step", [1L]));

    private static GraphValue Count(OnnxGraph graph, GraphValue x, long dimension) =>
        graph.Gather(graph.Node("Shape", x), graph.Constant("dimension", [dimension], 1));
}
