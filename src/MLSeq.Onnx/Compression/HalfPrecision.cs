using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using MLSeq.Onnx.Proto;

namespace MLSeq.Onnx.Compression;

/// <summary>Weights as half-precision numbers.</summary>
internal sealed class HalfPrecision(GraphProto main) : WeightCompression(main)
{
    protected override bool CanHold(TensorProto weight) => MathF.Abs(TensorPrimitives.MaxMagnitude(Values(weight))) <= (float)Half.MaxValue;

    protected override void GatherRows(NodeProto node, TensorProto weight, ICollection<NodeProto> nodes)
    {
        var output = node.Output[0];
        nodes.Add(Node("Gather", $"{output}_half", [Stored(weight), node.Input[1]]));
        nodes.Add(ToSingle(output, $"{output}_half"));
    }

    protected override string Expand(TensorProto weight) => First(ToSingle($"{weight.Name}_single", Stored(weight)));

    private string Stored(TensorProto weight) => Store(weight, "half", OnnxElementType.Float16, weight.Dims, () =>
    {
        var halves = new byte[weight.RawData.Length / 2];
        TensorPrimitives.ConvertToHalf(Values(weight), MemoryMarshal.Cast<byte, Half>(halves.AsSpan()));
        return halves;
    });
}
