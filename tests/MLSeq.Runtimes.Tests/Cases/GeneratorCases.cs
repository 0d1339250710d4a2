using MLSeq.LanguageModels;
using MLSeq.Networks;
using MLSeq.Onnx.Graphs;
using MLSeq.Runtimes.Tests.Hosts;
using MLSeq.Text;

namespace MLSeq.Runtimes.Tests.Cases;

/// <summary>Language models that go on with texts: the probability of each next token, from states of zero.</summary>
internal static class GeneratorCases
{
    private const int HiddenSize = 6;

    private static readonly int[][] Prompts = [[1, 4, 5], [1, 3, 3], [1, 6, 2]];

    public static IEnumerable<(string Name, Func<ExportedModel> Make)> All() =>
        from cell in new[] { RecurrentCell.Lstm, RecurrentCell.Gru }
        from softmax in new[] { SoftmaxKind.Full, SoftmaxKind.Adaptive }
        select ($"language model's generator, {cell}, {softmax}", (Func<ExportedModel>)(() => Make(cell, softmax)));

    private static ExportedModel Make(RecurrentCell cell, SoftmaxKind softmax)
    {
        var vocabulary = Vocabulary.Build(["a", "b", "c", "d", "e"], new() { SpecialTokens = SpecialTokens.Begin | SpecialTokens.End });
        var options = new SequenceNetworkOptions
        {
            VocabularySize = vocabulary.Count,
            OutputSize = vocabulary.Count,
            EmbeddingSize = 5,
            HiddenSize = HiddenSize,
            Layers = 2,
            Cell = cell,
            Pooling = SequencePooling.None,
            Softmax = softmax,
            Cutoffs = softmax == SoftmaxKind.Adaptive ? [2, 4] : [],
            Initialization = WeightInitialization.Uniform,
            InitRange = 0.9f,
        };
        var model = new LanguageModel(new SequenceNetwork(options, seed: 2), Tokenizers.Whitespace(), vocabulary, isContinuous: false);
        var states = new[] { 1, 2 }.SelectMany(layer => cell == RecurrentCell.Lstm
            ? new[] { LanguageModelGraph.Hidden(layer), LanguageModelGraph.Cell(layer) } : [LanguageModelGraph.Hidden(layer)]);
        var inputs = states.ToDictionary(name => name, _ => new RuntimeTensor(new float[Prompts.Length * HiddenSize], Prompts.Length, HiddenSize));
        inputs[LanguageModelGraph.Ids] = Batches.Ids(Prompts);
        return new(
            LanguageModelGraph.Generator(model).ToArray(), inputs,
            new Dictionary<string, Array[]> { [LanguageModelGraph.Probabilities] = Array.ConvertAll(Prompts, prompt => (Array)Engine(model, prompt)) });
    }

    private static float[] Engine(LanguageModel model, int[] prompt)
    {
        var predictor = new NetworkPredictor(model.Network);
        return prompt.SelectMany(id => predictor.Predict(id).ToArray()).ToArray();
    }
}
