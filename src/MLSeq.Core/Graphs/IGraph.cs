namespace MLSeq.Graphs;

/// <summary>
/// A data-flow graph of ONNX operators under construction. Layers describe themselves against it once; each file format
/// and operator-set version implements it.
/// </summary>
public interface IGraph
{
    /// <summary>The version of the default operator set, which decides how some operators take their axes.</summary>
    int OperatorSet { get; }

    /// <summary>Adds a constant of single-precision numbers.</summary>
    /// <param name="name">A name to start from; made unique.</param>
    /// <param name="values">The elements, row-major.</param>
    /// <param name="shape">The dimensions; none for a scalar.</param>
    /// <returns>The constant.</returns>
    GraphValue Constant(string name, ReadOnlySpan<float> values, params ReadOnlySpan<long> shape);

    /// <summary>Adds a constant of 64-bit integers.</summary>
    /// <inheritdoc cref="Constant(string, ReadOnlySpan{float}, ReadOnlySpan{long})"/>
    GraphValue Constant(string name, ReadOnlySpan<long> values, params ReadOnlySpan<long> shape);

    /// <summary>Adds a constant of strings.</summary>
    /// <inheritdoc cref="Constant(string, ReadOnlySpan{float}, ReadOnlySpan{long})"/>
    GraphValue Constant(string name, ReadOnlySpan<string> values, params ReadOnlySpan<long> shape);

    /// <summary>Adds an operator.</summary>
    /// <param name="operatorName">The operator's name, for instance <c>Gather</c>.</param>
    /// <param name="inputs">Its inputs; <see cref="GraphValue.None"/> where an optional one is left out.</param>
    /// <param name="outputCount">How many outputs it has.</param>
    /// <param name="domain">The operator's domain; empty for the default one.</param>
    /// <param name="attributes">Its attributes.</param>
    /// <returns>The outputs.</returns>
    GraphValue[] Operator(string operatorName, ReadOnlySpan<GraphValue> inputs, int outputCount, string domain, params ReadOnlySpan<GraphAttribute> attributes);

    /// <summary>Goes over the steps of sequences, of which each is the first dimension of a value, with values that are carried from step to step.</summary>
    /// <param name="carried">What the first step starts with, single precision.</param>
    /// <param name="sequences">What is gone over, single precision: [T, ...].</param>
    /// <param name="reverse">Whether from the last step to the first one.</param>
    /// <param name="step">Adds a step: from the carried values and those of the step to the carried values and outputs of the step.</param>
    /// <returns>The values carried out of the last step, and the outputs of all steps, [T, ...], in the order of the sequences.</returns>
    /// <exception cref="NotSupportedException">The format has no loops.</exception>
    (GraphValue[] Carried, GraphValue[] Outputs) Scan(
        ReadOnlySpan<GraphValue> carried, ReadOnlySpan<GraphValue> sequences, bool reverse,
        Func<GraphValue[], GraphValue[], (GraphValue[] Carried, GraphValue[] Outputs)> step);
}
