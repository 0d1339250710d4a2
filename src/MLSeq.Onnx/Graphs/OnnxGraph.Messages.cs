using System.Globalization;
using System.Runtime.InteropServices;
using Google.Protobuf;
using MLSeq.Graphs;
using MLSeq.Onnx.Proto;
using AttributeType = MLSeq.Onnx.Proto.AttributeProto.Types.AttributeType;

namespace MLSeq.Onnx.Graphs;

// How names, constants, operators and types become messages of the format.
public sealed partial class OnnxGraph
{
    private void Claim(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!_names.Add(name))
        {
            throw new ArgumentException($"The graph has a value named '{name}' already.", nameof(name));
        }
    }

    private string Unique(string name)
    {
        string unique = name;
        for (int i = 1; !_names.Add(unique); i++)
        {
            unique = string.Create(CultureInfo.InvariantCulture, $"{name}_{i}");
        }

        return unique;
    }

    private TensorProto NewConstant(string name, OnnxElementType type, int count, ReadOnlySpan<long> shape)
    {
        long size = 1;
        foreach (long dimension in shape)
        {
            size = checked(size * dimension);
        }

        if (size != count)
        {
            throw new ArgumentException(
                $"The constant '{name}' has {count} elements, but its shape [{string.Join(", ", shape.ToArray())}] has {size}.",
                nameof(shape));
        }

        var tensor = new TensorProto { Name = Unique(name), DataType = (int)type };
        tensor.Dims.Add(shape.ToArray());
        return tensor;
    }

    private GraphValue AddRaw<T>(string name, OnnxElementType type, ReadOnlySpan<T> values, ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        if ((long)values.Length * Marshal.SizeOf<T>() > Array.MaxLength)
        {
            throw new NotSupportedException(
                $"The constant '{name}' has {values.Length} elements of {Marshal.SizeOf<T>()} bytes; one constant of a graph has at most {Array.MaxLength} bytes. "
                + "Use a smaller vocabulary, embedding or layer.");
        }

        var bytes = MemoryMarshal.AsBytes(values);
        var hash = default(HashCode);
        hash.Add(type);
        hash.Add(bytes.Length);
        hash.AddBytes(bytes[..Math.Min(bytes.Length, HashedBytes)]);
        hash.AddBytes(MemoryMarshal.AsBytes(shape));
        if (!_constants.TryGetValue(hash.ToHashCode(), out var alike))
        {
            _constants.Add(hash.ToHashCode(), alike = []);
        }

        // Weights that layers share, and the numbers that many nodes take, are written once.
        foreach (var constant in alike)
        {
            if (constant.DataType == (int)type && shape.SequenceEqual(constant.Dims.ToArray()) && bytes.SequenceEqual(constant.RawData.Span))
            {
                return new GraphValue(constant.Name);
            }
        }

        var tensor = NewConstant(name, type, values.Length, shape);
        // The format is little-endian, as is every processor that ONNX Runtime is built for.
        tensor.RawData = UnsafeByteOperations.UnsafeWrap(bytes.ToArray());
        alike.Add(tensor);
        _main.Initializer.Add(tensor);
        return new GraphValue(tensor.Name);
    }

    private void AddNode(
        string operatorName,
        ReadOnlySpan<GraphValue> inputs,
        ReadOnlySpan<string> outputs,
        string domain,
        ReadOnlySpan<GraphAttribute> attributes)
    {
        var node = new NodeProto { OpType = operatorName, Name = Unique($"{operatorName}_node"), Domain = domain };
        foreach (var input in inputs)
        {
            node.Input.Add(input.Name ?? string.Empty);
        }

        foreach (string output in outputs)
        {
            node.Output.Add(output);
        }

        foreach (var attribute in attributes)
        {
            node.Attribute.Add(ToMessage(attribute, operatorName));
        }

        _current.Node.Add(node);
    }

    private static AttributeProto ToMessage(GraphAttribute attribute, string operatorName)
    {
        var message = new AttributeProto { Name = attribute.Name };
        switch (attribute.Value)
        {
            case long value:
                message.Type = AttributeType.Int;
                message.I = value;
                break;
            case float value:
                message.Type = AttributeType.Float;
                message.F = value;
                break;
            case string value:
                message.Type = AttributeType.String;
                message.S = ByteString.CopyFromUtf8(value);
                break;
            case long[] values:
                message.Type = AttributeType.Ints;
                message.Ints.Add(values);
                break;
            case float[] values:
                message.Type = AttributeType.Floats;
                message.Floats.Add(values);
                break;
            case string[] values:
                message.Type = AttributeType.Strings;
                message.Strings.Add(values.Select(ByteString.CopyFromUtf8));
                break;
            case GraphProto graph:
                message.Type = AttributeType.Graph;
                message.G = graph;
                break;
            default:
                throw new ArgumentException(
                    $"The attribute '{attribute.Name}' of {operatorName} is a {attribute.Value?.GetType().Name ?? "null"}; "
                    + "expected Int64, Single, String or an array of one of these.",
                    nameof(attribute));
        }

        return message;
    }

    private static ValueInfoProto UnknownShape(string name, OnnxElementType type) =>
        new() { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type } } };

    private static ValueInfoProto ValueInfo(string name, OnnxElementType type, ReadOnlySpan<string> dimensions)
    {
        var shape = new TensorShapeProto();
        foreach (string dimension in dimensions)
        {
            shape.Dim.Add(long.TryParse(dimension, NumberStyles.None, CultureInfo.InvariantCulture, out long size)
                ? new TensorShapeProto.Types.Dimension { DimValue = size }
                : new TensorShapeProto.Types.Dimension { DimParam = dimension });
        }

        var info = UnknownShape(name, type);
        info.Type.TensorType.Shape = shape;
        return info;
    }
}
