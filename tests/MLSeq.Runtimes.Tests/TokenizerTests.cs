using MLSeq.Graphs;
using MLSeq.Onnx;
using MLSeq.Onnx.Graphs;
using MLSeq.Onnx.Tests;
using MLSeq.Runtimes.Tests.Cases;
using MLSeq.Runtimes.Tests.Hosts;
using MLSeq.Text;

namespace MLSeq.Runtimes.Tests;

/// <summary>
/// Every tokenizer that can be exported cuts 10,000 sentences in a graph as it does in C#, whichever runtime runs the graph: sentences of data sets, and such
/// with Chinese, emoji, addresses and rare code points between their words. With the less usual normalizations it gets every tenth of them.
/// </summary>
[Collection(RuntimeCollection.Name)]
public class TokenizerTests(RuntimeHosts hosts)
{
    private const int Count = 10_000;
    private const int RunSize = 250;

    private static readonly Lazy<string[]> Sentences = new(Make);

    public static TheoryData<string, TextNormalization> Tokenizers()
    {
        var data = new TheoryData<string, TextNormalization>();
        foreach (var name in new[] { "word", "whitespace", "bpe" })
        {
            for (var normalization = 0; normalization < 8; normalization++)
            {
                data.Add(name, (TextNormalization)normalization);
            }
        }

        return data;
    }

    [SkippableTheory]
    [MemberData(nameof(Tokenizers))]
    public void Ten_thousand_sentences_get_the_tokenizers_ids(string name, TextNormalization normalization)
    {
        Assert.Equal(Count, Sentences.Value.Distinct(StringComparer.Ordinal).Count());
        var texts = Sentences.Value.Where((_, i) => i % (normalization == TextNormalization.LowerCase ? 1 : 10) == 0).ToArray();
        var tokenizer = name switch
        {
            "word" => Text.Tokenizers.Words(normalization),
            "whitespace" => Text.Tokenizers.Whitespace(normalization),
            _ => Text.Tokenizers.BytePairs(2000, normalization).Train(Sentences.Value.Where((_, i) => i % 10 == 5)),
        };
        var tokens = texts.ToDictionary(text => text, text => tokenizer.Tokenize(text).ToArray(), StringComparer.Ordinal);

        // Most tokens have an id of their own, so that ids tell them apart.
        var vocabulary = Vocabulary.FromTokens(tokens.Values.SelectMany(row => row).Distinct(StringComparer.Ordinal).Where((_, i) => i % 20 > 0));
        var graph = new OnnxGraph();
        var ids = TextGraph.Ids(graph, TextGraph.Tokens(graph, graph.Input("Text", OnnxElementType.String, "N"), tokenizer), vocabulary);
        graph.Output("Ids", ids.Values, OnnxElementType.Int64, "N", "T");
        graph.Output("Lengths", ids.Lengths, OnnxElementType.Int32, "N");
        var model = graph.ToArray();

        AssertSame("ONNX Runtime", texts, runs => [.. runs.Select(run => CpuHost.Run(model, run))]);

        // The strings of the other runtimes end at U+0000.
        var others = texts.Where(text => !text.Contains('\0', StringComparison.Ordinal));
        foreach (var host in new[] { RuntimeHosts.Node, RuntimeHosts.Web }.Where(host => hosts[host].Missing is null))
        {
            AssertSame(host, others, runs => hosts[host].Run(model, runs));
        }

        void AssertSame(string host, IEnumerable<string> sentences, Func<IEnumerable<IReadOnlyDictionary<string, RuntimeTensor>>, List<Dictionary<string, RuntimeTensor>>> run)
        {
            // Sorted, since a run's texts are padded to the longest one.
            var batches = sentences.OrderBy(text => text.Length).Chunk(RunSize).ToList();
            var results = run(batches.Select(batch => new Dictionary<string, RuntimeTensor> { ["Text"] = Batches.Texts(batch) }));
            foreach (var (batch, result) in batches.Zip(results))
            {
                var (values, lengths, width) = ((long[])result["Ids"].Values, (int[])result["Lengths"].Values, result["Ids"].Dims[1]);
                for (var i = 0; i < batch.Length; i++)
                {
                    // An empty text is one unknown token.
                    var cut = tokens[batch[i]];
                    long[] expected = cut.Length == 0 ? [Vocabulary.UnknownId] : Array.ConvertAll(cut, token => (long)vocabulary.GetId(token));
                    var found = values.AsSpan(i * width, lengths[i]);
                    Assert.True(found.SequenceEqual(expected), $"{tokenizer} on '{batch[i]}' gives {string.Join(' ', expected)}, {host} {string.Join(' ', found.ToArray())}");
                }
            }
        }
    }

    private static string[] Make()
    {
        var real = SampleTexts.Real(2300).Distinct(StringComparer.Ordinal).ToList();
        var random = new Random(11);
        string[] rare = [.. SampleTexts.Difficult.Where(text => text.Length is > 0 and < 200), .. SampleTexts.Random(300)];
        var texts = new HashSet<string>([.. SampleTexts.Difficult, .. real.Where((_, i) => i % 8 != 0)], StringComparer.Ordinal);
        while (texts.Count < Count)
        {
            // A sentence with something rare between two of its words.
            var words = real[random.Next(real.Count)].Split(' ').Take(30).ToList();
            words.Insert(random.Next(words.Count + 1), rare[random.Next(rare.Length)]);
            texts.Add(string.Join(random.Next(4) == 0 ? "" : " ", words));
        }

        return [.. texts.Take(Count)];
    }
}
