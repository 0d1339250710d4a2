using Microsoft.ML.OnnxRuntime;
using MLSeq.Decoding.Beams;
using MLSeq.Graphs;
using MLSeq.Networks;
using MLSeq.Networks.EncoderDecoder;
using MLSeq.Onnx.Compression;
using MLSeq.Onnx.Graphs;
using MLSeq.Onnx.Inspection;
using MLSeq.Onnx.Models;
using MLSeq.Onnx.Scoring;
using MLSeq.Text;
using MLSeq.Translation;

namespace MLSeq.Onnx.Tests.Graphs;

/// <summary>Translators in ONNX Runtime: outputs within 1e-4 of the engine's, and the same words.</summary>
public class TranslationGraphTests
{
    private const double Tolerance = 1e-4;

    private static readonly Lazy<TranslationModel> Trained = new(() => TranslationModels.Trained(Tokenizers.BytePairs(90)));

    public static TheoryData<RecurrentCell, AttentionKind, bool, int> Networks()
    {
        var data = new TheoryData<RecurrentCell, AttentionKind, bool, int>();
        foreach (var cell in Enum.GetValues<RecurrentCell>())
        {
            data.Add(cell, AttentionKind.General, true, 2);
        }

        foreach (var attention in Enum.GetValues<AttentionKind>())
        {
            data.Add(RecurrentCell.Lstm, attention, false, 1);
            data.Add(RecurrentCell.Gru, attention, true, 1);
            data.Add(RecurrentCell.Lstm, attention, true, 2);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Steps_give_the_engines_outputs_and_attention(RecurrentCell cell, AttentionKind attention, bool feeding, int layers)
    {
        var model = TranslationModels.Random(cell, attention, feeding, layers);
        using var encoder = new InferenceSession(TranslationGraph.Encoder(model).ToArray());
        using var step = new InferenceSession(TranslationGraph.Step(model).ToArray());
        var options = model.Network.Options;
        using var found = new OnnxTargetDecoder(encoder, step, options.StartId, options.EndId, OrtMemoryInfo.DefaultInstance);
        var expected = new NetworkDecoder(model.Network);
        var random = new Random(1);
        int[][] sources = [[4, 2], [5, 3, 4, 6, 3, 2], [2], [3, 7, 2]];
        expected.Read(sources);
        found.Read(sources);

        int[] stepSources = [0, 1, 2, 3];
        int[] parents = stepSources;
        for (var t = 0; t < 6; t++)
        {
            int[] ids = [.. parents.Select(_ => t == 0 ? options.StartId : random.Next(options.TargetVocabularySize))];
            var outputs = expected.Step(ids, parents, stepSources);
            var others = found.Step(ids, parents, stepSources);
            for (var r = 0; r < ids.Length; r++)
            {
                Near(outputs.Row(r), others.Row(r));
                Near(expected.Attention(r), found.Attention(r));
            }

            // Rows end, go on, and go on in several ways.
            parents = [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => random.Next(ids.Length)).Order()];
            stepSources = [.. parents.Select(p => stepSources[p])];
        }
    }

    [Fact]
    public void Five_hundred_sentences_get_the_engines_words()
    {
        var model = Trained.Value;
        string[] texts = [string.Empty, "zzz 中", .. TranslationModels.Sentences(498, 7).Select(pair => pair.Source)];
        using var files = new TemporaryFolder();
        var folder = files["translator"];
        OnnxTranslator.Save(model, folder);
        using var translator = OnnxTranslator.Load(folder);
        foreach (var width in new[] { 1, 5 })
        {
            var search = new BeamSearchOptions { Width = width, Best = width, KeepAttention = true };
            var (expected, found) = (model.Translate(texts, search), translator.Translate(texts, search));
            for (var i = 0; i < texts.Length; i++)
            {
                Assert.Equal(expected[i].Select(t => t.Text), found[i].Select(t => t.Text));
                Assert.Equal(expected[i][0].Tokens, found[i][0].Tokens);
                Assert.Equal(expected[i][0].LogProbability, found[i][0].LogProbability, Tolerance * 10);
                Near(expected[i][0].Attention!.SelectMany(a => a).ToArray(), found[i][0].Attention!.SelectMany(a => a).ToArray());
            }
        }
    }

    [Theory]
    [InlineData("bpe")]
    [InlineData("word")]
    [InlineData("whitespace")]
    public void One_file_takes_texts_and_gives_the_engines_greedy_translations(string tokenizer)
    {
        var model = tokenizer == "bpe" ? Trained.Value : TranslationModels.Trained(tokenizer == "word" ? Tokenizers.Words() : Tokenizers.Whitespace());
        string[] texts = [string.Empty, "zzz 中", " ", .. TranslationModels.Sentences(497, 8).Select(pair => pair.Source)];
        var graph = Greedy(model);
        using var scorer = new OnnxSequenceScorer(graph.ToArray());

        var found = scorer.Score(texts);
        var expected = model.Translate(texts, new() { Width = 1 });

        for (var i = 0; i < texts.Length; i++)
        {
            Assert.Equal(expected[i][0].Text, found.Strings("Translation")[i]);
            Assert.Equal(expected[i][0].LogProbability, found.Floats("LogProbability")[i], Tolerance * 10);
            Assert.Equal(expected[i][0].Score, found.Floats("Score")[i], Tolerance * 10);
        }

        Assert.True(expected.Select(t => t[0].Text).Distinct().Count() > 50);
    }

    [Theory]
    [InlineData(OnnxWeights.Float16, 0.99)]
    [InlineData(OnnxWeights.Int8, 0.9)]
    public void Weights_inside_of_loops_are_stored_smaller_too(OnnxWeights weights, double least)
    {
        string[] texts = [.. TranslationModels.Sentences(200, 8).Select(pair => pair.Source)];
        var graph = Greedy(Trained.Value);
        long whole = graph.ToArray().Length;
        graph.Weights = weights;
        var bytes = graph.ToArray();
        using var scorer = new OnnxSequenceScorer(bytes);

        var found = scorer.Score(texts).Strings("Translation");

        double right = found.Zip(Trained.Value.Translate(texts, new() { Width = 1 }), (text, expected) => text == expected[0].Text ? 1.0 : 0).Average();
        Assert.True(right >= least, $"{right:P1} of the translations are the engine's");
        Assert.True(bytes.Length < 0.75 * whole);
        var operators = OnnxModelFile.Parse(bytes).Nodes.Select(node => node.Operator).ToHashSet();
        Assert.Equal(weights == OnnxWeights.Int8, operators.Contains("DynamicQuantizeLSTM"));
        Assert.Equal(weights == OnnxWeights.Int8, !operators.Contains("LSTM"));
    }

    [Fact]
    public void Translations_are_as_short_and_as_long_as_the_engines()
    {
        foreach (var search in new BeamSearchOptions[] { new(), new() { MinLength = 4 }, new() { MaxLength = 5, LengthPenalty = 0 }, new() { MinLength = 2, MaxLength = 2 } })
        {
            search.Width = 1;
            HasTheEnginesLengths(search);
        }

        var error = Assert.Throws<NotSupportedException>(() => HasTheEnginesLengths(new() { NoRepeatNgram = 2 }));
        Assert.Contains("NoRepeatNgram", error.Message, StringComparison.Ordinal);
    }

    private static void HasTheEnginesLengths(BeamSearchOptions search)
    {
        var model = TranslationModels.Random(RecurrentCell.Gru, AttentionKind.General, feeding: true, layers: 1);
        var graph = new OnnxGraph();
        var ids = graph.Input("Ids", OnnxElementType.Int64, "N", "S");
        var sources = new GraphSequence(TextGraph.PaddedIds(graph, ids).Values, TextGraph.CountIds(graph, ids));
        var (translation, logProbability, _) = TranslationGraph.Translate(graph, sources, model, search);
        graph.Output("Translation", translation, OnnxElementType.String, "N");
        graph.Output("LogProbability", logProbability, OnnxElementType.Float, "N");
        using var scorer = new OnnxSequenceScorer(graph.ToArray());
        string[] texts = [.. Enumerable.Range(0, 40).Select(i => string.Join(' ', Enumerable.Range(0, i % 7).Select(t => (char)('a' + (((i * 3) + t) % 5)))))];

        var found = scorer.Score([.. texts.Select(text => model.SourceTokenizer.Tokenize(text).Select(model.SourceVocabulary.GetId).ToArray())]);
        var expected = model.Translate(texts, search);

        // Some end by themselves, and some only at the largest length.
        int Longest(int row) => search.MaxLength ?? ((2 * ((texts[row].Length + 1) / 2)) + 12);
        Assert.Contains(expected.Select((found, row) => (found, row)), t => t.found[0].Tokens.Count == Longest(t.row));
        for (var i = 0; i < texts.Length; i++)
        {
            Assert.Equal(expected[i][0].Text, found.Strings("Translation")[i]);
            Assert.Equal(expected[i][0].LogProbability, found.Floats("LogProbability")[i], Tolerance * 10);
        }
    }

    [Fact]
    public void Files_that_are_not_one_translators_are_refused()
    {
        using var files = new TemporaryFolder();
        var folder = files["translator"];
        OnnxTranslator.Save(Trained.Value, folder);
        var other = TranslationModels.Random(RecurrentCell.Gru, AttentionKind.General, feeding: true, layers: 1);
        TranslationGraph.Step(other).Save(Path.Combine(folder, OnnxTranslator.StepFile));
        Assert.Contains("one translator", Assert.Throws<InvalidDataException>(() => OnnxTranslator.Load(folder)).Message, StringComparison.Ordinal);

        File.Delete(Path.Combine(folder, OnnxTranslator.StepFile));
        Assert.Contains(OnnxTranslator.StepFile, Assert.Throws<FileNotFoundException>(() => OnnxTranslator.Load(folder)).Message, StringComparison.Ordinal);
    }

    private static void Near(ReadOnlySpan<float> expected, ReadOnlySpan<float> found)
    {
        Assert.Equal(expected.Length, found.Length);
        for (var k = 0; k < expected.Length; k++)
        {
            Assert.Equal(expected[k], found[k], Tolerance);
        }
    }

    /// <summary>The whole translator in one graph.</summary>
    private static OnnxGraph Greedy(TranslationModel model)
    {
        var graph = new OnnxGraph();
        var tokens = TextGraph.Tokens(graph, graph.Input("Text", OnnxElementType.String, "N"), model.SourceTokenizer);
        var ids = new GraphSequence(TextGraph.Ids(graph, tokens, model.SourceVocabulary).Values, tokens.Lengths);
        var (translation, logProbability, score) = TranslationGraph.Translate(graph, ids, model);
        graph.Output("Translation", translation, OnnxElementType.String, "N");
        graph.Output("LogProbability", logProbability, OnnxElementType.Float, "N");
        graph.Output("Score", score, OnnxElementType.Float, "N");
        return graph;
    }
}
