using System.Collections.Frozen;
using MLSeq.Onnx.Graphs;
using MLSeq.Onnx.Proto;
using DataType = MLSeq.Onnx.Proto.TensorProto.Types.DataType;

namespace MLSeq.Onnx.Inspection;

/// <summary>
/// The kernels of ONNX Runtime's CUDA provider for the operators that models of sequences have, in operator sets 18 to 21, and the types that go in and come
/// out. Source: ONNX Runtime's table of kernels, docs/OperatorKernels.md.
/// </summary>
internal static class CudaKernels
{
    private static readonly DataType[] Real = [DataType.Float, DataType.Float16, DataType.Double];
    private static readonly DataType[] Numbers = [.. Real, DataType.Int32, DataType.Int64];
    private static readonly DataType[] Bytes = [DataType.Int8, DataType.Uint8];
    private static readonly DataType[] All = [.. Numbers, .. Bytes, DataType.Bool, DataType.Int16, DataType.Uint16, DataType.Uint32, DataType.Uint64];

    private static readonly FrozenDictionary<string, DataType[]> ByOperator = new (DataType[] Types, string Operators)[]
    {
        (All, "Cast Compress Concat ConstantOfShape Expand Flatten Gather GatherElements Identity If Reshape Scan ScatterElements ScatterND Shape Slice Split "
            + "Squeeze Transpose Unsqueeze"),
        ([.. All, DataType.String, DataType.Undefined], "Constant Loop Size"),
        (Numbers, "Abs Add CumSum Div Greater GreaterOrEqual Less LessOrEqual Max Min Mod Mul Neg Pow Range ReduceMax ReduceMin ReduceSum Sub Tile TopK"),
        ([.. Numbers, DataType.Uint8], "Where"),
        ([.. Numbers, DataType.Bool], "Equal"),
        ([DataType.Float, DataType.Float16, DataType.Int32, DataType.Int64, DataType.Uint8, DataType.Bool], "NonZero"),
        ([DataType.Bool], "And Not Or Xor"),
        ([.. Real, DataType.Bool], "Pad"),
        (Real, "ArgMax ArgMin Ceil Conv Erf Exp Floor GRU Gemm LSTM LayerNormalization Log LogSoftmax MatMul RNN Reciprocal ReduceLogSumExp ReduceMean Relu "
            + "Sigmoid Softmax Softplus Sqrt Tanh"),
        (Bytes, "DequantizeLinear MatMulInteger"),
        ([DataType.Float, DataType.Float16], "QuantizeLinear"),
    }.SelectMany(group => group.Operators.Split(' ').Select(name => (name, group.Types))).ToFrozenDictionary(pair => pair.name, pair => pair.Types, StringComparer.Ordinal);

    /// <summary>The types that an operator of ONNX's own set has kernels for; null for none.</summary>
    public static IReadOnlyList<DataType>? Types(string operatorName) => ByOperator.GetValueOrDefault(operatorName);

    /// <summary>The input whose type counts.</summary>
    public static int TypedInput(string operatorName) => operatorName == "Where" ? 1 : 0;

    /// <summary>Whether an operator of another domain has a kernel; none of ai.onnx.ml has.</summary>
    public static bool HasKernel(string domain, string operatorName) =>
        domain == OnnxGraph.Microsoft && operatorName is "FusedMatMul" or "Gelu" or "FastGelu" or "BiasGelu" or "MatMulNBits" or "GatherBlockQuantized";

    /// <summary>The type of a node's output.</summary>
    /// <param name="node">The node.</param>
    /// <param name="output">Which of its outputs.</param>
    /// <param name="type">The types of values before it.</param>
    /// <param name="inner">The graphs inside it; the types of their inputs and outputs are theirs to say.</param>
    public static DataType OutputType(NodeProto node, int output, Func<string, DataType> type, IReadOnlyList<GraphProto> inner)
    {
        DataType Input(int i) => i < node.Input.Count ? type(node.Input[i]) : DataType.Undefined;
        AttributeProto? Attribute(string name) => node.Attribute.FirstOrDefault(attribute => attribute.Name == name);
        return node.OpType switch
        {
            "Shape" or "Size" or "ArgMax" or "ArgMin" or "NonZero" => DataType.Int64,
            "TopK" when output == 1 => DataType.Int64,
            "StringSplit" when output == 1 => DataType.Int64,
            "Equal" or "Less" or "LessOrEqual" or "Greater" or "GreaterOrEqual" or "And" or "Or" or "Not" or "Xor" or "RegexFullMatch" => DataType.Bool,
            "Cast" => (DataType)(Attribute("to")?.I ?? 0),
            "Where" or "DequantizeLinear" => Input(1),
            "ConstantOfShape" => (DataType)(Attribute("value")?.T?.DataType ?? (int)DataType.Float),
            "Constant" => (DataType)(Attribute("value")?.T?.DataType ?? 0),
            "Loop" or "If" or "Scan" => Inner(node.OpType == "Loop" ? output + 1 : output),
            "LabelEncoder" when Attribute("values_int64s") is not null => DataType.Int64,
            "LabelEncoder" when Attribute("values_floats") is not null => DataType.Float,
            "LabelEncoder" => DataType.String,
            "TfIdfVectorizer" or "DynamicQuantizeMatMul" or "DynamicQuantizeLSTM" => DataType.Float,
            "MatMulInteger" => DataType.Int32,
            _ => Input(0),
        };

        DataType Inner(int i)
        {
            // A body may leave the type of its outputs open: what is made there then says it.
            var value = inner.Count > 0 && i < inner[0].Output.Count ? inner[0].Output[i] : null;
            var declared = (DataType)(value?.Type?.TensorType?.ElemType ?? 0);
            return declared == DataType.Undefined && value is not null ? type(value.Name) : declared;
        }
    }
}
