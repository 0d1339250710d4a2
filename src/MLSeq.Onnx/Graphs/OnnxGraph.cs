using System.Globalization;
using System.Reflection;
using Google.Protobuf;
using MLSeq.Graphs;
using MLSeq.Onnx.Compression;
using MLSeq.Onnx.Proto;
using MLSeq.Text;

namespace MLSeq.Onnx.Graphs;

/// <summary>
/// An ONNX model under construction: operator set 20, ai.onnx.ml 4, com.microsoft 1, in format (IR) version 9, which
/// ONNX Runtime 1.17 and later run, recurrent layers on CUDA included (from operator set 22 on they have no CUDA kernel).
/// </summary>
public sealed partial class OnnxGraph : IGraph
{
    /// <summary>The domain of the classical machine-learning operators.</summary>
    public const string MachineLearning = "ai.onnx.ml";

    /// <summary>The domain of ONNX Runtime's own operators.</summary>
    public const string Microsoft = "com.microsoft";

    // A protocol buffer holds at most 2^31 - 1 bytes; the difference is for everything but the constants.
    private const long MaxConstantBytes = int.MaxValue - (1 << 20);

    // Constants that begin alike are compared as a whole.
    private const int HashedBytes = 4096;

    private readonly GraphProto _main = new() { Name = "mlseq" };
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<int, List<TensorProto>> _constants = [];
    private GraphProto _current;

    /// <summary>Makes an empty graph.</summary>
    public OnnxGraph() => _current = _main;

    /// <inheritdoc/>
    public int OperatorSet => 20;

    /// <summary>What the file says about itself in names and values; the scorer hands it on.</summary>
    public IDictionary<string, string> Metadata { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>A description for people, or null.</summary>
    public string? Description { get; set; }

    /// <summary>How the weights are stored when the model is written. Default: single precision.</summary>
    public OnnxWeights Weights { get; set; }

    /// <summary>Adds an input.</summary>
    /// <param name="name">Its name, as callers of the model know it.</param>
    /// <param name="type">What it holds.</param>
    /// <param name="dimensions">Its dimensions: numbers, or names for those that vary ("N", "T").</param>
    /// <returns>The input.</returns>
    /// <exception cref="ArgumentException">The graph has the name already.</exception>
    public GraphValue Input(string name, OnnxElementType type, params ReadOnlySpan<string> dimensions)
    {
        Claim(name);
        _main.Input.Add(ValueInfo(name, type, dimensions));
        return new GraphValue(name);
    }

    /// <summary>Adds an output.</summary>
    /// <param name="name">Its name, as callers of the model know it.</param>
    /// <param name="value">What it gives.</param>
    /// <param name="type">What it holds.</param>
    /// <param name="dimensions">Its dimensions: numbers, or names for those that vary ("N", "T").</param>
    /// <exception cref="ArgumentException">The graph has the name already.</exception>
    public void Output(string name, GraphValue value, OnnxElementType type, params ReadOnlySpan<string> dimensions)
    {
        Claim(name);
        AddNode("Identity", [value], [name], string.Empty, []);
        _main.Output.Add(ValueInfo(name, type, dimensions));
    }

    /// <summary>Says what an input or output holds, for people.</summary>
    /// <param name="name">The input or output, which is in the graph already.</param>
    /// <param name="text">What goes in or comes out: its meaning, shape and padding.</param>
    public void Document(string name, string text) => _main.Input.Concat(_main.Output).First(value => value.Name == name).DocString = text;

    /// <inheritdoc/>
    public GraphValue Constant(string name, ReadOnlySpan<float> values, params ReadOnlySpan<long> shape) =>
        AddRaw(name, OnnxElementType.Float, values, shape);

    /// <inheritdoc/>
    public GraphValue Constant(string name, ReadOnlySpan<long> values, params ReadOnlySpan<long> shape) =>
        AddRaw(name, OnnxElementType.Int64, values, shape);

    /// <summary>Adds a constant of 32-bit integers.</summary>
    /// <inheritdoc cref="IGraph.Constant(string, ReadOnlySpan{float}, ReadOnlySpan{long})"/>
    public GraphValue Constant(string name, ReadOnlySpan<int> values, params ReadOnlySpan<long> shape) =>
        AddRaw(name, OnnxElementType.Int32, values, shape);

    /// <summary>Adds a constant of any type of numbers.</summary>
    /// <typeparam name="T">The elements as they are in memory.</typeparam>
    /// <param name="name">A name to start from; made unique.</param>
    /// <param name="type">What it holds, in elements of <typeparamref name="T"/>.</param>
    /// <param name="values">The elements, row-major.</param>
    /// <param name="shape">The dimensions; none for a scalar.</param>
    /// <returns>The constant.</returns>
    public GraphValue Constant<T>(string name, OnnxElementType type, ReadOnlySpan<T> values, params ReadOnlySpan<long> shape)
        where T : unmanaged => AddRaw(name, type, values, shape);

    /// <inheritdoc/>
    public GraphValue Constant(string name, ReadOnlySpan<string> values, params ReadOnlySpan<long> shape)
    {
        var tensor = NewConstant(name, OnnxElementType.String, values.Length, shape);
        foreach (string value in values)
        {
            tensor.StringData.Add(ByteString.CopyFromUtf8(value));
        }

        _main.Initializer.Add(tensor);
        return new GraphValue(tensor.Name);
    }

    /// <inheritdoc/>
    public GraphValue[] Operator(
        string operatorName,
        ReadOnlySpan<GraphValue> inputs,
        int outputCount,
        string domain,
        params ReadOnlySpan<GraphAttribute> attributes)
    {
        string[] outputs = new string[outputCount];
        for (int i = 0; i < outputCount; i++)
        {
            outputs[i] = Unique(outputCount == 1 ? operatorName : string.Create(CultureInfo.InvariantCulture, $"{operatorName}_out{i}"));
        }

        AddNode(operatorName, inputs, outputs, domain, attributes);
        return Array.ConvertAll(outputs, name => new GraphValue(name));
    }

    /// <summary>Adds an operator with one output.</summary>
    internal GraphValue Node(
        string operatorName,
        string domain,
        ReadOnlySpan<GraphValue> inputs,
        params ReadOnlySpan<GraphAttribute> attributes) => Operator(operatorName, inputs, 1, domain, attributes)[0];

    /// <summary>Adds an operator of the default domain with one output.</summary>
    internal GraphValue Node(string operatorName, params ReadOnlySpan<GraphValue> inputs) =>
        Operator(operatorName, inputs, 1, string.Empty)[0];

    /// <summary>
    /// Repeats part of a graph until its condition fails. Inside the body everything outside it can be used, and
    /// constants added there belong to the whole graph.
    /// </summary>
    /// <param name="condition">Whether to start at all: a truth value, a scalar.</param>
    /// <param name="carried">What the first round starts with, and the type of each.</param>
    /// <param name="body">Adds the body: takes the carried values, gives whether to go on and their new values.</param>
    /// <returns>The carried values after the last round.</returns>
    public GraphValue[] While(
        GraphValue condition,
        ReadOnlySpan<(GraphValue Value, OnnxElementType Type)> carried,
        Func<GraphValue[], (GraphValue Condition, GraphValue[] Carried)> body)
    {
        var outer = _current;
        var inner = new GraphProto { Name = Unique("body") };
        string round = Unique("round");
        string again = Unique("again");
        inner.Input.Add(ValueInfo(round, OnnxElementType.Int64, []));
        inner.Input.Add(ValueInfo(again, OnnxElementType.Bool, []));
        GraphValue[] values = new GraphValue[carried.Length];
        GraphValue[] inputs = new GraphValue[carried.Length + 2];
        inputs[1] = condition;
        for (int i = 0; i < carried.Length; i++)
        {
            values[i] = new GraphValue(Unique("carried"));
            inner.Input.Add(UnknownShape(values[i].Name, carried[i].Type));
            inputs[i + 2] = carried[i].Value;
        }

        inputs[0] = GraphValue.None;
        _current = inner;
        try
        {
            var (next, results) = body(values);
            inner.Output.Add(ValueInfo(next.Name, OnnxElementType.Bool, []));
            for (int i = 0; i < results.Length; i++)
            {
                inner.Output.Add(UnknownShape(results[i].Name, carried[i].Type));
            }
        }
        finally
        {
            _current = outer;
        }

        return Operator("Loop", inputs, carried.Length, string.Empty, new GraphAttribute("body", inner));
    }

    /// <summary>Gives the model as the bytes of a file.</summary>
    /// <exception cref="NotSupportedException">There are more than 2 GiB of weights, which one file cannot hold; <see cref="Save"/> writes two.</exception>
    public byte[] ToArray()
    {
        var model = ToModel();
        return IsLarge(model.Graph)
            ? throw new NotSupportedException(
                $"The model's weights take more than {MaxConstantBytes >> 20} MiB, and one ONNX file holds at most 2 GiB: save it to a file, which has its weights beside it.")
            : model.ToByteArray();
    }

    /// <summary>
    /// Writes the model to a file. It is written aside, flushed to the disk and renamed: a file of that name is either
    /// the old one or the whole new one.
    /// </summary>
    /// <param name="path">Where to write; an existing file is replaced.</param>
    /// <param name="externalWeights">
    /// Whether the weights go to a file of their own beside the model, <c>model.onnx.HASH.data</c> for <c>model.onnx</c>, without which it cannot be loaded. Where
    /// they take more than 2 GiB, they always do. Both files are written so that there is a whole pair at any time; the weights of a model that is replaced go.
    /// </param>
    public void Save(string path, bool externalWeights = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var model = ToModel();
        if (externalWeights || IsLarge(model.Graph))
        {
            ExternalWeights.Save(model, path);
            return;
        }

        AtomicFile.Write(path, model.WriteTo);
        ExternalWeights.DeleteOthers(path, kept: null);
    }

    private static bool IsLarge(GraphProto graph) =>
        graph.Initializer.Sum(constant => constant.RawData.Length + constant.StringData.Sum(text => (long)text.Length)) > MaxConstantBytes;

    private ModelProto ToModel()
    {
        // A copy, which shares the constants' data: the graph itself stays as it is.
        var graph = Weights == OnnxWeights.Float32 ? _main : _main.Clone();
        WeightCompression.Apply(graph, Weights);
        var model = new ModelProto
        {
            IrVersion = 9,
            ProducerName = "MLSeq",
            // The assembly's own version never changes.
            ProducerVersion = typeof(OnnxGraph).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? string.Empty,
            DocString = Description ?? string.Empty,
            Graph = graph,
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = string.Empty, Version = OperatorSet });
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = MachineLearning, Version = 4 });
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = Microsoft, Version = 1 });
        foreach (var (key, value) in Metadata)
        {
            model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        }

        return model;
    }
}
