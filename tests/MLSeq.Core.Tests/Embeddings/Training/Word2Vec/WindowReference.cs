using MLSeq.Embeddings.Training;

namespace MLSeq.Tests.Embeddings.Training.Word2Vec;

/// <summary>One window's step in double precision, from the equations. Rows are arrays; a row may stand in a list several times.</summary>
internal static class WindowReference
{
    /// <summary>The targets of one step of gradient descent; more are taken one group after another.</summary>
    private const int GroupSize = 6;

    public static void Logistic(
        Word2VecModel model, IReadOnlyList<double[]> inputs, IReadOnlyList<(double[] Row, double Label, bool Counts)> targets, double rate)
    {
        if (model == Word2VecModel.Cbow)
        {
            var mean = Mean(inputs);
            var change = new double[mean.Length];
            foreach (var group in targets.Chunk(GroupSize))
            {
                var gradients = group.Select(target => Gradient(mean, target, rate)).ToArray();
                AddAll(group.Select((target, j) => (change, gradients[j], (double[])[.. target.Row])));
                AddAll(group.Select((target, j) => (target.Row, gradients[j], mean)));
            }

            AddAll(inputs.Select(input => (input, 1.0, change)));
            return;
        }

        foreach (var group in targets.Chunk(GroupSize))
        {
            var gradients = inputs.Select(input => group.Select(target => Gradient(input, target, rate)).ToArray()).ToArray();
            var before = group.Select(target => (double[])[.. target.Row]).ToArray();
            for (var i = 0; i < inputs.Count; i++)
            {
                AddAll(group.Select((target, j) => (target.Row, gradients[i][j], inputs[i])));
                AddAll(group.Select((_, j) => (inputs[i], gradients[i][j], before[j])));
            }
        }
    }

    public static void Softmax(Word2VecModel model, IReadOnlyList<double[]> inputs, IReadOnlyList<double[]> outputs, int centre, double rate)
    {
        if (model == Word2VecModel.Cbow)
        {
            var change = SoftmaxChange(Mean(inputs), outputs, centre, rate);
            AddAll(inputs.Select(input => (input, 1.0, change)));
            return;
        }

        foreach (var input in inputs)
        {
            AddAll([(input, 1.0, SoftmaxChange([.. input], outputs, centre, rate))]);
        }
    }

    public static double[] Mean(IReadOnlyList<double[]> rows) =>
        [.. Enumerable.Range(0, rows[0].Length).Select(k => rows.Average(row => row[k]))];

    public static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    public static double[] Probabilities(double[] input, IReadOnlyList<double[]> outputs)
    {
        var powers = outputs.Select(output => Math.Exp(Dot(input, output))).ToArray();
        return [.. powers.Select(power => power / powers.Sum())];
    }

    private static double Gradient(double[] input, (double[] Row, double Label, bool Counts) target, double rate) =>
        target.Counts ? rate * (target.Label - Sigmoid(Dot(input, target.Row))) : 0;

    private static double[] SoftmaxChange(double[] input, IReadOnlyList<double[]> outputs, int centre, double rate)
    {
        var change = new double[input.Length];
        var probabilities = Probabilities(input, outputs);
        for (var word = 0; word < outputs.Count; word++)
        {
            var gradient = rate * ((word == centre ? 1 : 0) - probabilities[word]);
            AddAll([(change, gradient, outputs[word]), (outputs[word], gradient, input)]);
        }

        return change;
    }

    private static void AddAll(IEnumerable<(double[] Row, double Factor, double[] Change)> changes)
    {
        foreach (var (row, factor, change) in changes)
        {
            for (var k = 0; k < row.Length; k++)
            {
                row[k] += factor * change[k];
            }
        }
    }
}
