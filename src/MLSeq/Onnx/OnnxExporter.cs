using System.Globalization;
using System.Text.Json;
using Microsoft.ML;
using MLSeq.Graphs;

namespace MLSeq.Onnx;

/// <summary>Makes the ONNX graph of a model, in memory.</summary>
internal static class OnnxExporter
{
    /// <summary>What is predicted, for instance <c>MulticlassClassification</c>.</summary>
    public const string KindKey = "mlseq.kind";

    /// <summary>The classes in the order of the scores, as a JSON array.</summary>
    public const string LabelsKey = "mlseq.labels";

    /// <summary>The output that says how many steps of the others each row has, where those are not the steps of the input.</summary>
    private const string StepsOutput = "Steps";

    public static OnnxGraph Export(ITransformer model, DataViewSchema inputSchema, SequenceOnnxExportOptions options)
    {
        var export = new OnnxExport(inputSchema, options);
        OnnxChain.Walk(export, model, inputSchema);
        var names = export.Outputs.ToList();
        if (names.Count == 0)
        {
            throw new NotSupportedException(
                "SaveAsOnnx found no output: expected a model with a trained SequenceClassifier or SequenceRegressor, or with word vectors, "
                + "whose columns are not dropped.");
        }

        var graph = export.Graph;
        graph.Description = options.Description;
        graph.Weights = options.Weights;
        foreach (var name in names)
        {
            switch (export.Later(name)())
            {
                case PredictionValue prediction:
                    AddOutput(graph, name, prediction);
                    break;
                case VectorValue vector:
                    graph.Output(name, vector.Vector, OnnxElementType.Float, "N", vector.Width.ToString(CultureInfo.InvariantCulture));
                    break;
                case StepScoresValue scores:
                    graph.Output(name, scores.Scores, OnnxElementType.Float, "N", "T", scores.Classes.Count.ToString(CultureInfo.InvariantCulture));
                    Describe(graph, scores.Kind, scores.Classes);
                    break;
                case StepNumbersValue numbers:
                    graph.Output(name, numbers.Numbers, OnnxElementType.Float, "N", "T");
                    break;
                case TagsValue tags:
                    graph.Output(name, tags.Texts, OnnxElementType.String, "N", "T");
                    Describe(graph, SequenceTaggingTransformer.PredictionKind, tags.Tags);
                    break;
                case TextValue texts:
                    graph.Output(name, texts.Texts, OnnxElementType.String, "N");
                    Describe(graph, texts.Kind, classes: null);
                    break;
                case NumberValue numbers:
                    graph.Output(name, numbers.Numbers, OnnxElementType.Float, "N");
                    break;
                case FramesValue:
                    throw new NotSupportedException(
                        $"SaveAsOnnx cannot give column '{name}', whose rows are of different lengths: a vector for each token. "
                        + "Choose a pooled output, or put a SequenceClassifier or SequenceRegressor behind it.");
                default:
                    throw new NotSupportedException($"SaveAsOnnx cannot express column '{name}'; expected a predictor's column, word vectors or a copy of them.");
            }
        }

        if (export.StepCounts is { } counts)
        {
            // Steps of features are not the steps that went in.
            graph.Metadata[OnnxMetadata.OutputLengths] = StepsOutput;
            graph.Output(StepsOutput, counts, OnnxElementType.Int64, "N");
        }

        return graph;
    }

    private static void Describe(OnnxGraph graph, string kind, IReadOnlyList<string>? classes)
    {
        graph.Metadata[KindKey] = kind;
        if (classes is not null)
        {
            graph.Metadata[LabelsKey] = JsonSerializer.Serialize(classes);
        }
    }

    private static void AddOutput(OnnxGraph graph, string name, PredictionValue column)
    {
        var value = column.Prediction.Value;
        var classes = column.Predictor.ClassNames;
        switch (column.Prediction.Form)
        {
            case PredictionForm.Scores:
                graph.Output(name, value, OnnxElementType.Float, "N", Size(column));
                break;
            case PredictionForm.StepScores:
                graph.Output(name, value, OnnxElementType.Float, "N", "T", Size(column));
                break;
            case PredictionForm.Number:
                graph.Output(name, graph.Reshape(value, -1), OnnxElementType.Float, "N");
                break;
            case PredictionForm.Flag:
                graph.Output(name, graph.Reshape(value, -1), OnnxElementType.Bool, "N");
                break;
            default:
                var labels = graph.Constant("labels", [.. classes!], classes!.Count);
                graph.Output(name, graph.Gather(labels, graph.Reshape(value, -1)), OnnxElementType.String, "N");
                break;
        }

        Describe(graph, column.Predictor.PredictionKind, classes);
    }

    private static string Size(PredictionValue column) =>
        column.Predictor.Model.Network.Options.OutputSize.ToString(CultureInfo.InvariantCulture);
}
