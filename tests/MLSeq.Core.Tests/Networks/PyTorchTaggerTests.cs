using System.Text.Json;
using System.Text.Json.Nodes;
using MLSeq.Networks;
using MLSeq.Networks.Training;

namespace MLSeq.Tests.Networks;

/// <summary>Taggers with characters and a conditional random field against numbers recorded from PyTorch.</summary>
public class PyTorchTaggerTests
{
    [Theory]
    [InlineData("tagger-lstm")]
    [InlineData("tagger-cnn")]
    public void Emissions_loss_and_gradients_are_PyTorchs(string name)
    {
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Networks", "Fixtures", $"{name}.json")))!;
        var network = new SequenceNetwork(
            new()
            {
                VocabularySize = 9,
                EmbeddingSize = 4,
                Characters = Enum.Parse<CharacterFeatures>((string)json["characters"]!),
                CharacterVocabularySize = 7,
                CharacterEmbeddingSize = 3,
                CharacterSize = (int)json["size"]!,
                HiddenSize = 3,
                Bidirectional = true,
                Pooling = SequencePooling.None,
                OutputSize = 4,
                Output = NetworkOutput.ConditionalRandomField,
            },
            seed: 1);
        foreach (var parameter in network.Parameters)
        {
            Numbers(json["parameters"]![parameter.Name]!).Select(v => (float)v).ToArray().CopyTo(parameter.Values);
        }

        var words = json["words"].Deserialize<int[][]>()!;
        SequenceExample[] rows = [.. json["rows"]!.AsArray().Select(row => new SequenceExample
        {
            Ids = row!["ids"].Deserialize<int[]>(),
            Characters = [.. row["words"].Deserialize<int[]>()!.Select(w => words[w])],
            StepLabels = row["tags"].Deserialize<int[]>(),
            Weight = (float)row["weight"]!,
        })];

        var run = new EngineRun(network, rows);

        Close.To([.. json["rows"]!.AsArray().SelectMany(row => Numbers(row!["emissions"]!))], run.Outputs, "emissions");
        Close.To([(double)json["loss"]!], [(float)run.Loss], "loss");
        foreach (var parameter in network.Parameters)
        {
            Close.To(Numbers(json["gradients"]![parameter.Name]!), run.Gradients[parameter.Name], parameter.Name);
        }
    }

    private static double[] Numbers(JsonNode node) => node.Deserialize<double[]>()!;
}
