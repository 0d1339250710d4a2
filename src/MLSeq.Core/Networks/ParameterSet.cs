namespace MLSeq.Networks;

/// <summary>A network's parameters by name, in the order in which its layers asked for them.</summary>
/// <param name="create">Makes a parameter when it is asked for the first time.</param>
internal sealed class ParameterSet(ParameterSource create)
{
    private readonly Dictionary<string, Parameter> _byName = new(StringComparer.Ordinal);
    private readonly List<Parameter> _all = [];

    /// <summary>All of them.</summary>
    public IReadOnlyList<Parameter> All => _all;

    /// <summary>The parameter of a name.</summary>
    public Parameter this[string name] => _byName[name];

    /// <summary>A <see cref="ParameterSource"/> for the first replica of the layers.</summary>
    public Parameter GetOrCreate(string name, int rows, int columns, ParameterInitializer initialize, int blockRows = 0)
    {
        if (!_byName.TryGetValue(name, out var parameter))
        {
            parameter = create(name, rows, columns, initialize, blockRows);
            _byName.Add(name, parameter);
            _all.Add(parameter);
        }

        return parameter;
    }

    /// <summary>A <see cref="ParameterSource"/> for the others.</summary>
    public Parameter Get(string name, int rows, int columns, ParameterInitializer initialize, int blockRows = 0) => _byName[name];
}
