using Google.Protobuf;
using MLSeq.Onnx.Proto;
using DataType = MLSeq.Onnx.Proto.TensorProto.Types.DataType;

namespace MLSeq.Onnx.Inspection;

/// <summary>What an ONNX file says about itself and holds, read without ONNX Runtime and without running it.</summary>
public sealed class OnnxModelFile
{
    private const string DefaultDomain = "ai.onnx";

    private OnnxModelFile(ModelProto model, string name)
    {
        Name = name;
        FormatVersion = model.IrVersion;
        Producer = string.Join(' ', new[] { model.ProducerName, model.ProducerVersion }.Where(part => part.Length > 0));
        Description = model.DocString;
        OperatorSets = model.OpsetImport.GroupBy(set => Domain(set.Domain), StringComparer.Ordinal)
            .ToDictionary(sets => sets.Key, sets => sets.Max(set => set.Version), StringComparer.Ordinal);
        Metadata = model.MetadataProps.GroupBy(entry => entry.Key, StringComparer.Ordinal)
            .ToDictionary(entries => entries.Key, entries => entries.Last().Value, StringComparer.Ordinal);
        var constants = Graphs(model.Graph).SelectMany(graph => graph.Initializer).ToList();
        var names = model.Graph.Initializer.Select(constant => constant.Name).ToHashSet(StringComparer.Ordinal);

        // Before version 4 of the format, constants are among the inputs.
        Inputs = [.. model.Graph.Input.Where(input => !names.Contains(input.Name)).Select(OnnxFileValue.From)];
        Outputs = [.. model.Graph.Output.Select(OnnxFileValue.From)];
        Constants = [.. constants.Select(Count).GroupBy(constant => constant.Type, StringComparer.Ordinal)
            .Select(group => new OnnxConstantCount(group.Key, group.Count(), group.Sum(c => c.Values), group.Sum(c => c.Bytes)))
            .OrderByDescending(count => count.Bytes)];
        ExternalFiles = [.. constants.Concat(Attributes(model.Graph)).Where(IsExternal).Select(OnnxExternalFile.Of)
            .GroupBy(file => file.Location, (location, files) => new OnnxExternalFile(location, files.Max(file => file.Bytes)), StringComparer.Ordinal)];
        Nodes = [.. new CudaPlacement(OperatorSets.GetValueOrDefault(DefaultDomain)).Place(model.Graph)];
    }

    /// <summary>What messages call the file.</summary>
    public string Name { get; }

    /// <summary>The version of the format (IR).</summary>
    public long FormatVersion { get; }

    /// <summary>The program that wrote the file, with its version; empty where it does not say.</summary>
    public string Producer { get; }

    /// <summary>A description for people; empty where there is none.</summary>
    public string Description { get; }

    /// <summary>The version of each operator set by its domain; ONNX's own domain is <c>ai.onnx</c>.</summary>
    public IReadOnlyDictionary<string, long> OperatorSets { get; }

    /// <summary>Names and values that the producer left; <see cref="OnnxMetadata"/> explains MLSeq's.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>What the model takes.</summary>
    public IReadOnlyList<OnnxFileValue> Inputs { get; }

    /// <summary>What the model gives.</summary>
    public IReadOnlyList<OnnxFileValue> Outputs { get; }

    /// <summary>The constants by type, those of most bytes first.</summary>
    public IReadOnlyList<OnnxConstantCount> Constants { get; }

    /// <summary>The files beside the model that hold weights of it.</summary>
    public IReadOnlyList<OnnxExternalFile> ExternalFiles { get; }

    /// <summary>The nodes in their order, those of loops and branches behind the node that has them.</summary>
    public IReadOnlyList<OnnxNode> Nodes { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or no ONNX model; names it.</exception>
    public static OnnxModelFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var stream = File.OpenRead(path);
        return stream.Length <= int.MaxValue
            ? Parse(path, () => ModelProto.Parser.ParseFrom(stream))
            : throw new InvalidDataException($"{path}: not an ONNX model: it has {stream.Length} bytes, and the format has at most {int.MaxValue}.");
    }

    /// <summary>Reads a model held in memory.</summary>
    /// <param name="model">The bytes of a model file.</param>
    /// <param name="name">What messages call it; "The model" by default.</param>
    /// <exception cref="InvalidDataException">The bytes are damaged or no ONNX model.</exception>
    public static OnnxModelFile Parse(byte[] model, string name = "The model")
    {
        ArgumentNullException.ThrowIfNull(model);
        return Parse(name, () => ModelProto.Parser.ParseFrom(model));
    }

    private static OnnxModelFile Parse(string name, Func<ModelProto> parse)
    {
        ModelProto model;
        try
        {
            model = parse();
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new InvalidDataException($"{name}: not an ONNX model, or a damaged one: {e.Message}", e);
        }

        if (model.Graph is null || model.IrVersion < 1 || model.OpsetImport.Count == 0)
        {
            string missing = model.IrVersion < 1 ? "version" : model.Graph is null ? "graph" : "operator set";
            throw new InvalidDataException($"{name}: not an ONNX model: it has no {missing}.");
        }

        try
        {
            return new OnnxModelFile(model, name);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{name}: a damaged ONNX model: {e.Message}", e);
        }
    }

    /// <summary>A graph and those inside its nodes.</summary>
    private static IEnumerable<GraphProto> Graphs(GraphProto graph) =>
        graph.Node.SelectMany(node => node.Attribute).SelectMany(OnnxNode.Graphs).SelectMany(Graphs).Prepend(graph);

    /// <summary>The constants that are attributes of nodes.</summary>
    private static IEnumerable<TensorProto> Attributes(GraphProto graph) =>
        Graphs(graph).SelectMany(g => g.Node).SelectMany(node => node.Attribute).SelectMany(attribute => attribute.T is null ? attribute.Tensors : attribute.Tensors.Append(attribute.T));

    private static bool IsExternal(TensorProto constant) => constant.DataLocation == TensorProto.Types.DataLocation.External;

    internal static string Domain(string domain) => domain.Length == 0 ? DefaultDomain : domain;

    private static OnnxConstantCount Count(TensorProto tensor)
    {
        long values = 1;
        foreach (long dimension in tensor.Dims)
        {
            // Nothing is allocated by these numbers, which may be anything in a damaged file.
            values = dimension >= 0 && (dimension == 0 || values <= long.MaxValue / dimension)
                ? values * dimension
                : throw new InvalidDataException($"the constant '{tensor.Name}' has the shape [{string.Join(", ", tensor.Dims)}].");
        }

        var type = (DataType)tensor.DataType;
        int size = OnnxFileValue.SizeOf(type);
        if (size > 0 && values > long.MaxValue / size)
        {
            throw new InvalidDataException($"the constant '{tensor.Name}' has the shape [{string.Join(", ", tensor.Dims)}].");
        }

        // Other producers put numbers into the fields of their types, of which small ones share one.
        int found = Math.Max(
            Math.Max(tensor.FloatData.Count, tensor.DoubleData.Count),
            Math.Max(Math.Max(tensor.Int32Data.Count, tensor.Int64Data.Count), Math.Max(tensor.Uint64Data.Count, tensor.StringData.Count)));
        if (tensor.RawData.Length > 0 && size > 0)
        {
            found = tensor.RawData.Length % size == 0 ? tensor.RawData.Length / size : -1;
        }

        bool isKnown = size > 0 || type == DataType.String;
        return !IsExternal(tensor) && isKnown && found != values
            ? throw new InvalidDataException(
                $"the constant '{tensor.Name}' has {(found < 0 ? $"{tensor.RawData.Length} bytes" : $"{found} values")}; "
                + $"its shape [{string.Join(", ", tensor.Dims)}] has {values} values of {OnnxFileValue.NameOf(tensor.DataType)}.")
            : new OnnxConstantCount(OnnxFileValue.NameOf(tensor.DataType), 1, values, size > 0 ? values * size : tensor.StringData.Sum(text => (long)text.Length));
    }
}
