using Microsoft.ML;
using Microsoft.ML.OnnxRuntime;
using MLSeq.Networks;
using MLSeq.Runtimes.Tests.Hosts;
using MLSeq.Tests;

namespace MLSeq.Interop.Tests.Onnx;

/// <summary>Files that ML.NET's own exporter writes, of its operator set, give in onnxruntime-node what they give here.</summary>
public sealed class NodeTests : IDisposable
{
    private static readonly Document[] Documents = [.. SampleData.MixedDocuments(40)
        .Select(document => new Document { Text = document.Text ?? "", Label = SampleData.Labels[0], Number = 1, Frames = document.Frames.Length == 0 ? [0, 0] : document.Frames })];

    private readonly MLContext _ml = new(seed: 1);
    private readonly NodeHost _node = new();

    public static TheoryData<RecurrentCell> Cells => [.. Enum.GetValues<RecurrentCell>()];

    public void Dispose() => _node.Dispose();

    [SkippableTheory]
    [MemberData(nameof(Cells))]
    public void A_classifier_of_text_gives_the_same(RecurrentCell cell)
    {
        var options = SampleData.SmallNetwork(1);
        options.Cell = cell;
        AssertSame(SampleData.Multiclass(_ml, options, StockPipelines.Words), 12);
    }

    [SkippableTheory]
    [InlineData(9)]
    [InlineData(11)]
    public void Older_operator_sets_give_the_same(int operatorSet) =>
        AssertSame(SampleData.Multiclass(_ml, SampleData.SmallNetwork(1), StockPipelines.Words), operatorSet);

    [SkippableFact]
    public void A_binary_classifier_and_a_regressor_give_the_same()
    {
        AssertSame(SampleData.Ids(_ml, StockPipelines.Words).Append(_ml.BinaryClassification.Trainers.SequenceClassifier("IsFirst", "Ids", SampleData.SmallNetwork(1))), 12);
        var options = new SequenceRegressorOptions { EmbeddingSize = 8, HiddenSize = 8, Epochs = 1, Threads = 1, Seed = 1 };
        AssertSame(SampleData.Ids(_ml, StockPipelines.Words).Append(_ml.Regression.Trainers.SequenceRegressor("Number", "Ids", options)), 12);
    }

    [SkippableFact]
    public void Chains_with_stages_of_ML_NET_give_the_same()
    {
        AssertSame(StockPipelines.Stacked(_ml), 12);
        AssertSame(StockPipelines.SideBySide(_ml, epochs: 1), 12);
    }

    private void AssertSame(IEstimator<ITransformer> pipeline, int operatorSet)
    {
        Skip.If(_node.Missing is not null, _node.Missing);
        var data = SampleData.View(_ml, 60);
        using var stream = new MemoryStream();
        _ml.Model.ConvertToOnnx(pipeline.Fit(data), data, operatorSet, stream);
        var model = stream.ToArray();
        using var session = new InferenceSession(model);
        var runs = Documents.Select(document => session.InputNames.ToDictionary(name => name, name => Input(name, document))).ToList();
        foreach (var (run, found) in runs.Zip(_node.Run(model, runs)))
        {
            foreach (var (name, expected) in CpuHost.Run(model, run))
            {
                expected.AssertClose(found[name], name);
            }
        }
    }

    // The exporter makes every column of the data an input, needed or not.
    private static RuntimeTensor Input(string name, Document document) => name switch
    {
        nameof(Document.Text) => new(new[] { document.Text }, 1, 1),
        nameof(Document.Label) => new(new[] { document.Label }, 1, 1),
        nameof(Document.IsFirst) => new(new[] { document.IsFirst }, 1, 1),
        nameof(Document.Number) => new(new[] { document.Number }, 1, 1),
        nameof(Document.Weight) => new(new[] { document.Weight }, 1, 1),
        _ => new(document.Frames, 1, document.Frames.Length),
    };
}
