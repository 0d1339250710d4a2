using System.Globalization;
using MLSeq.Onnx.Proto;
using DataType = MLSeq.Onnx.Proto.TensorProto.Types.DataType;

namespace MLSeq.Onnx.Inspection;

/// <summary>An input or output of a model as its file describes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What it holds, in lower case, for instance <c>float</c> or <c>string</c>; empty where it is no tensor.</param>
/// <param name="Shape">Its dimensions: numbers, or names of those that vary; "?" for one without name.</param>
/// <param name="Description">What the producer says about it; empty where that is nothing.</param>
public sealed record OnnxFileValue(string Name, string Type, IReadOnlyList<string> Shape, string Description)
{
    internal static OnnxFileValue From(ValueInfoProto info)
    {
        var tensor = info.Type?.TensorType;
        var shape = tensor?.Shape?.Dim.Select(dimension =>
            dimension.ValueCase == TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue ? dimension.DimValue.ToString(CultureInfo.InvariantCulture) : dimension.DimParam.Length > 0 ? dimension.DimParam : "?");
        return new(info.Name, tensor is null ? string.Empty : NameOf(tensor.ElemType), [.. shape ?? []], info.DocString);
    }

    internal static string NameOf(int type) => Enum.IsDefined((DataType)type) ? ((DataType)type).ToString().ToLowerInvariant() : $"type {type}";

    /// <summary>The bytes of a value; 0 where that varies or is not known.</summary>
    internal static int SizeOf(DataType type) => type switch
    {
        DataType.Float or DataType.Int32 or DataType.Uint32 => sizeof(int),
        DataType.Double or DataType.Int64 or DataType.Uint64 => sizeof(long),
        DataType.Float16 or DataType.Int16 or DataType.Uint16 => sizeof(short),
        DataType.Int8 or DataType.Uint8 or DataType.Bool => sizeof(byte),
        _ => 0,
    };
}
