using System.Runtime.CompilerServices;
using Microsoft.ML.Data;
using Microsoft.ML.Model.OnnxConverter;
using MLSeq.Graphs;

namespace MLSeq.Interop;

/// <summary>The graph that ML.NET's own exporter builds, as layers describe themselves to it.</summary>
/// <remarks>
/// A column of the exporter has shape [N, 1] where it is a scalar and [N, T] where it is a vector of variable size; its
/// rows are not padded, so the lengths that a tokenizer knows travel beside the columns.
/// </remarks>
internal sealed partial class OnnxContextGraph : IGraph
{
    /// <summary>Operator set 9 to 12; 10 brought StringNormalizer, and 9 lacks nothing that layers need.</summary>
    private const int NewestOperatorSet = 12;

    private static readonly ConditionalWeakTable<OnnxContext, Dictionary<GraphValue, GraphValue>> Lengths = [];

    private readonly OnnxContext _context;
    private readonly string _stage;
    private readonly string _column;

    /// <param name="context">The exporter's graph.</param>
    /// <param name="stage">The transformer that adds itself, for messages.</param>
    /// <param name="column">The column that it is about.</param>
    public OnnxContextGraph(OnnxContext context, string stage, string column)
    {
        _context = context;
        _stage = stage;
        _column = column;
        OperatorSet = NewestOperatorSet;
        while (OperatorSet > 9 && !Has(OperatorSet))
        {
            OperatorSet--;
        }
    }

    public int OperatorSet { get; }

    public GraphValue Constant(string name, ReadOnlySpan<float> values, params ReadOnlySpan<long> shape) =>
        new(shape.IsEmpty
            ? _context.AddInitializer(values[0], Name(name))
            : _context.AddInitializer(values.ToArray(), (IEnumerable<long>)shape.ToArray(), Name(name)));

    public GraphValue Constant(string name, ReadOnlySpan<long> values, params ReadOnlySpan<long> shape) =>
        new(shape.IsEmpty
            ? _context.AddInitializer(values[0], Name(name))
            : _context.AddInitializer(values.ToArray(), (IEnumerable<long>)shape.ToArray(), Name(name)));

    public GraphValue Constant(string name, ReadOnlySpan<string> values, params ReadOnlySpan<long> shape) =>
        new(shape.IsEmpty
            ? _context.AddInitializer(values[0], Name(name))
            : _context.AddInitializer(values.ToArray(), (IEnumerable<long>)shape.ToArray(), Name(name)));

    public GraphValue[] Operator(
        string operatorName, ReadOnlySpan<GraphValue> inputs, int outputCount, string domain, params ReadOnlySpan<GraphAttribute> attributes)
    {
        var names = new string[inputs.Length];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = inputs[i].Name;
        }

        var outputs = new GraphValue[outputCount];
        for (var i = 0; i < outputCount; i++)
        {
            outputs[i] = new(_context.AddIntermediateVariable(null, Name(operatorName), skip: true));
        }

        AddNode(operatorName, names, [.. outputs.Select(output => output.Name)], domain, attributes);
        return outputs;
    }

    public (GraphValue[] Carried, GraphValue[] Outputs) Scan(
        ReadOnlySpan<GraphValue> carried, ReadOnlySpan<GraphValue> sequences, bool reverse,
        Func<GraphValue[], GraphValue[], (GraphValue[] Carried, GraphValue[] Outputs)> step) =>
        throw Unsupported("its conditional random field goes over the steps in a loop, which ML.NET's exporter cannot write.");

    private void AddNode(string operatorName, string[] inputs, string[] outputs, string domain, ReadOnlySpan<GraphAttribute> attributes)
    {
        var node = _context.CreateNode(operatorName, inputs, outputs, _context.GetNodeName(operatorName), domain);
        foreach (var (name, value) in attributes)
        {
            switch (value)
            {
                case long number: node.AddAttribute(name, number); break;
                case float number: node.AddAttribute(name, (double)number); break;
                case string text: node.AddAttribute(name, text); break;
                case long[] numbers: node.AddAttribute(name, (IEnumerable<long>)numbers); break;
                case float[] numbers: node.AddAttribute(name, (IEnumerable<float>)numbers); break;
                case string[] texts: node.AddAttribute(name, texts); break;
                default: throw new NotSupportedException($"Attribute {name} of {operatorName} is of type {value.GetType()}.");
            }
        }
    }

    /// <summary>The value of an input column.</summary>
    private GraphValue Column(string name) =>
        _context.ContainsColumn(name)
            ? new(_context.GetVariableName(name))
            : throw new InvalidOperationException(
                $"{_stage} cannot be exported to ONNX for column '{_column}': an earlier stage does not export its input column '{name}'.");

    /// <summary>Makes a value that of a column.</summary>
    private GraphValue Assign(string columnName, DataViewType type, GraphValue value)
    {
        var variable = new GraphValue(_context.AddIntermediateVariable(type, columnName));
        AddNode("Identity", [value.Name], [variable.Name], string.Empty, []);
        return variable;
    }

    /// <summary>Says why the stage cannot be exported.</summary>
    public NotSupportedException Unsupported(string reason) =>
        new($"{_stage} cannot be exported to ONNX by ConvertToOnnx for column '{_column}': {reason} "
            + "Use mlContext.Model.SaveAsOnnx, or start the export after this stage.");

    /// <summary>The lengths [N] (int64) of the values that a tokenizer stands behind, in elements of a row.</summary>
    private Dictionary<GraphValue, GraphValue> KnownLengths => Lengths.GetOrCreateValue(_context);

    // Apart from the names of columns, which the exporter keeps in the same map.
    private static string Name(string name) => $"mlseq.{name}";

    private bool Has(int version)
    {
        try
        {
            _context.CheckOpSetVersion(version, _stage);
            return true;
        }
        catch (ArgumentException)
        {
            // The context has no other way to tell its version.
            return false;
        }
    }
}
