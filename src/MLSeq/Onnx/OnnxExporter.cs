using System.Globalization;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Graphs;
using MLSeq.Interop;
using MLSeq.Onnx.Graphs;

namespace MLSeq.Onnx;

/// <summary>Makes the ONNX graph of a model, in memory.</summary>
internal static class OnnxExporter
{
    /// <summary>The output that says how many steps of the others each row has, where those are not the steps of the input.</summary>
    private const string StepsOutput = "Steps";

    public static OnnxGraph Export(ITransformer model, DataViewSchema inputSchema, SequenceOnnxExportOptions options)
    {
        var export = new OnnxExport(inputSchema, options);
        OnnxChain.Walk(export, model, inputSchema);
        var names = options.OutputColumns?.ToList() ?? [.. export.Outputs];
        if (names.Count == 0)
        {
            throw new NotSupportedException("SaveAsOnnx found no output: expected a model that adds a column, or option OutputColumns to name one.");
        }

        var graph = export.Graph;
        graph.Description = options.Description;
        graph.Weights = options.Weights;
        foreach (var name in names)
        {
            if (!export.Columns.Contains(name))
            {
                throw new ArgumentException(
                    $"The model gives no column '{name}', which option {nameof(options.OutputColumns)} names. Its columns are: {string.Join(", ", export.Columns)}.",
                    nameof(options));
            }

            switch (export.Later(name)())
            {
                case PredictionValue prediction:
                    AddOutput(graph, name, prediction);
                    break;
                case VectorValue vector:
                    graph.Output(name, vector.Vector, OnnxElementType.Float, "N", vector.Width.ToString(CultureInfo.InvariantCulture));
                    graph.Document(name, $"Word vectors pooled, [N, {vector.Width}].");
                    break;
                case StepScoresValue scores:
                    graph.Output(name, scores.Scores, OnnxElementType.Float, "N", "T", scores.Classes.Count.ToString(CultureInfo.InvariantCulture));
                    Describe(graph, scores.Kind, scores.Classes);
                    graph.Document(name, $"The score of each of {scores.Classes.Count} classes at each step, [N, T, {scores.Classes.Count}]; nothing behind a row's last step counts.");
                    break;
                case StepNumbersValue numbers:
                    graph.Output(name, numbers.Numbers, OnnxElementType.Float, "N", "T");
                    graph.Document(name, "A number for each step, [N, T]; nothing behind a row's last step counts.");
                    break;
                case TagsValue tags:
                    graph.Output(name, tags.Texts, OnnxElementType.String, "N", "T");
                    Describe(graph, SequenceTaggingTransformer.PredictionKind, tags.Tags);
                    graph.Document(name, "The tag of each step, [N, T]; \"\" behind a row's last one.");
                    break;
                case TextValue texts:
                    graph.Output(name, texts.Texts, OnnxElementType.String, "N");
                    Describe(graph, texts.Kind, classes: null);
                    graph.Document(name, "A text for each row, [N].");
                    break;
                case NumberValue numbers:
                    graph.Output(name, numbers.Numbers, OnnxElementType.Float, "N");
                    graph.Document(name, "A number for each row, [N].");
                    break;
                case TokensValue tokens:
                    graph.Output(name, tokens.Tokens.Values, OnnxElementType.String, "N", "T");
                    graph.Document(name, "Tokens, [N, T]; \"\" behind a row's last one.");
                    break;
                case IdsValue ids:
                    graph.Output(name, OnnxExport.Padded(graph, ids.Ids.Values, ids.Counts), OnnxElementType.Int64, "N", "T");
                    graph.Document(name, "Token ids, [N, T]: 0 for an unknown token, -1 behind a row's last one.");
                    break;
                case StockValue stock:
                    AddOutput(graph, name, stock);
                    break;
                case InputColumnValue:
                    throw new ArgumentException(
                        $"Column '{name}', which option {nameof(options.OutputColumns)} names, is one of the input data; expected one that the model adds.",
                        nameof(options));
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
            graph.Document(StepsOutput, "How many steps of the other outputs each row has, [N].");
        }

        export.DescribeVocabularies();
        return graph;
    }

    private static void AddOutput(OnnxGraph graph, string name, StockValue column)
    {
        var (type, width) = (column.Column.Type, StockTypes.Width(column.Column.Type));
        string[] shape = type is VectorDataViewType ? ["N", width > 0 ? width.ToString(CultureInfo.InvariantCulture) : "T"] : ["N"];
        GraphValue Shaped(GraphValue value) => type is VectorDataViewType ? value : graph.Reshape(value, -1);
        var kind = column.Column.TextAnnotation(AnnotationKinds.ScoreColumnKind);
        if (kind is not null && column.Column.KeyTexts() is { } labels)
        {
            var texts = graph.Constant("labels", [string.Empty, .. labels], labels.Count + 1);
            graph.Output(name, graph.Gather(texts, Shaped(graph.CastToInt64(column.Value))), OnnxElementType.String, shape);
            graph.Document(name, $"The predicted label, one of {labels.Count}, [{string.Join(", ", shape)}].");
            Describe(graph, kind, labels);
            return;
        }

        var element = StockTypes.ElementType(type);
        if (element is OnnxElementType.Double or OnnxElementType.Undefined)
        {
            throw new NotSupportedException(
                $"SaveAsOnnx cannot give column '{name}', which is {type}; expected Single, Boolean, String, integers or keys. Put ConvertType behind it.");
        }

        var isWhole = element is not (OnnxElementType.Float or OnnxElementType.Bool or OnnxElementType.String);
        var value = isWhole ? graph.CastToInt64(column.Value) : column.Value;
        if (isWhole && width == 0 && column.Lengths.Value is { } lengths)
        {
            value = OnnxExport.Padded(graph, value, lengths);
        }

        graph.Output(name, Shaped(value), isWhole ? OnnxElementType.Int64 : element, shape);
        graph.Document(name, $"{(kind is null ? "Column" : kind + ", column")} '{name}' as ML.NET gives it ({type}), [{string.Join(", ", shape)}].");
        if (kind is not null)
        {
            Describe(graph, kind, classes: null);
        }
    }

    private static void Describe(OnnxGraph graph, string kind, IReadOnlyList<string>? classes)
    {
        graph.Metadata[OnnxMetadata.Kind] = kind;
        if (classes is not null)
        {
            graph.Metadata[OnnxMetadata.Labels] = JsonSerializer.Serialize(classes);
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

        graph.Document(name, column.Prediction.Form switch
        {
            PredictionForm.Scores => $"A score for each of {Size(column)} classes or values, [N, {Size(column)}].",
            PredictionForm.StepScores => $"{Size(column)} scores or values at each step, [N, T, {Size(column)}]; nothing behind a row's last step counts.",
            PredictionForm.Number => "A number for each row, [N].",
            PredictionForm.Flag => "Whether it is so, for each row, [N].",
            _ => $"The predicted label, one of {classes!.Count}, [N].",
        });
        Describe(graph, column.Predictor.PredictionKind, classes);
    }

    private static string Size(PredictionValue column) =>
        column.Predictor.Model.Network.Options.OutputSize.ToString(CultureInfo.InvariantCulture);
}
