using MLSeq.Graphs;
using MLSeq.Onnx.Graphs;
using MLSeq.Onnx.Scoring;
using MLSeq.Text;

namespace MLSeq.Onnx.Tests.Graphs;

public class TextGraphTests
{
    public static TheoryData<string, TextNormalization> Exportable()
    {
        var data = new TheoryData<string, TextNormalization>();
        foreach (string name in new[] { "word", "whitespace", "bpe" })
        {
            for (int normalization = 0; normalization < 8; normalization++)
            {
                data.Add(name, (TextNormalization)normalization);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Exportable))]
    public void Graph_cuts_difficult_texts_as_the_tokenizer_does(string name, TextNormalization normalization) =>
        SameTokens(Make(name, normalization), [.. SampleTexts.Difficult, .. SampleTexts.Random(500)]);

    [SkippableTheory]
    [InlineData("word", TextNormalization.LowerCase)]
    [InlineData("word", TextNormalization.LowerCase | TextNormalization.RemoveDiacritics | TextNormalization.MaskDigits)]
    [InlineData("whitespace", TextNormalization.LowerCase)]
    public void Graph_cuts_real_texts_as_the_tokenizer_does(string name, TextNormalization normalization) =>
        SameTokens(Make(name, normalization), SampleTexts.Real(2000));

    [SkippableFact]
    public void Graph_cuts_real_texts_into_byte_pairs_as_the_tokenizer_does()
    {
        var texts = SampleTexts.Real(200);
        SameTokens(Tokenizers.BytePairs(2000, TextNormalization.LowerCase).Train(texts.Where((_, i) => i % 2 == 0)), texts);
    }

    [Theory]
    [InlineData("word")]
    [InlineData("whitespace")]
    public void Graph_normalizes_every_code_point_as_the_tokenizer_does(string name)
    {
        // 64 code points a text, apart from each other
        string[] texts = [.. Enumerable.Range(0, 0x110000).Where(System.Text.Rune.IsValid).Select(c => new System.Text.Rune(c).ToString())
            .Chunk(64).Select(chunk => string.Join(" ", chunk))];
        SameTokens(Make(name, TextNormalization.LowerCase | TextNormalization.RemoveDiacritics | TextNormalization.MaskDigits), texts);
    }

    [Fact]
    public void Texts_that_are_all_empty_have_no_tokens()
    {
        foreach (string name in new[] { "word", "whitespace", "bpe" })
        {
            SameTokens(Make(name, TextNormalization.LowerCase), ["", "", ""]);
            SameTokens(Make(name, TextNormalization.RemoveDiacritics), ["\u0301", "\u0301\u0302"]);
            SameTokens(Make(name, TextNormalization.None), [" \t\n"]);
        }
    }

    [Fact]
    public void Ids_are_the_vocabularys_and_an_empty_text_is_one_unknown_token()
    {
        var tokenizer = Tokenizers.Words();
        var vocabulary = Vocabulary.FromTokens(["the", "film", "<unk>", "é"]);
        var graph = new OnnxGraph();
        var text = graph.Input("Text", OnnxElementType.String, "N");
        var ids = TextGraph.Ids(graph, TextGraph.Tokens(graph, text, tokenizer), vocabulary);
        graph.Output("Ids", ids.Values, OnnxElementType.Int64, "N", "T");
        graph.Output("Lengths", ids.Lengths, OnnxElementType.Int32, "N");
        using var scorer = new OnnxSequenceScorer(graph.ToArray());

        string[] texts = ["The FILM, the É", "", "unseen", "\u200B"];
        var scores = scorer.Score(texts);

        Assert.Equal([5L, 1, 1, 1], scores.Integers("Lengths").ToArray());
        Assert.Equal([1L, 2, 0, 1, 4], scores.Integers("Ids", 0).ToArray());
        Assert.Equal(0L, scores.Integers("Ids", 1)[0]);
        Assert.Equal(0L, scorer.Score([""]).Integers("Ids", 0).ToArray().Single());
    }

    [Fact]
    public void Padded_ids_lose_their_padding_and_an_empty_row_is_one_unknown_token()
    {
        var graph = new OnnxGraph();
        var ids = TextGraph.PaddedIds(graph, graph.Input("Ids", OnnxElementType.Int64, "N", "T"));
        graph.Output("Values", ids.Values, OnnxElementType.Int64, "N", "T2");
        graph.Output("Sum", graph.ReduceSum(ids.Values, 1), OnnxElementType.Int64, "N");
        graph.Output("Lengths", ids.Lengths, OnnxElementType.Int32, "N");
        using var scorer = new OnnxSequenceScorer(graph.ToArray());

        var scores = scorer.Score([[3, 2, 1], [], [5]]);

        Assert.Equal([3L, 1, 1], scores.Integers("Lengths").ToArray());
        Assert.Equal([6L, 0, 5], scores.Integers("Sum").ToArray());
        Assert.Equal([3L, 2, 1], scores.Integers("Values", 0).ToArray());
        Assert.Equal([5L], scores.Integers("Values", 2).ToArray());
    }

    [Fact]
    public void Labels_are_those_of_the_highest_scores()
    {
        var graph = new OnnxGraph();
        var scores = graph.Input("Scores", OnnxElementType.Float, "N", "3");
        graph.Output("Label", TextGraph.Labels(graph, scores, ["bad", "gut", "太好了"]), OnnxElementType.String, "N");
        using var scorer = new OnnxSequenceScorer(graph.ToArray());

        Assert.Equal(["太好了", "bad", "gut"], scorer.Score([[0f, 1, 2], [1f, 1, 1], [-2f, 0, -1]]).Strings("Label"));
    }

    [Theory]
    [InlineData("character")]
    [InlineData("pattern")]
    [InlineData("bpe")]
    public void A_tokenizer_that_cannot_be_exported_is_refused_with_the_way_out(string name)
    {
        var tokenizer = name switch
        {
            "character" => Tokenizers.Characters(),
            "pattern" => Tokenizers.Pattern(@"\w+"),
            _ => Tokenizers.BytePairs(),
        };
        var graph = new OnnxGraph();
        var text = graph.Input("Text", OnnxElementType.String, "N");

        var error = Assert.Throws<NotSupportedException>(() => TextGraph.Tokens(graph, text, tokenizer));

        Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("takes ids", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Byte_pairs_that_overlap_and_long_pieces_are_merged_as_the_tokenizer_does()
    {
        foreach (int size in new[] { 2, 5, 8, 12, 30 })
        {
            string[] learned = ["aaaa aa aaa aaaaaaaa", "ababa abab", "a  b", "  a   b", "\n\n a\t\t b"];
            SameTokens(
                Tokenizers.BytePairs(size).Train([.. learned, .. learned]),
                [.. learned, "", " ", "  ", "aaaaa", "aaaaaaa ababababa", "b\n", "▁a", new string('a', 127), new string('a', 128), new string('a', 300), new string(' ', 300)]);
        }
    }

    private static Tokenizer Make(string name, TextNormalization normalization) => name switch
    {
        "word" => Tokenizers.Words(normalization),
        "whitespace" => Tokenizers.Whitespace(normalization),
        _ => Tokenizers.BytePairs(400, normalization).Train([.. SampleTexts.Difficult, .. SampleTexts.Difficult, .. SampleTexts.Random(300)]),
    };

    private static void SameTokens(Tokenizer tokenizer, IReadOnlyList<string> texts)
    {
        var graph = new OnnxGraph();
        GraphSequence tokens = TextGraph.Tokens(graph, graph.Input("Text", OnnxElementType.String, "N"), tokenizer);
        graph.Output("Tokens", tokens.Values, OnnxElementType.String, "N", "T");
        graph.Output("Lengths", tokens.Lengths, OnnxElementType.Int32, "N");
        using var scorer = new OnnxSequenceScorer(graph.ToArray());

        var scores = scorer.Score(texts);

        for (int i = 0; i < texts.Count; i++)
        {
            string[] expected = [.. tokenizer.Tokenize(texts[i])];
            string[] row = scores.Strings("Tokens", i).ToArray();
            string[] found = row[..(int)scores.Integers("Lengths")[i]];
            Assert.True(expected.SequenceEqual(found), $"{tokenizer} on '{texts[i]}' gives {Show(expected)}, the graph {Show(found)}");
            Assert.All(row[found.Length..], padding => Assert.Equal(string.Empty, padding));
        }
    }

    private static string Show(IEnumerable<string> tokens) =>
        string.Join(" ", tokens.Select(t => $"[{string.Concat(t.EnumerateRunes().Select(r => $"{r}({r.Value:X})"))}]"));
}
