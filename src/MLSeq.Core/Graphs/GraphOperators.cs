namespace MLSeq.Graphs;

/// <summary>
/// The operators that layers use, as methods. They hide what changed between operator sets 9 and 20: axes were an
/// attribute before version 13 (18 for the maximum) and are an input from then on.
/// </summary>
public static class GraphOperators
{
    private const long FloatType = 1;
    private const long Int64Type = 7;

    /// <summary>Rows of <paramref name="table"/> at the int64 <paramref name="indices"/>, none negative.</summary>
    public static GraphValue Gather(this IGraph graph, GraphValue table, GraphValue indices) => One(graph, "Gather", [table, indices]);

    /// <summary>Columns of x [N, C] at the int64 <paramref name="indices"/>.</summary>
    public static GraphValue GatherColumns(this IGraph graph, GraphValue x, GraphValue indices) =>
        One(graph, "Gather", [x, indices], new GraphAttribute("axis", 1L));

    /// <summary>x Wᵀ + b, with x [N, I], W [O, I] and b [O].</summary>
    public static GraphValue Gemm(this IGraph graph, GraphValue x, GraphValue weights, GraphValue bias) =>
        One(graph, "Gemm", [x, weights, bias], new GraphAttribute("transB", 1L));

    /// <summary>The matrix product over the last two dimensions.</summary>
    public static GraphValue MatMul(this IGraph graph, GraphValue a, GraphValue b) => One(graph, "MatMul", [a, b]);

    /// <summary>x Wᵀ, with x [..., I] and the constant W [O, I], whose columns a runtime makes when it loads the graph.</summary>
    public static GraphValue MatMulTransposed(this IGraph graph, GraphValue x, GraphValue weights) => graph.MatMul(x, graph.Transpose(weights, 1, 0));

    /// <summary>a + b, broadcast.</summary>
    public static GraphValue Add(this IGraph graph, GraphValue a, GraphValue b) => One(graph, "Add", [a, b]);

    /// <summary>a / b, broadcast.</summary>
    public static GraphValue Divide(this IGraph graph, GraphValue a, GraphValue b) => One(graph, "Div", [a, b]);

    /// <summary>a - b, broadcast.</summary>
    public static GraphValue Subtract(this IGraph graph, GraphValue a, GraphValue b) => One(graph, "Sub", [a, b]);

    /// <summary>a b, element by element, broadcast.</summary>
    public static GraphValue Multiply(this IGraph graph, GraphValue a, GraphValue b) => One(graph, "Mul", [a, b]);

    /// <summary>The place of the largest value over <paramref name="axis"/>, which goes away; of equal ones the first (int64).</summary>
    public static GraphValue ArgMax(this IGraph graph, GraphValue x, int axis) =>
        One(graph, "ArgMax", [x], new GraphAttribute("axis", (long)axis), new GraphAttribute("keepdims", 0L));

    /// <summary>Values joined over <paramref name="axis"/>.</summary>
    public static GraphValue Concat(this IGraph graph, int axis, params ReadOnlySpan<GraphValue> values) =>
        One(graph, "Concat", values, new GraphAttribute("axis", (long)axis));

    /// <summary>tanh x.</summary>
    public static GraphValue Tanh(this IGraph graph, GraphValue x) => One(graph, "Tanh", [x]);

    /// <summary>1 / (1 + e^-x).</summary>
    public static GraphValue Sigmoid(this IGraph graph, GraphValue x) => One(graph, "Sigmoid", [x]);

    /// <summary>Softmax over <paramref name="axis"/>, which is the last one: before version 13 only there does it mean one axis.</summary>
    public static GraphValue Softmax(this IGraph graph, GraphValue x, int axis) =>
        One(graph, "Softmax", [x], new GraphAttribute("axis", (long)axis));

    /// <summary>The logarithm of the softmax over <paramref name="axis"/>, which is the last one.</summary>
    public static GraphValue LogSoftmax(this IGraph graph, GraphValue x, int axis) =>
        One(graph, "LogSoftmax", [x], new GraphAttribute("axis", (long)axis));

    /// <summary><paramref name="a"/> where the condition holds, else <paramref name="b"/>; broadcast.</summary>
    public static GraphValue Where(this IGraph graph, GraphValue condition, GraphValue a, GraphValue b) => One(graph, "Where", [condition, a, b]);

    /// <summary>x with its dimensions in a new order.</summary>
    public static GraphValue Transpose(this IGraph graph, GraphValue x, params ReadOnlySpan<long> order) =>
        One(graph, "Transpose", [x], new GraphAttribute("perm", order.ToArray()));

    /// <summary>x in another shape; 0 keeps a dimension, -1 is worked out.</summary>
    public static GraphValue Reshape(this IGraph graph, GraphValue x, params ReadOnlySpan<long> shape) =>
        One(graph, "Reshape", [x, graph.Constant("shape", shape, shape.Length)]);

    /// <summary>x as single-precision numbers.</summary>
    public static GraphValue CastToFloat(this IGraph graph, GraphValue x) => One(graph, "Cast", [x], new GraphAttribute("to", FloatType));

    /// <summary>x as 64-bit integers.</summary>
    public static GraphValue CastToInt64(this IGraph graph, GraphValue x) => One(graph, "Cast", [x], new GraphAttribute("to", Int64Type));

    /// <summary>x with a dimension of 1 inserted at <paramref name="axis"/>.</summary>
    public static GraphValue Unsqueeze(this IGraph graph, GraphValue x, int axis) => OverAxis(graph, "Unsqueeze", 13, x, axis);

    /// <summary>x without its dimension <paramref name="axis"/>, which is 1.</summary>
    public static GraphValue Squeeze(this IGraph graph, GraphValue x, int axis) => OverAxis(graph, "Squeeze", 13, x, axis);

    /// <summary>The sum over <paramref name="axis"/>, which goes away.</summary>
    public static GraphValue ReduceSum(this IGraph graph, GraphValue x, int axis) =>
        OverAxis(graph, "ReduceSum", 13, x, axis, new GraphAttribute("keepdims", 0L));

    /// <summary>The maximum over <paramref name="axis"/>, which goes away.</summary>
    public static GraphValue ReduceMax(this IGraph graph, GraphValue x, int axis) =>
        OverAxis(graph, "ReduceMax", 18, x, axis, new GraphAttribute("keepdims", 0L));

    /// <summary>log sum e^x over <paramref name="axis"/>, which goes away.</summary>
    public static GraphValue ReduceLogSumExp(this IGraph graph, GraphValue x, int axis) =>
        OverAxis(graph, "ReduceLogSumExp", 18, x, axis, new GraphAttribute("keepdims", 0L));

    /// <summary>Which steps each row has: [T, N] of t &lt; lengths[n], for values [T, N, ...] and int32 lengths [N].</summary>
    public static GraphValue RunningSteps(this IGraph graph, GraphValue values, GraphValue lengths)
    {
        // 0 .. T-1 without Range, which came with version 11: the places of T ones.
        var steps = One(graph, "Shape", [values]);
        steps = graph.Gather(steps, graph.Constant("first", [0L], 1));
        steps = One(graph, "NonZero", [One(graph, "Exp", [One(graph, "ConstantOfShape", [steps])])]); // [1, T]
        return One(graph, "Less", [graph.Transpose(steps, 1, 0), graph.Unsqueeze(graph.CastToInt64(lengths), 0)]);
    }

    private static GraphValue OverAxis(
        IGraph graph, string name, int inputSince, GraphValue x, long axis, params ReadOnlySpan<GraphAttribute> attributes) =>
        graph.OperatorSet >= inputSince
            ? One(graph, name, [x, graph.Constant("axes", [axis], 1)], attributes)
            : One(graph, name, [x], [.. attributes, new GraphAttribute("axes", new[] { axis })]);

    private static GraphValue One(
        IGraph graph, string name, ReadOnlySpan<GraphValue> inputs, params ReadOnlySpan<GraphAttribute> attributes) =>
        graph.Operator(name, inputs, 1, string.Empty, attributes)[0];
}
