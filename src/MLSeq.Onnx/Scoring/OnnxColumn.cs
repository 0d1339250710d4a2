using Microsoft.ML.OnnxRuntime;

namespace MLSeq.Onnx.Scoring;

/// <summary>An input or output of a model, seen as a column: one value or vector a row.</summary>
/// <param name="Name">Its name in the model.</param>
/// <param name="ElementType">What it holds.</param>
/// <param name="Width">Values a row: 1 for a tensor [N], F for [N, F]; null where it varies, as in [N, T] and [N, T, F].</param>
public sealed record OnnxColumn(string Name, OnnxElementType ElementType, int? Width)
{
    /// <summary>Values a time step where <see cref="Width"/> varies: 1 for [N, T], F for [N, T, F]; else 1.</summary>
    public int StepSize { get; init; } = 1;

    /// <summary>The dimensions after the first; -1 where one varies.</summary>
    internal int[] RowShape { get; init; } = [];

    /// <summary>The rows that one run takes; null for any number.</summary>
    internal int? RowsPerRun { get; init; }

    /// <summary>The shape, for messages.</summary>
    internal string ShapeText =>
        $"[{string.Join(", ", RowShape.Select(d => d < 0 ? "?" : $"{d}").Prepend(RowsPerRun is int n ? $"{n}" : "N"))}]";

    internal static OnnxColumn From(string name, NodeMetadata node)
    {
        int[] shape = node.Dimensions;
        int[] rowShape = shape.Length == 0 ? [] : shape[1..];
        bool varies = rowShape.Contains(-1);
        int product = rowShape.Where(d => d > 0).Aggregate(1, (a, b) => a * b);
        var type = Enum.IsDefined((OnnxElementType)node.ElementDataType) ? (OnnxElementType)node.ElementDataType : OnnxElementType.Undefined;
        return new OnnxColumn(name, type, varies ? null : product)
        {
            StepSize = varies ? product : 1,
            RowShape = rowShape,
            RowsPerRun = shape.Length > 0 && shape[0] > 0 ? shape[0] : null,
        };
    }
}
