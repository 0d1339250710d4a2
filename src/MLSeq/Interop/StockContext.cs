using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Model.OnnxConverter;
using MLSeq.Graphs;
using MLSeq.Onnx.Graphs;
using OnnxNode = Microsoft.ML.Model.OnnxConverter.OnnxNode;

namespace MLSeq.Interop;

/// <summary>
/// Lets a stage of ML.NET's own write itself down as it does for ConvertToOnnx, and adds what is needed of that to a graph of operator set 20.
/// </summary>
/// <remarks>
/// The counterpart of <see cref="OnnxContextGraph"/>. Nothing goes into the graph, and no input column is asked for, until an output column needs it.
/// Columns have ML.NET's shapes: [N, 1] for a scalar, [N, K] for a vector.
/// </remarks>
internal sealed partial class StockContext : OnnxContext
{
    private readonly OnnxGraph _graph;
    private readonly string _stage;
    private readonly Func<string, GraphValue> _inputColumn;
    private readonly Dictionary<string, string> _columns;
    private readonly HashSet<string> _inputs;
    private readonly HashSet<string> _variables;
    private readonly Dictionary<string, DataViewType> _types;
    private readonly HashSet<string> _added = [];
    private readonly HashSet<string> _nodeNames = [];
    private readonly Dictionary<string, StockNode> _nodes = [];
    private readonly Dictionary<string, Func<GraphValue>> _constants = [];
    private readonly Dictionary<string, long[]> _integers = [];
    private readonly Dictionary<string, GraphValue> _values = [];

    /// <param name="graph">Where the operators go.</param>
    /// <param name="stage">The stage, for messages.</param>
    /// <param name="inputSchema">The stage's input.</param>
    /// <param name="inputColumn">Gives the value of a column of the input.</param>
    public StockContext(OnnxGraph graph, string stage, DataViewSchema inputSchema, Func<string, GraphValue> inputColumn)
    {
        (_graph, _stage, _inputColumn) = (graph, stage, inputColumn);
        _types = inputSchema.Where(column => !column.IsHidden).ToDictionary(column => column.Name, column => column.Type);
        _columns = _types.Keys.ToDictionary(name => name);
        _inputs = [.. _types.Keys];
        _variables = [.. _types.Keys];
    }

    /// <summary>Adds what makes an added column to the graph.</summary>
    /// <exception cref="NotSupportedException">The stage has not written it down, or with an operator that has no counterpart.</exception>
    public GraphValue Column(string name) =>
        _added.Contains(name) && _columns.TryGetValue(name, out var variable) && IsWritten(variable)
            ? Value(name, variable)
            : throw Unsupported(_stage, name, "ML.NET has no operators for it");

    /// <summary>Says why a column cannot be exported.</summary>
    public static NotSupportedException Unsupported(string stage, string column, string reason, Exception? inner = null) =>
        new($"SaveAsOnnx cannot express column '{column}' of {stage}: {reason}. Leave the stage out of what the outputs need, "
            + $"or start the export behind it ({nameof(SequenceOnnxExportOptions)}.{nameof(SequenceOnnxExportOptions.Input)} = {nameof(SequenceOnnxInput.Ids)} "
            + "takes token ids) and run it outside the graph.", inner);

    public override string GetNodeName(string prefix) => Unique(prefix, _nodeNames);

    public override bool ContainsColumn(string colName) => _columns.ContainsKey(colName);

    public override bool IsVariableDefined(string variableName) => _variables.Contains(variableName);

    public override void RemoveColumn(string colName, bool removeVariable = false) => _columns.Remove(colName);

    public override void RemoveInputVariable(string variableName) => _columns.Remove(variableName);

    public override void RemoveVariable(string variableName, bool removeColumn)
    {
        foreach (var column in _columns.Where(column => column.Value == variableName).Select(column => column.Key).ToList())
        {
            _columns.Remove(column);
        }
    }

    public override string GetVariableName(string colName) =>
        _columns.TryGetValue(colName, out var variable) ? variable : throw new NotSupportedException($"it takes a column '{colName}', which there is not");

    public override string AddIntermediateVariable(DataViewType? type, string colName, bool skip = false)
    {
        var variable = _columns[colName] = Unique(colName, _variables);
        _added.Add(colName);
        if (type is not null)
        {
            _types[variable] = type;
        }

        return variable;
    }

    public override OnnxNode CreateNode(string opType, IEnumerable<string> inputs, IEnumerable<string> outputs, string name, string? domain = null)
    {
        // The exporter's default is the domain of machine learning.
        var node = new StockNode(opType, domain ?? OnnxGraph.MachineLearning, [.. inputs], [.. outputs]);
        foreach (var output in node.Outputs)
        {
            _nodes[output] = node;
            _variables.Add(output);
        }

        return node;
    }

    public override OnnxVersion GetOnnxVersion() => OnnxVersion.Stable;

    /// <summary>What an operator set later than those of the exporter needs is there too.</summary>
    public override void CheckOpSetVersion(int thisTransformerMinumumOpSetVersion, string registerTransformerName)
    {
        if (thisTransformerMinumumOpSetVersion > _graph.OperatorSet)
        {
            throw new NotSupportedException($"it takes operator set {thisTransformerMinumumOpSetVersion}; the graph has {_graph.OperatorSet}");
        }
    }

    public override List<long>? RetrieveShapeOrNull(string variableName) => _types.TryGetValue(variableName, out var type) ? StockTypes.Shape(type) : null;

    private bool IsWritten(string variable) => _inputs.Contains(variable) || _nodes.ContainsKey(variable) || _constants.ContainsKey(variable);

    private GraphValue Value(string column, string variable)
    {
        if (_values.TryGetValue(variable, out var value))
        {
            return value;
        }

        if (_nodes.TryGetValue(variable, out var node))
        {
            foreach (var (name, output) in node.Outputs.Zip(Add(column, node)))
            {
                _values[name] = output;
            }

            return _values[variable];
        }

        return _values[variable] = _constants.TryGetValue(variable, out var constant) ? constant()
            : _inputs.Contains(variable) ? _inputColumn(variable)
            : throw Unsupported(_stage, column, $"ML.NET writes no operator for its '{variable}'");
    }

    private GraphValue[] Add(string column, StockNode node)
    {
        var inputs = node.Inputs.Select((name, i) => name switch
        {
            "" => GraphValue.None,

            // The one row that ML.NET's transformer of ONNX models runs is written down as such in the shape.
            _ when i == 1 && node.OperatorName == "Reshape" && _integers.TryGetValue(name, out var shape) && shape is [1, -1] =>
                _graph.Constant("shape", [0L, -1], 2),
            _ => Value(column, name),
        }).ToArray();
        try
        {
            return StockOperators.Add(_graph, node, inputs);
        }
        catch (NotSupportedException e)
        {
            throw Unsupported(_stage, column, e.Message, e);
        }
    }

    private static string Unique(string name, HashSet<string> names)
    {
        var unique = name;
        for (var i = 1; !names.Add(unique); i++)
        {
            unique = $"{name}{i}";
        }

        return unique;
    }
}
