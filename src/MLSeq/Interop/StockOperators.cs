using System.Text.RegularExpressions;
using MLSeq.Graphs;
using MLSeq.Onnx.Graphs;
using MLSeq.Text;

namespace MLSeq.Interop;

/// <summary>Operators as ML.NET's stages write them, of operator sets 9 to 12, written in operator set 20 and for any number of rows.</summary>
internal static class StockOperators
{
    /// <summary>Operators of the default domain that mean the same in all these sets.</summary>
    private static readonly HashSet<string> Unchanged = new(StringComparer.Ordinal)
    {
        "Abs", "Add", "And", "ArgMax", "BitShift", "Cast", "Ceil", "Clip", "Concat", "ConstantOfShape", "Cos", "Div", "Equal", "Erf", "Exp", "Expand", "Floor",
        "Gather", "GatherElements", "Gemm", "Greater", "Identity", "IsNaN", "Less", "Log", "MatMul", "Max", "Mean", "Min", "Mod", "Mul", "Neg", "NonZero", "Not",
        "OneHot", "Or", "Pow", "Range", "Reciprocal", "Relu", "Reshape", "Round", "Shape", "Sigmoid", "Sign", "Sin", "Size", "Softplus", "Sqrt", "Sub", "Sum",
        "Tanh", "TfIdfVectorizer", "Tile", "Transpose", "Where", "Xor",
    };

    /// <summary>Adds an operator.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="node">The operator; its attributes are used up.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <returns>Its outputs.</returns>
    /// <exception cref="NotSupportedException">It has no counterpart in operator set 20.</exception>
    public static GraphValue[] Add(OnnxGraph graph, StockNode node, GraphValue[] inputs)
    {
        if (node.Domain.Length > 0)
        {
            return OfDomain(graph, node, inputs);
        }

        return node.OperatorName switch
        {
            "Squeeze" or "Unsqueeze" => Write(graph, node, OverAxes(graph, node, inputs)),
            _ when node.OperatorName.StartsWith("Reduce", StringComparison.Ordinal) => Write(graph, node, OverAxes(graph, node, inputs)),
            "Clip" when inputs.Length == 1 => Write(graph, node, [inputs[0], Bound(graph, node.Take("min")), Bound(graph, node.Take("max"))]),
            "Scale" => [graph.Multiply(inputs[0], graph.Constant("scale", [node.Take("scale") as float? ?? 1f]))],

            // K-means numbers its clusters from 0, as no other predictor does; keys are from 1.
            "ArgMin" => [graph.Add(Write(graph, node, inputs)[0], graph.Constant("first", [1L], 1))],
            "StringNormalizer" => [ChangeCase(graph, node, inputs[0])],
            _ when Unchanged.Contains(node.OperatorName) => Write(graph, node, inputs),
            _ => throw new NotSupportedException($"its operator {node.OperatorName} has no known counterpart in operator set {graph.OperatorSet}"),
        };
    }

    private static GraphValue[] OfDomain(OnnxGraph graph, StockNode node, GraphValue[] inputs)
    {
        switch (node.OperatorName)
        {
            case "Tokenizer":
                // Padding that no token can be, and separators that are texts rather than expressions.
                node.AddAttribute("pad_value", string.Empty);
                if (node.Take("separators") is string[] separators)
                {
                    node.AddAttribute("separators", Array.ConvertAll(separators, Regex.Escape));
                }

                break;
            case "LabelEncoder" when node.Take("classes_strings") is string[] classes:
                node.AddAttribute("keys_strings", classes);
                node.AddAttribute("values_int64s", Enumerable.Range(0, classes.Length).Select(place => (long)place));
                break;
        }

        return Write(graph, node, inputs);
    }

    /// <summary>The axes, an attribute in the old sets, are an input in the new one.</summary>
    private static GraphValue[] OverAxes(OnnxGraph graph, StockNode node, GraphValue[] inputs)
    {
        if (node.Take("axes") is not long[] axes)
        {
            return inputs;
        }

        return axes.Contains(0)
            ? throw new NotSupportedException($"its operator {node.OperatorName} goes over the rows, so that it takes one at a time, where a graph takes many")
            : [.. inputs, graph.Constant("axes", axes, axes.Length)];
    }

    private static GraphValue Bound(OnnxGraph graph, object? value) => value is float bound ? graph.Constant("bound", [bound]) : GraphValue.None;

    /// <summary>Another case, [N]; lower case independently of the locale of the machine that runs the graph.</summary>
    private static GraphValue ChangeCase(OnnxGraph graph, StockNode node, GraphValue text)
    {
        switch (node.Take("case_change_action"))
        {
            case "LOWER":
                return TextGraph.Normalize(graph, text, TextNormalization.LowerCase);
            case "NONE":
                return text;
            case var change:
                node.AddAttribute("case_change_action", change as string ?? "NONE");
                node.AddAttribute("locale", "C.UTF-8");
                return Write(graph, node, [text])[0];
        }
    }

    private static GraphValue[] Write(OnnxGraph graph, StockNode node, GraphValue[] inputs) =>
        graph.Operator(node.OperatorName, inputs, node.Outputs.Count, node.Domain, [.. node.Attributes]);
}
