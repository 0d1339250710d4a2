using Microsoft.ML.Model.OnnxConverter;
using MLSeq.Graphs;

namespace MLSeq.Interop;

/// <summary>An operator that a stage of ML.NET's own has written down.</summary>
/// <param name="operatorName">Its name.</param>
/// <param name="domain">Its domain; empty for ONNX's own.</param>
/// <param name="inputs">The names of its inputs.</param>
/// <param name="outputs">The names of its outputs.</param>
internal sealed class StockNode(string operatorName, string domain, string[] inputs, string[] outputs) : OnnxNode
{
    private readonly Dictionary<string, object> _attributes = [];

    public string OperatorName => operatorName;

    public string Domain => domain;

    public IReadOnlyList<string> Inputs => inputs;

    public IReadOnlyList<string> Outputs => outputs;

    /// <summary>The attributes, their values as <see cref="GraphAttribute"/> takes them.</summary>
    public IEnumerable<GraphAttribute> Attributes => _attributes.Select(pair => new GraphAttribute(pair.Key, pair.Value));

    /// <summary>Gives an attribute and takes it away; null where there is none.</summary>
    public object? Take(string name) => _attributes.Remove(name, out var value) ? value : null;

    public override void AddAttribute(string argName, double value) => _attributes[argName] = (float)value;

    public override void AddAttribute(string argName, long value) => _attributes[argName] = value;

    public override void AddAttribute(string argName, ReadOnlyMemory<char> value) => _attributes[argName] = value.ToString();

    public override void AddAttribute(string argName, string value) => _attributes[argName] = value;

    public override void AddAttribute(string argName, bool value) => _attributes[argName] = value ? 1L : 0;

    public override void AddAttribute(string argName, Type value) => _attributes[argName] = (long)StockTypes.ElementType(value);

    public override void AddAttribute(string argName, IEnumerable<double> value) => _attributes[argName] = value.Select(number => (float)number).ToArray();

    public override void AddAttribute(string argName, IEnumerable<float> value) => _attributes[argName] = value.ToArray();

    public override void AddAttribute(string argName, IEnumerable<long> value) => _attributes[argName] = value.ToArray();

    public override void AddAttribute(string argName, IEnumerable<bool> value) => _attributes[argName] = value.Select(flag => flag ? 1L : 0).ToArray();

    public override void AddAttribute(string argName, IEnumerable<ReadOnlyMemory<char>> value) =>
        _attributes[argName] = value.Select(text => text.ToString()).ToArray();

    public override void AddAttribute(string argName, string[] value) => _attributes[argName] = value;

    public override void AddAttribute(string argName, IEnumerable<string> value) => _attributes[argName] = value.ToArray();
}
