using System.Text.Json;
using System.Text.Json.Nodes;
using MLSeq.Networks;
using MLSeq.Networks.EncoderDecoder;

namespace MLSeq.Tests.Networks.EncoderDecoder;

/// <summary>The engine against numbers that <c>Fixtures/generate_encoder_decoder.py</c> recorded.</summary>
public class PyTorchEncoderDecoderTests
{
    [Theory]
    [InlineData("general-feeding")]
    [InlineData("additive")]
    [InlineData("none")]
    public void Outputs_loss_and_gradients_are_PyTorchs(string name)
    {
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Networks", "Fixtures", $"encoder-decoder-{name}.json")))!;
        var network = new EncoderDecoderNetwork(Options(json["options"]!), seed: 1);
        foreach (var parameter in network.Parameters)
        {
            Fixture.Numbers(json["parameters"]![parameter.Name]!).Select(v => (float)v).ToArray().CopyTo(parameter.Values);
        }

        SequencePair[] pairs = [.. json["pairs"]!.AsArray().Zip(Fixture.Numbers(json["weights"]!), (pair, weight) => new SequencePair
        {
            Source = pair!["source"].Deserialize<int[]>()!,
            Target = pair["target"].Deserialize<int[]>()!,
            Weight = (float)weight,
        })];

        var run = new PairRun(network, pairs);

        Close.To(Fixture.Numbers(json["outputs"]!), run.Outputs.SelectMany(o => o).ToArray(), "output");
        Close.To([(double)json["loss"]!], [(float)run.Loss], "loss");
        foreach (var parameter in network.Parameters)
        {
            Close.To(Fixture.Numbers(json["gradients"]![parameter.Name]!), run.Gradients[parameter.Name], parameter.Name);
        }
    }

    private static EncoderDecoderOptions Options(JsonNode options) => new()
    {
        SourceVocabularySize = 9,
        TargetVocabularySize = 8,
        EmbeddingSize = (int)options["embedding"]!,
        HiddenSize = (int)options["hidden"]!,
        EncoderLayers = (int)options["layers"]!,
        DecoderLayers = (int)options["layers"]!,
        EncoderCell = Enum.Parse<RecurrentCell>((string)options["cell"]!),
        DecoderCell = Enum.Parse<RecurrentCell>((string)options["cell"]!),
        Attention = Enum.Parse<AttentionKind>((string)options["attention"]!),
        InputFeeding = (bool)options["feeding"]!,
        LabelSmoothing = (float)options["smoothing"]!,
    };
}
