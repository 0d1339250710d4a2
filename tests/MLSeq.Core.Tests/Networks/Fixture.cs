using System.Text.Json;
using System.Text.Json.Nodes;
using MLSeq.Networks;
using MLSeq.Networks.Training;

namespace MLSeq.Tests.Networks;

/// <summary>A file that <c>Fixtures/generate.py</c> recorded.</summary>
internal sealed class Fixture
{
    public Fixture(string name)
    {
        Json = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Networks", "Fixtures", $"{name}.json")))!;
        Network = new SequenceNetwork(Options(), seed: 1);
        foreach (var parameter in Network.Parameters)
        {
            Numbers(Json["parameters"]![parameter.Name]!).Select(v => (float)v).ToArray().CopyTo(parameter.Values);
        }
    }

    public JsonNode Json { get; }

    /// <summary>The network with the recorded parameters.</summary>
    public SequenceNetwork Network { get; }

    public static double[] Numbers(JsonNode node) => node.Deserialize<double[]>()!;

    public SequenceExample[] Rows(JsonNode batch)
    {
        var labels = Numbers(batch["labels"]!);
        var weights = Numbers(batch["weights"]!);
        return [.. batch["rows"]!.AsArray().Select((row, r) => new SequenceExample
        {
            Ids = Network.FrameSize > 0 ? null : row.Deserialize<int[]>(),
            Frames = Network.FrameSize > 0 ? row.Deserialize<float[]>() : null,
            Label = (float)labels[r],
            Weight = (float)weights[r],
        })];
    }

    private SequenceNetworkOptions Options()
    {
        var options = Json["options"]!;
        return new()
        {
            VocabularySize = (int?)options["vocabulary"] ?? 0,
            EmbeddingSize = (int?)options["embedding"] ?? 0,
            FrameSize = (int?)options["frame"] ?? 0,
            Cell = Enum.Parse<RecurrentCell>((string?)options["cell"] ?? nameof(RecurrentCell.Lstm)),
            HiddenSize = (int)options["hidden"]!,
            Layers = (int)options["layers"]!,
            Bidirectional = (bool)options["bidirectional"]!,
            Pooling = Enum.Parse<SequencePooling>((string)options["pooling"]!),
            OutputSize = (int)options["outputs"]!,
            Output = Enum.Parse<NetworkOutput>((string)options["output"]!),
        };
    }
}
