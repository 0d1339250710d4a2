using MLSeq.Numerics;

namespace MLSeq.Networks.Layers;

/// <summary>dL/dP of a whole parameter P. Memory is taken at first use: scoring never does.</summary>
internal sealed class DenseGradient(Parameter parameter)
{
    private AlignedBuffer? _values;

    public Parameter Parameter { get; } = parameter;

    /// <summary>dL/dP [Rows, Columns].</summary>
    public Span<float> Values => (_values ??= new AlignedBuffer(Parameter.Rows * Parameter.Columns)).Span;
}
