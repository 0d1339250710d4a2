using MLSeq.Networks;
using MLSeq.Onnx.Compression;
using MLSeq.Onnx.Graphs;
using MLSeq.Onnx.Inspection;
using MLSeq.Onnx.Scoring;

namespace MLSeq.Onnx.Tests.Graphs;

/// <summary>Models whose weights are in a file beside them.</summary>
public sealed class ExternalWeightsTests : IDisposable
{
    private static readonly int[][] Ids = [[1, 2, 3], [4]];

    private readonly TemporaryFolder _folder = new();

    private string Model => _folder["model.onnx"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(OnnxWeights.Float32)]
    [InlineData(OnnxWeights.Float16)]
    [InlineData(OnnxWeights.Int8)]
    public void Scores_are_those_of_one_file(OnnxWeights weights)
    {
        var graph = Graph(1, weights);
        graph.Save(_folder["one.onnx"]);
        graph.Save(Model, externalWeights: true);

        var data = Assert.Single(Data());
        Assert.True(new FileInfo(Model).Length < 20_000);
        Assert.Equal(new FileInfo(data).Length, Assert.Single(OnnxModelFile.Read(Model).ExternalFiles).Bytes);
        Assert.Equal(Scores(_folder["one.onnx"]), Scores(Model));

        // A graph that has been written is as it was.
        Assert.Equal(File.ReadAllBytes(_folder["one.onnx"]), graph.ToArray());
    }

    [Fact]
    public void A_new_model_takes_the_old_ones_place_and_its_weights_go_with_it()
    {
        Graph(1).Save(Model, externalWeights: true);
        var (old, scores) = (Assert.Single(Data()), Scores(Model));
        File.WriteAllText(_folder["model.onnx.notes.data"], "mine");
        Graph(1).Save(Model, externalWeights: true);
        Assert.Contains(old, Data());

        Graph(2).Save(Model, externalWeights: true);
        Assert.False(File.Exists(old));
        Assert.NotEqual(scores, Scores(Model));

        Graph(1).Save(Model);
        Assert.Equal([_folder["model.onnx.notes.data"]], Data());
        Assert.Equal(scores, Scores(Model));
    }

    [Fact]
    public void Where_the_models_file_cannot_be_replaced_the_old_pair_stays_whole()
    {
        Graph(1).Save(Model, externalWeights: true);
        var old = Assert.Single(Data());
        var bytes = File.ReadAllBytes(Model);
        File.Delete(Model);
        Directory.CreateDirectory(Model);

        Assert.ThrowsAny<Exception>(() => Graph(2).Save(Model, externalWeights: true));

        Directory.Delete(Model);
        File.WriteAllBytes(Model, bytes);
        Assert.Equal([old], Data());
        Assert.NotEmpty(Scores(Model));
    }

    [Fact]
    public void Weights_that_are_missing_or_too_short_are_named()
    {
        Graph(1).Save(Model, externalWeights: true);
        var data = Assert.Single(Data());
        var bytes = File.ReadAllBytes(data);
        File.WriteAllBytes(data, bytes[..^100]);
        var error = Assert.Throws<InvalidDataException>(() => new OnnxSequenceScorer(Model));
        Assert.Contains($"'{data}', which has {bytes.Length - 100} bytes; expected at least {bytes.Length}", error.Message, StringComparison.Ordinal);

        File.Delete(data);
        Assert.Contains($"'{data}', which is missing", Assert.Throws<FileNotFoundException>(() => new OnnxSequenceScorer(Model)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../secret.data")]
    [InlineData("/etc/passwd")]
    [InlineData("c:\\secret.data")]
    [InlineData("")]
    public void Weights_outside_of_the_models_folder_are_refused(string location)
    {
        Graph(1).Save(Model, externalWeights: true);
        var model = Proto.ModelProto.Parser.ParseFrom(File.ReadAllBytes(Model));
        foreach (var entry in model.Graph.Initializer.SelectMany(constant => constant.ExternalData).Where(entry => entry.Key == "location"))
        {
            entry.Value = location;
        }

        var error = Assert.Throws<InvalidDataException>(() => OnnxModelFile.Parse(Google.Protobuf.MessageExtensions.ToByteArray(model), "this model"));
        Assert.StartsWith("this model: ", error.Message, StringComparison.Ordinal);
        Assert.Contains($"is in the file '{location}'; expected one in the model's folder", error.Message, StringComparison.Ordinal);
    }

    private static OnnxGraph Graph(int seed, OnnxWeights weights = OnnxWeights.Float32)
    {
        var graph = ExportedNetworks.FromIds(new SequenceNetwork(new() { VocabularySize = 100, EmbeddingSize = 32, HiddenSize = 32, OutputSize = 2 }, seed));
        graph.Weights = weights;
        return graph;
    }

    private static float[] Scores(string path)
    {
        using var scorer = new OnnxSequenceScorer(path);
        return scorer.Score(Ids).Floats("Score").ToArray();
    }

    private string[] Data() => Directory.GetFiles(Path.GetDirectoryName(Model)!, "*.data");
}
