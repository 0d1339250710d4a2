using MLSeq.Networks;
using MLSeq.Networks.Heads;
using MLSeq.Networks.Training;
using MLSeq.Numerics;
using MLSeq.Tests.Networks.Reference;

namespace MLSeq.Tests.Networks.Heads;

/// <summary>A head alone, over states, with weights that are drawn, and the same in double precision.</summary>
internal sealed class HeadRun
{
    private readonly Dictionary<string, Parameter> _parameters = [];

    /// <param name="make">Makes the head.</param>
    /// <param name="labels">The label of each answer; -1 for one that is not counted.</param>
    /// <param name="size">The length of a state.</param>
    public HeadRun(Func<ParameterSource, Head> make, int[] labels, int size)
    {
        var random = new SeededRandom(3);
        Head = make((name, rows, columns, _, _) =>
        {
            if (!_parameters.TryGetValue(name, out var parameter))
            {
                _parameters.Add(name, parameter = new Parameter(name, rows, columns));
                random.Uniform(parameter.Values, 0.7);
            }

            return parameter;
        });
        Batch = new PackedBatch(new BatchShape(0, true, 0));
        Batch.Pack([new SequenceExample { Ids = new int[labels.Length], StepLabels = labels, Weight = 1.5f }]);
        States = new Matrix().Resize(labels.Length, size);
        random.Uniform(States.Span, 1.5);
        Labels = labels;
        Scalars = _parameters.Values.ToDictionary(p => p.Name, p => p.Values.ToArray().Select(v => new Scalar(v)).ToArray());
        ScalarStates = [.. States.Span.ToArray().Select(v => new Scalar(v))];
    }

    public Head Head { get; }

    public PackedBatch Batch { get; }

    public Matrix States { get; }

    public int[] Labels { get; }

    /// <summary>The parameters, for references.</summary>
    public Dictionary<string, Scalar[]> Scalars { get; }

    /// <summary>The states, for references.</summary>
    public Scalar[] ScalarStates { get; }

    public IEnumerable<Parameter> Parameters => _parameters.Values;

    /// <summary>The counted answers: their states and labels.</summary>
    public IEnumerable<(Scalar[] State, int Label)> Answers =>
        ScalarStates.Chunk(States.Columns).Zip(Labels).Where(a => a.Second >= 0);

    /// <summary>Compares the engine's loss and all its gradients with those of a reference's loss.</summary>
    public void AssertGradients(Scalar reference, long seed)
    {
        reference.TraceBack();

        // A batch before this one must leave nothing behind.
        Head.Differentiate(Batch, States, 1, new SeededRandom(seed + 1), out _);
        var loss = Head.Differentiate(Batch, States, 0.25f, new SeededRandom(seed), out var statesGradient);

        Close.To([reference.Value], [(float)loss], "loss");
        Close.To([.. ScalarStates.Select(s => 0.25 * s.Gradient)], statesGradient.Span, "states");
        var gradients = Head.Layers.SelectMany(l => l.DenseGradients).ToDictionary(g => g.Parameter.Name, g => g.Values.ToArray());
        foreach (var rows in Head.Layers.SelectMany(l => l.RowGradients))
        {
            var all = new float[rows.Parameter.Values.Length];
            for (var slot = 0; slot < rows.Count; slot++)
            {
                rows[slot].CopyTo(all.AsSpan(rows.Rows[slot] * rows.Parameter.Columns));
            }

            gradients.Add(rows.Parameter.Name, all);
        }

        Assert.Equal(Scalars.Keys.Order(), gradients.Keys.Order());
        foreach (var (name, values) in Scalars)
        {
            Close.To([.. values.Select(v => 0.25 * v.Gradient)], gradients[name], name);
        }
    }

    /// <summary>The gradients that a reference traces back are its finite differences.</summary>
    public void AssertFiniteDifferences(Func<HeadRun, Scalar> reference)
    {
        const double Step = 1e-5;
        reference(this).TraceBack();
        var random = new Random(4);
        foreach (var values in Scalars.Values.Append(ScalarStates))
        {
            for (var n = 0; n < 5; n++)
            {
                var i = random.Next(values.Length);
                var own = values[i];
                double LossAt(double value)
                {
                    values[i] = value;
                    return reference(this).Value;
                }

                var difference = (LossAt(own.Value + Step) - LossAt(own.Value - Step)) / (2 * Step);
                values[i] = own;
                Assert.InRange(own.Gradient, difference - (1e-6 * Math.Abs(difference)) - 1e-9, difference + (1e-6 * Math.Abs(difference)) + 1e-9);
            }
        }
    }

    /// <summary>W x + b.</summary>
    public Scalar[] Linear(string name, Scalar[] x)
    {
        var (weights, bias) = (Scalars[$"{name}.weights"], Scalars[$"{name}.bias"]);
        return [.. bias.Select((b, r) => b + Scalar.Sum(x.Select((v, j) => v * weights[(r * x.Length) + j])))];
    }

    /// <summary>log softmax(z)[k]</summary>
    public static Scalar LogSoftmax(Scalar[] z, int k) => z[k] - Scalar.Log(Scalar.Sum(z.Select(Scalar.Exp)));
}
