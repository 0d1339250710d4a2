// Made of 10-onnx.ipynb by 'dotnet run --project build/Notebooks -- --apps': change the notebook, not this file.
#:property PublishAot=false
#:project ../src/MLSeq.Interactive/MLSeq.Interactive.csproj
#:property UsesMicrosoftML=true
#:property UsesOnnxRuntime=true

using System.IO;
using MLSeq;
using MLSeq.Documentation;
using MLSeq.Interactive;
using MLSeq.Interactive.Charts;
using MLSeq.Interactive.Texts;
using MLSeq.Networks;
using MLSeq.Onnx.Compression;
using MLSeq.Onnx.Inspection;
using MLSeq.Text;
using Microsoft.ML;
using Microsoft.ML.Data;

// The page with the pictures lies where the app was started; files are named from where the app lies.
var notebook = new ConsoleNotebook("10-onnx.html");
Directory.SetCurrentDirectory((string)AppContext.GetData("EntryPointFileDirectoryPath")!);
ShownValue display(object value) => notebook.Show(value);

// # 10. From a pipeline to batched scoring with ONNX
//
// A model is trained in one place and used in another: in a service, on a GPU, in a browser. This notebook trains a
// small text classifier as an ML.NET pipeline, saves and loads it, exports it as one ONNX file that takes text and
// gives labels, looks into the file, makes it smaller, and scores with it in batches.
//
// The texts are the summaries of .NET's own API documentation, which every SDK has; the label is the namespace that a
// summary comes from.

var corpus = NamespaceCorpus.Read(ReferencePacks.Documentation());
var ml = new MLContext(seed: 1);
var (train, test) = (ml.Data.LoadFromEnumerable(corpus.Parts.Train), ml.Data.LoadFromEnumerable(corpus.Parts.Test));
Console.WriteLine($"{corpus.Parts.Train.Count:N0} texts to train on, {corpus.Parts.Test.Count:N0} to test, {corpus.Classes} namespaces");
display(new TextTable("The first five", ["text", "namespace"], corpus.Parts.Train.Take(5).Select(row => (IReadOnlyList<object>)[row.Text, row.Namespace])));

// ## The pipeline
//
// Text becomes tokens, tokens become ids, an LSTM of two directions reads them, and its answer is made a namespace
// again. All stages are ordinary ML.NET estimators; three epochs take some seconds.

var curves = new TrainingCurves();
var pipeline = ml.Transforms.Text.TokenizeSequence("Tokens", "Text", Tokenizers.Words())
    .Append(ml.Transforms.Text.MapTokensToIds("Ids", "Tokens", new() { MinCount = 3 }))
    .Append(ml.Transforms.Conversion.MapValueToKey("Label", "Namespace"))
    .Append(ml.MulticlassClassification.Trainers.SequenceClassifier("Label", "Ids",
        new() { Cell = RecurrentCell.Lstm, HiddenSize = 64, Bidirectional = true, EmbeddingSize = 64, Dropout = 0.3f, LearningRate = 3e-3f, Epochs = 3, Progress = curves }))
    .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
var model = pipeline.Fit(train);
display(curves);

display(PipelineView.Of(model, train.Schema));

// A model is worth what it says about texts that it never saw:

string[] truth = [.. corpus.Parts.Test.Select(row => row.Namespace)];
string[] Predict(ITransformer by) => [.. by.Transform(test).GetColumn<string>("PredictedLabel")];
double Accuracy(string[] predicted) => predicted.Zip(truth, (p, t) => p == t ? 1.0 : 0).Average();

var predicted = Predict(model);
display($"{Accuracy(predicted):P1} of {truth.Length:N0} right");

// ## Saved and loaded
//
// `Model.Save` writes the pipeline, vocabulary and all, as every ML.NET pipeline is written; what comes back from the
// file says the same.

var folder = Directory.CreateTempSubdirectory("mlseq-notebook-").FullName;
string At(string name) => Path.Combine(folder, name);

ml.Model.Save(model, train.Schema, At("namespaces.zip"));
var loaded = ml.Model.Load(At("namespaces.zip"), out _);
display($"the loaded model says the same of every text: {Predict(loaded).SequenceEqual(predicted)}");

// ## One ONNX file
//
// `SaveAsOnnx` writes tokenizer, vocabulary, network and labels as one graph: text goes in, and whoever runs it needs
// neither MLSeq nor .NET. With `Verify` the file is run on rows of ours before it is written, and each of its outputs
// is compared with the model's column; with `Tolerance` a file that differs more is not written at all.

var check = ml.Data.TakeRows(test, 1000);
var report = ml.Model.SaveAsOnnx(model, train.Schema, At("namespaces.onnx"), new() { Verify = check, Tolerance = 1e-3f });
display(new TextTable($"The file beside the model, on {report.Rows:N0} rows", ["output", "largest difference", "share of rows with another text"],
    report.Outputs.Select(output => (IReadOnlyList<object>)[output.Name, output.LargestDifference.ToString("0.0E+0"), output.DifferingShare])));

// What is in the file can be seen without running it: what it takes and gives, of what it is made, and where its bytes
// are.

var file = OnnxModelFile.Read(At("namespaces.onnx"));
display(new TextTable("What goes in and comes out", ["", "name", "type", "shape"],
    file.Inputs.Select(value => ("in", value)).Concat(file.Outputs.Select(value => ("out", value))).Select(v => (IReadOnlyList<object>)[v.Item1, v.value.Name, v.value.Type, string.Join(" × ", v.value.Shape)])));
display(new TextTable("Its constants", ["type", "tensors", "values", "bytes"], file.Constants.Select(constant => (IReadOnlyList<object>)[constant.Type, constant.Tensors, constant.Values, constant.Bytes])));
display(new TextTable($"{file.Nodes.Count} nodes, operator set {file.OperatorSets["ai.onnx"]}", ["operator", "nodes", "without a CUDA kernel"],
    file.Nodes.GroupBy(node => node.Operator).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => (IReadOnlyList<object>)[group.Key, group.Count(), group.Count(node => node.CudaObstacle is not null)])));

// The operators that cut and number the text have no CUDA kernel: they run on the CPU wherever the network itself runs.
// To leave them out of the graph, export with `Input = SequenceOnnxInput.Ids` and do them in C#.
//
// ## Smaller files
//
// Most of the bytes are weights. Half precision halves them and changes next to nothing; integers of a byte make them a
// quarter, and products and LSTMs then calculate in integers.

var sizes = new List<IReadOnlyList<object>>();
foreach (var weights in new[] { OnnxWeights.Float32, OnnxWeights.Float16, OnnxWeights.Int8 })
{
    var name = At($"namespaces-{weights}.onnx");
    var difference = ml.Model.SaveAsOnnx(model, train.Schema, name, new() { Weights = weights, Verify = check });
    var estimator = ml.Transforms.ApplySequenceOnnxModel(name).Fit(test);
    sizes.Add([weights.ToString(), (int)new FileInfo(name).Length, Accuracy(Predict(estimator)), difference.LargestDifference]);
    (estimator as IDisposable)?.Dispose();
}

display(new TextTable("Weights of three kinds", ["weights", "bytes", "accuracy", "largest difference of a score"], sizes) { BarColumn = 1 });

// ## In batches
//
// ONNX Runtime takes a batch of rows in a call, all as long as the longest: short ones are padded.
// `ApplySequenceOnnxModel` therefore reads a window of rows ahead, sorts it by length, runs it in batches, and gives
// the rows back in their order. It cuts a batch short where lengths differ too much. Below, the same file on one
// thread: row by row, 32 rows at a time as they come, and out of windows of 2,048 rows.

List<(string How, MLSeq.Onnx.Scoring.ScorerMetrics Metrics)> measured = [];
foreach (var (how, batch, window) in new[] { ("row by row", 1, 1), ("batches out of 32 rows", 32, 32), ("batches out of 2,048 rows", 32, 2048) })
{
    using var scorer = ml.Transforms.ApplySequenceOnnxModel(new SequenceOnnxScoringOptions { ModelFile = At("namespaces.onnx"), BatchSize = batch, WindowSize = window, Threads = 1 }).Fit(test);
    Predict(scorer);
    measured.Add((how, scorer.Metrics));
}

display(new TextTable("Scoring with one thread", ["how", "rows a second", "calls", "share of padding"],
    measured.Select(m => (IReadOnlyList<object>)[m.How, (int)m.Metrics.RowsPerSecond, m.Metrics.Batches, m.Metrics.PaddingShare])) { BarColumn = 1 });

// Out of 32 rows, few are of about the same length: batches are small, or padded. Out of 2,048 they are large and
// hardly padded at all. `Metrics` says the same in a running service.
//
// ## On a GPU
//
// With a device's number the file runs on CUDA where there is a GPU and ONNX Runtime's CUDA provider (the package
// `Microsoft.ML.OnnxRuntime.Gpu` instead of `Microsoft.ML.OnnxRuntime`). Where there is none, the CPU takes over and
// the log says why: the same program runs on a laptop and on a server. `FallbackToCpu = false` makes that an error.

var warnings = new List<string>();
ml.Log += (_, entry) =>
{
    if (entry.RawMessage.Contains("cuda"))
    {
        warnings.Add(entry.RawMessage);
    }
};
using (var scorer = ml.Transforms.ApplySequenceOnnxModel(At("namespaces.onnx"), gpuDeviceId: 0).Fit(test))
{
    Predict(scorer);
    Console.WriteLine($"ran on {scorer.Device}, {scorer.Metrics.RowsPerSecond:N0} rows a second");
}

Console.WriteLine(warnings.Count == 0 ? "no warnings" : warnings[0].Split('\n')[0].Replace(folder + Path.DirectorySeparatorChar, ""));
Directory.Delete(folder, recursive: true);

// ## Elsewhere
//
// The file is plain ONNX. In Node.js, with the package `onnxruntime-node`:
//
// ```js
// const session = await ort.InferenceSession.create('namespaces.onnx');
// const { PredictedLabel } = await session.run({ Text: new ort.Tensor('string', ['Opens a file and reads it.'], [1])
// });
// ```
//
// [models/web](../models/web/README.md) has a page that runs a model of this kind, trained a little longer, in the
// browser; [models](../models/README.md) has the model.

notebook.Save();
