using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MLSeq.Graphs;
using MLSeq.LanguageModels;
using MLSeq.Networks;
using MLSeq.Onnx.Graphs;
using MLSeq.Onnx.Scoring;
using MLSeq.Text;

namespace MLSeq.Onnx.Tests.Graphs;

/// <summary>Language models in ONNX Runtime give the engine's tokens and, within 1e-4, its probabilities.</summary>
public class LanguageModelGraphTests
{
    private const double Tolerance = 1e-4;
    private const string Text = "the apple and pear salad a pair of shoes an apple a day the pear and the apple";

    public static TheoryData<RecurrentCell, SoftmaxKind, int> Models()
    {
        var data = new TheoryData<RecurrentCell, SoftmaxKind, int>();
        foreach (var cell in Enum.GetValues<RecurrentCell>())
        {
            data.Add(cell, SoftmaxKind.Full, 2);
        }

        data.Add(RecurrentCell.Lstm, SoftmaxKind.Sampled, 1);
        data.Add(RecurrentCell.Lstm, SoftmaxKind.Adaptive, 2);
        return data;
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Greedy_generation_through_ONNX_Runtime_gives_the_engines_tokens(RecurrentCell cell, SoftmaxKind softmax, int layers)
    {
        var model = Make(cell, softmax, layers);
        using var session = new InferenceSession(LanguageModelGraph.Generator(model).ToArray());
        var states = session.InputMetadata.Keys.Where(name => name != LanguageModelGraph.Ids)
            .ToDictionary(name => name, _ => new DenseTensor<float>([1, 6]));
        int[] prompt = [.. new[] { "the", "pear" }.Select(t => model.Vocabulary.GetId(t))];
        var predictor = new NetworkPredictor(model.Network);

        // The prompt in one run, then token by token.
        int[] ids = [model.Codec.StartId, .. prompt];
        for (var n = 0; n < 25; n++)
        {
            var expected = predictor.Predict(ids[0]).ToArray();
            foreach (var id in ids.AsSpan(1))
            {
                expected = predictor.Predict(id).ToArray();
            }

            var probabilities = Run(session, ids, states);
            for (var k = 0; k < expected.Length; k++)
            {
                Assert.Equal(expected[k], probabilities[0, ids.Length - 1, k], Tolerance);
            }

            var best = Array.IndexOf(expected, expected.Max());
            Assert.Equal(best, Enumerable.Range(0, expected.Length).MaxBy(k => probabilities[0, ids.Length - 1, k]));
            ids = [best];
        }
    }

    [Theory]
    [InlineData(SoftmaxKind.Full)]
    [InlineData(SoftmaxKind.Adaptive)]
    public void Texts_are_scored_as_by_the_engine(SoftmaxKind softmax)
    {
        var model = Make(RecurrentCell.Lstm, softmax, 2);
        var graph = new OnnxGraph();
        var tokens = TextGraph.Tokens(graph, graph.Input("Text", OnnxElementType.String, "N"), model.Tokenizer);
        var ids = new GraphSequence(TextGraph.Ids(graph, tokens, model.Vocabulary).Values, tokens.Lengths);
        var (logProbability, perplexity) = LanguageModelGraph.Score(graph, ids, model);
        graph.Output("LogProbability", logProbability, OnnxElementType.Float, "N", "1");
        graph.Output("Perplexity", perplexity, OnnxElementType.Float, "N", "1");
        using var scorer = new OnnxSequenceScorer(graph.ToArray());
        string[] texts = ["the apple", "", "a plum", Text, "zzz"];

        var scores = scorer.Score(texts);

        for (var row = 0; row < texts.Length; row++)
        {
            var expected = model.Score(texts[row]);
            Assert.Equal(expected.LogProbability, scores.Floats("LogProbability", row)[0], Tolerance * Math.Max(1, Math.Abs(expected.LogProbability)));
            Assert.Equal(expected.Perplexity, scores.Floats("Perplexity", row)[0], Tolerance * expected.Perplexity);
        }
    }

    private static DenseTensor<float> Run(InferenceSession session, int[] ids, Dictionary<string, DenseTensor<float>> states)
    {
        var inputs = states.Select(s => NamedOnnxValue.CreateFromTensor(s.Key, s.Value))
            .Append(NamedOnnxValue.CreateFromTensor(LanguageModelGraph.Ids, new DenseTensor<long>(Array.ConvertAll(ids, id => (long)id), [1, ids.Length])));
        using var results = session.Run([.. inputs]);
        foreach (var name in states.Keys.ToArray())
        {
            states[name] = results.Single(r => r.Name == "Next" + name).AsTensor<float>().ToDenseTensor();
        }

        return results.Single(r => r.Name == LanguageModelGraph.Probabilities).AsTensor<float>().ToDenseTensor();
    }

    private static LanguageModel Make(RecurrentCell cell, SoftmaxKind softmax, int layers)
    {
        var tokenizer = Tokenizers.Words();
        var vocabulary = Vocabulary.Build(tokenizer.Tokenize(Text), new() { SpecialTokens = SpecialTokens.Begin | SpecialTokens.End });
        var network = new SequenceNetwork(
            new()
            {
                VocabularySize = vocabulary.Count,
                OutputSize = vocabulary.Count,
                EmbeddingSize = 5,
                HiddenSize = 6,
                Layers = layers,
                Cell = cell,
                Pooling = SequencePooling.None,
                Softmax = softmax,
                Cutoffs = softmax == SoftmaxKind.Adaptive ? [4, 9] : [],
                Initialization = WeightInitialization.Uniform,
                InitRange = 0.9f,
            },
            seed: 2);
        return new LanguageModel(network, tokenizer, vocabulary, isContinuous: false);
    }
}
