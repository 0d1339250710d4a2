namespace MLSeq.Tests.Networks.Reference;

/// <summary>A double that remembers how it was computed, so that the gradient of a result can be traced back to it.</summary>
internal sealed class Scalar
{
    private readonly (Scalar Operand, double Derivative)[] _operands;
    [ThreadStatic]
    private static long _made;

    private readonly long _order = _made++;

    public Scalar(double value, params (Scalar Operand, double Derivative)[] operands)
    {
        Value = value;
        _operands = operands;
    }

    public double Value { get; }

    /// <summary>d result / d this, after <see cref="TraceBack"/> of the result.</summary>
    public double Gradient { get; private set; }

    public static Scalar operator +(Scalar a, Scalar b) => new(a.Value + b.Value, (a, 1), (b, 1));

    public static Scalar operator -(Scalar a, Scalar b) => new(a.Value - b.Value, (a, 1), (b, -1));

    public static Scalar operator *(Scalar a, Scalar b) => new(a.Value * b.Value, (a, b.Value), (b, a.Value));

    public static Scalar operator /(Scalar a, Scalar b) => new(a.Value / b.Value, (a, 1 / b.Value), (b, -a.Value / (b.Value * b.Value)));

    public static implicit operator Scalar(double value) => new(value);

    public static Scalar Exp(Scalar x) => new(Math.Exp(x.Value), (x, Math.Exp(x.Value)));

    public static Scalar Log(Scalar x) => new(Math.Log(x.Value), (x, 1 / x.Value));

    public static Scalar Tanh(Scalar x) => new(Math.Tanh(x.Value), (x, 1 - (Math.Tanh(x.Value) * Math.Tanh(x.Value))));

    public static Scalar Sigmoid(Scalar x) => (Scalar)1 / (1 + Exp(0 - x));

    public static Scalar Sum(IEnumerable<Scalar> terms) => terms.Aggregate((Scalar)0, (a, b) => a + b);

    /// <summary>Gives every scalar that this one came from its gradient.</summary>
    public void TraceBack()
    {
        var seen = new HashSet<Scalar>();
        var open = new Stack<Scalar>([this]);
        while (open.TryPop(out var scalar))
        {
            if (seen.Add(scalar))
            {
                foreach (var (operand, _) in scalar._operands)
                {
                    open.Push(operand);
                }
            }
        }

        Gradient = 1;
        foreach (var scalar in seen.OrderByDescending(s => s._order))
        {
            foreach (var (operand, derivative) in scalar._operands)
            {
                operand.Gradient += derivative * scalar.Gradient;
            }
        }
    }
}
