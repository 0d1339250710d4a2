using MLSeq.Networks;

namespace MLSeq.Tests.Networks.Reference;

/// <summary>
/// The recurrent cells written from their equations, one sequence at a time. Parameters have the engine's names and layout.
/// </summary>
internal sealed class ReferenceCell(
    RecurrentCell cell, string name, int size, IReadOnlyDictionary<string, Scalar[]> parameters)
{
    private readonly Scalar[] _none = [.. Enumerable.Repeat((Scalar)0, size)];

    /// <summary>h [H] and c [H], which only LSTMs have, after the last step of <see cref="States"/>.</summary>
    public (Scalar[] Hidden, Scalar[] Cell) End { get; private set; }

    /// <summary>The states of all steps, in the order of <paramref name="x"/>.</summary>
    public Scalar[][] States(Scalar[][] x, int direction, Scalar[]? hidden = null, Scalar[]? start = null)
    {
        var (h, c) = (hidden ?? _none, start ?? _none);
        var states = new List<Scalar[]>();
        foreach (var step in x)
        {
            (h, c) = Step(step, direction, h, c);
            states.Add(h);
        }

        End = (h, c);
        return [.. states];
    }

    private (Scalar[] Hidden, Scalar[] Cell) Step(Scalar[] x, int direction, Scalar[] h, Scalar[] c)
    {
        // W x + b and R h of gate number k, of the given number of gates
        Scalar[] W(int k, int gates) => Product("weights", "bias", x, (direction * gates) + k);
        Scalar[] R(int k, int gates, Scalar[]? state = null) => Product("recurrent", null, state ?? h, (direction * gates) + k);
        Scalar[] Sum(int k, int gates) => Add(W(k, gates), R(k, gates));
        Scalar[] Vector(string suffix, int k, int count) =>
            parameters[$"{name}.{suffix}"][(((direction * count) + k) * size)..(((direction * count) + k + 1) * size)];

        switch (cell)
        {
            case RecurrentCell.Lstm:
                {
                    var (i, o, f, g) = (Map(Sum(0, 4), Scalar.Sigmoid), Map(Sum(1, 4), Scalar.Sigmoid), Map(Sum(2, 4), Scalar.Sigmoid), Map(Sum(3, 4), Scalar.Tanh));
                    c = Add(Multiply(f, c), Multiply(i, g));
                    return (Multiply(o, Map(c, Scalar.Tanh)), c);
                }

            case RecurrentCell.LstmPeephole:
                {
                    var i = Map(Add(Sum(0, 4), Multiply(Vector("peepholes", 0, 3), c)), Scalar.Sigmoid);
                    var f = Map(Add(Sum(2, 4), Multiply(Vector("peepholes", 2, 3), c)), Scalar.Sigmoid);
                    c = Add(Multiply(f, c), Multiply(i, Map(Sum(3, 4), Scalar.Tanh)));
                    var o = Map(Add(Sum(1, 4), Multiply(Vector("peepholes", 1, 3), c)), Scalar.Sigmoid);
                    return (Multiply(o, Map(c, Scalar.Tanh)), c);
                }

            case RecurrentCell.Gru:
                {
                    var (z, r) = (Map(Sum(0, 3), Scalar.Sigmoid), Map(Sum(1, 3), Scalar.Sigmoid));
                    var n = Map(Add(W(2, 3), Multiply(r, Add(R(2, 3), Vector("recurrent-bias", 0, 1)))), Scalar.Tanh);
                    return (Add(Multiply(Map(z, v => 1 - v), n), Multiply(z, h)), c);
                }

            case RecurrentCell.GruResetBefore:
                {
                    var (z, r) = (Map(Sum(0, 3), Scalar.Sigmoid), Map(Sum(1, 3), Scalar.Sigmoid));
                    var n = Map(Add(W(2, 3), R(2, 3, Multiply(r, h))), Scalar.Tanh);
                    return (Add(Multiply(Map(z, v => 1 - v), n), Multiply(z, h)), c);
                }

            case RecurrentCell.GruSimple:
                {
                    var (u, n) = (Map(Sum(0, 2), Scalar.Sigmoid), Map(Sum(1, 2), Scalar.Tanh));
                    return (Add(Multiply(u, n), Multiply(Map(u, v => 1 - v), h)), c);
                }

            case RecurrentCell.Rnn:
                return (Map(Sum(0, 1), Scalar.Tanh), c);
            case RecurrentCell.RnnRelu:
                return (Map(Sum(0, 1), v => v.Value > 0 ? v : 0 * v), c);
            default:
                throw new ArgumentOutOfRangeException(nameof(x), cell, "There is no such cell.");
        }
    }

    /// <summary>The <paramref name="block"/>-th H rows of M v + b.</summary>
    private Scalar[] Product(string matrix, string? bias, Scalar[] v, int block)
    {
        var values = parameters[$"{name}.{matrix}"];
        return [.. Enumerable.Range(block * size, size).Select(row =>
        {
            var sum = Scalar.Sum(v.Select((x, j) => values[(row * v.Length) + j] * x));
            return bias is null ? sum : sum + parameters[$"{name}.{bias}"][row];
        })];
    }

    private static Scalar[] Map(Scalar[] x, Func<Scalar, Scalar> function) => [.. x.Select(function)];

    private static Scalar[] Add(Scalar[] x, Scalar[] y) => [.. x.Zip(y, (a, b) => a + b)];

    private static Scalar[] Multiply(Scalar[] x, Scalar[] y) => [.. x.Zip(y, (a, b) => a * b)];
}
