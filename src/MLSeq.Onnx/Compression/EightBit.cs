using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using MLSeq.Onnx.Graphs;
using MLSeq.Onnx.Proto;
using AttributeType = MLSeq.Onnx.Proto.AttributeProto.Types.AttributeType;

namespace MLSeq.Onnx.Compression;

/// <summary>
/// Weights as signed bytes q with a scale s for each row, the last dimension: w = s q. Rows of a table are scaled after the look-up; products and LSTMs become
/// ONNX Runtime's operators that multiply integers, made of their input by its least and largest number; other layers get w back when the model is loaded.
/// </summary>
internal sealed class EightBit(GraphProto main) : WeightCompression(main)
{
    /// <summary>A row's scale takes four bytes: shorter rows are not worth it.</summary>
    private const int LeastRow = 16;

    /// <summary>
    /// The largest q, of seven bits: processors with AVX2 but without VNNI add two products of bytes in 16 bits, which eight bits overflow, so that the
    /// same model would give something else there.
    /// </summary>
    private const int Largest = 63;

    private readonly Dictionary<string, TensorProto> _transposed = new(StringComparer.Ordinal);

    protected override bool CanHold(TensorProto weight) => weight.Dims[^1] >= LeastRow;

    protected override void GatherRows(NodeProto node, TensorProto weight, ICollection<NodeProto> nodes)
    {
        var (output, rows) = (node.Output[0], node.Input[1]);
        nodes.Add(Node("Gather", $"{output}_bytes", [Stored(weight), rows]));
        nodes.Add(Node("Gather", $"{output}_scales", [Scales(weight, isColumn: true), rows]));
        nodes.Add(ToSingle($"{output}_unscaled", $"{output}_bytes"));
        nodes.Add(Node("Mul", output, [$"{output}_unscaled", $"{output}_scales"]));
    }

    protected override string Expand(TensorProto weight)
    {
        // Not DequantizeLinear, which ONNX Runtime does again at every run.
        var unscaled = First(ToSingle($"{weight.Name}_unscaled", Stored(weight)));
        return First(Node("Mul", $"{weight.Name}_single", [unscaled, Scales(weight, isColumn: true)]));
    }

    protected override bool Replace(NodeProto node, ICollection<NodeProto> nodes)
    {
        switch (node.OpType)
        {
            case "Transpose" when Weight(node.Input[0]) is { Dims.Count: 2 } weight:
                _transposed.Add(node.Output[0], weight);
                First(Node("Transpose", node.Output[0], [Expand(weight)], node.Attribute));
                return true;
            case "MatMul" when _transposed.TryGetValue(node.Input[1], out var weight):
                nodes.Add(Product(node, weight));
                return true;
            case "Gemm" when Weight(node.Input[1]) is { Dims.Count: 2 } weight && IsLayer(node):
                nodes.Add(Product(node, weight));
                return true;
            case "LSTM" when Weight(node.Input[1]) is { } weight && Weight(node.Input[2]) is { } recurrent:
                nodes.Add(Lstm(node, weight, recurrent));
                return true;
            default:
                return false;
        }
    }

    private NodeProto Product(NodeProto node, TensorProto weight)
    {
        string[] inputs = [node.Input[0], Transposed(weight, 1, 0), Scales(weight, isColumn: false), .. node.Input.Count > 2 ? [string.Empty, node.Input[2]] : Array.Empty<string>()];
        var product = Node("DynamicQuantizeMatMul", node.Output[0], inputs);
        product.Domain = OnnxGraph.Microsoft;
        return product;
    }

    private NodeProto Lstm(NodeProto node, TensorProto weight, TensorProto recurrent)
    {
        var lstm = node.Clone();
        lstm.OpType = "DynamicQuantizeLSTM";
        lstm.Domain = OnnxGraph.Microsoft;
        while (lstm.Input.Count < 8)
        {
            lstm.Input.Add(string.Empty);
        }

        (lstm.Input[1], lstm.Input[2]) = (Transposed(weight, 0, 2, 1), Transposed(recurrent, 0, 2, 1));
        var zeros = Store(weight, "zeros", OnnxElementType.Int8, weight.Dims.SkipLast(1), () => new byte[weight.Dims[0] * weight.Dims[1]]);
        lstm.Input.Add([Scales(weight, isColumn: false), zeros, Scales(recurrent, isColumn: false), zeros]);
        return lstm;
    }

    /// <summary>Whether a Gemm is x Wᵀ + b, or without b.</summary>
    private bool IsLayer(NodeProto node) =>
        node.Attribute.All(a => (a.Name, a.I, a.F) is ("transB", 1, _) or ("transA", 0, _) or ("alpha" or "beta", _, 1f))
        && node.Attribute.Any(a => a.Name == "transB")
        && (node.Input.Count < 3 || IsVector(node.Input[2]));

    private string Transposed(TensorProto weight, params long[] order) =>
        First(Node("Transpose", $"{weight.Name}_columns", [Stored(weight)], new AttributeProto { Name = "perm", Type = AttributeType.Ints, Ints = { order } }));

    private string Stored(TensorProto weight) => Store(weight, "bytes", OnnxElementType.Int8, weight.Dims, () =>
    {
        var values = Values(weight);
        var scales = ScaleOfRows(weight);
        var width = values.Length / scales.Length;
        var bytes = new sbyte[values.Length];
        var scaled = new float[width];
        for (var row = 0; row < scales.Length; row++)
        {
            TensorPrimitives.Divide(values.Slice(row * width, width), scales[row], scaled);
            TensorPrimitives.Round(scaled, scaled);
            TensorPrimitives.ConvertSaturating<float, sbyte>(scaled, bytes.AsSpan(row * width, width));
        }

        return MemoryMarshal.AsBytes(bytes.AsSpan()).ToArray();
    });

    private string Scales(TensorProto weight, bool isColumn) => Store(
        weight, isColumn ? "scaleColumn" : "scales", OnnxElementType.Float, isColumn ? [.. weight.Dims.SkipLast(1), 1L] : weight.Dims.SkipLast(1),
        () => MemoryMarshal.AsBytes(ScaleOfRows(weight).AsSpan()).ToArray());

    private static float[] ScaleOfRows(TensorProto weight)
    {
        var values = Values(weight);
        var width = (int)weight.Dims[^1];
        var scales = new float[values.Length / width];
        for (var row = 0; row < scales.Length; row++)
        {
            // A row of zeros is zeros at any scale.
            var largest = MathF.Abs(TensorPrimitives.MaxMagnitude(values.Slice(row * width, width)));
            scales[row] = largest > 0 ? largest / Largest : 1;
        }

        return scales;
    }
}
