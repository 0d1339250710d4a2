namespace MLSeq.Networks.Layers;

/// <summary>
/// A step of a network. Each training thread and scorer has its own instance, with its own activations and gradients
/// sized for its share of a batch; the instances share their <see cref="Parameter"/>s.
/// </summary>
internal abstract class Layer
{
    private readonly List<DenseGradient> _dense = [];
    private readonly List<RowGradient> _rows = [];

    /// <summary>The gradients of parameters that every batch changes; each <c>Backward</c> overwrites them.</summary>
    public IReadOnlyList<DenseGradient> DenseGradients => _dense;

    /// <summary>The gradients of parameters of which a batch changes some rows; each <c>Backward</c> overwrites them.</summary>
    public IReadOnlyList<RowGradient> RowGradients => _rows;

    /// <summary>Reads the parameters' present values where a packed copy of them is kept; called before a batch.</summary>
    public virtual void Prepare()
    {
    }

    protected DenseGradient AddDense(Parameter parameter)
    {
        var gradient = new DenseGradient(parameter);
        _dense.Add(gradient);
        return gradient;
    }

    protected RowGradient AddRows(Parameter parameter)
    {
        var gradient = new RowGradient(parameter);
        _rows.Add(gradient);
        return gradient;
    }
}
