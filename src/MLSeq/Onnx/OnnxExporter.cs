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

    public static OnnxGraph Export(ITransformer model, DataViewSchema inputSchema, SequenceOnnxExportOptions options)
    {
        var export = new OnnxExport(inputSchema, options);
        OnnxChain.Walk(export, model, inputSchema);
        var names = export.Predictions.ToList();
        if (names.Count == 0)
        {
            throw new NotSupportedException(
                "SaveAsOnnx found no output: expected a model with a trained SequenceClassifier or SequenceRegressor whose columns are not dropped.");
        }

        var graph = export.Graph;
        graph.Description = options.Description;
        foreach (var name in names)
        {
            if (export.Later(name)() is not PredictionValue prediction)
            {
                throw new NotSupportedException($"SaveAsOnnx cannot express column '{name}'; expected a predictor's column or a copy of one.");
            }

            AddOutput(graph, name, prediction);
        }

        return graph;
    }

    private static void AddOutput(OnnxGraph graph, string name, PredictionValue column)
    {
        var value = column.Prediction.Value;
        var classes = column.Predictor.ClassNames;
        switch (column.Prediction.Form)
        {
            case PredictionForm.Scores:
                graph.Output(name, value, OnnxElementType.Float, "N", classes!.Count.ToString(CultureInfo.InvariantCulture));
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

        graph.Metadata[KindKey] = column.Predictor.PredictionKind;
        if (classes is not null)
        {
            graph.Metadata[LabelsKey] = JsonSerializer.Serialize(classes);
        }
    }
}
