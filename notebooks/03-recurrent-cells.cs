// Made of 03-recurrent-cells.ipynb by 'dotnet run --project build/Notebooks -- --apps': change the notebook, not this file.
#:property PublishAot=false
#:project ../src/MLSeq.Interactive/MLSeq.Interactive.csproj
#:property UsesMicrosoftML=true

using MLSeq.Interactive;
using MLSeq.Interactive.Charts;
using MLSeq.Interactive.Texts;
using MLSeq.Networks;
using MLSeq.Networks.Training;

// The page with the pictures lies where the app was started; files are named from where the app lies.
var notebook = new ConsoleNotebook("03-recurrent-cells.html");
Directory.SetCurrentDirectory((string)AppContext.GetData("EntryPointFileDirectoryPath")!);
ShownValue display(object value) => notebook.Show(value);

// # 3. Recurrent cells, step by step
//
// A recurrent network reads a sequence one step at a time and carries a state. This notebook computes the equations of
// two cells by hand, forward and back, in double precision, beside the numbers that the engine gives; then it follows
// the gradient back through time, watches it vanish and explode, and sees what clipping does.

// Weights drawn evenly from minus the range to it, biases too; without a range, in the engine's own way.
SequenceNetwork Make(RecurrentCell cell, int hidden, int frame, float? range = 0.5f) => new(
    new()
    {
        FrameSize = frame, HiddenSize = hidden, Cell = cell, OutputSize = 1, Output = NetworkOutput.Linear,
        Initialization = range is null ? WeightInitialization.Default : WeightInitialization.Uniform, InitRange = range ?? 0.1f,
    }, seed: 1);

var network = Make(RecurrentCell.Rnn, hidden: 2, frame: 1);
display(new TextTable("What a small network learns", ["parameter", "rows", "columns", "values"],
    network.Parameters.Select(p => (IReadOnlyList<object>)[p.Name, p.Rows, p.Columns, string.Join("  ", p.Values.ToArray().Select(v => v.ToString("F4")))])));

// ## The plain cell
//
// With the input $x_t$, the state $h_t$ and the weights $W$, $R$ and $b$ of the table:
//
// $$h_t = \tanh(W x_t + R\,h_{t-1} + b), \qquad h_0 = 0$$
//
// and, of the last state, the output $y = V h_T + a$. By hand, and by the engine:

double[] Values(SequenceNetwork of, int parameter) => [.. of.Parameters[parameter].Values.ToArray().Select(v => (double)v)];
double[] Product(double[] matrix, double[] vector) => [.. Enumerable.Range(0, matrix.Length / vector.Length).Select(r => vector.Select((v, c) => matrix[(r * vector.Length) + c] * v).Sum())];
double[] Sum(params double[][] terms) => [.. Enumerable.Range(0, terms[0].Length).Select(i => terms.Sum(t => t[i]))];
double Engine(SequenceNetwork of, float[] frames)
{
    var output = new float[1];
    of.CreateScorer().Score(frames, output);
    return output[0];
}

float[] x = [0.5f, -1, 0.25f, 2];
var (W, R, b, V, a) = (Values(network, 0), Values(network, 1), Values(network, 2), Values(network, 3), Values(network, 4));
double[] h = [0, 0];
var steps = new List<IReadOnlyList<object>>();
for (var t = 0; t < x.Length; t++)
{
    h = [.. Sum(Product(W, [x[t]]), Product(R, h), b).Select(Math.Tanh)];
    steps.Add([t + 1, (double)x[t], h[0], h[1]]);
}

var y = Sum(Product(V, h), a)[0];
Console.WriteLine($"by hand {y:F6}, by the engine {Engine(network, x):F6}");
display(new TextTable("The state, step by step", ["t", "x", "h1", "h2"], steps));

// ## Gates
//
// The LSTM adds a cell $c_t$ that is changed by adding, and gates that say how much: in the order of the engine's rows
// the input gate $i$, the output gate $o$, the forget gate $f$ and the candidate $g$.
//
// $$i, o, f = \sigma(\cdot), \quad g = \tanh(\cdot), \qquad c_t = f\,c_{t-1} + i\,g, \qquad h_t = o \tanh(c_t)$$
//
// each dot being $W x_t + R\,h_{t-1} + b$ with the gate's own rows.

var lstm = Make(RecurrentCell.Lstm, hidden: 2, frame: 1);
(W, R, b, V, a) = (Values(lstm, 0), Values(lstm, 1), Values(lstm, 2), Values(lstm, 3), Values(lstm, 4));
double Sigmoid(double v) => 1 / (1 + Math.Exp(-v));
h = [0, 0];
double[] c = [0, 0];
var gates = new List<IReadOnlyList<double>>();
for (var t = 0; t < x.Length; t++)
{
    var s = Sum(Product(W, [x[t]]), Product(R, h), b);
    for (var k = 0; k < 2; k++)
    {
        var (i, o, f, g) = (Sigmoid(s[k]), Sigmoid(s[2 + k]), Sigmoid(s[4 + k]), Math.Tanh(s[6 + k]));
        c[k] = (f * c[k]) + (i * g);
        s[k] = o * Math.Tanh(c[k]);
        if (k == 0)
        {
            gates.Add([i, o, f]);
        }
    }

    h = [s[0], s[1]];
}

Console.WriteLine($"by hand {Sum(Product(V, h), a)[0]:F6}, by the engine {Engine(lstm, x):F6}");
display(new HeatMap("The gates of the first unit", [.. x.Select((v, t) => $"t = {t + 1}, x = {v}")], ["input", "output", "forget"], gates));

// ## Back through time
//
// Training asks how the loss $L = (y - 1)^2$ changes with each weight. Its gradient goes back step by step, through the
// same weights each time, and each step adds its part. For the plain cell, with $\delta_t = \partial L / \partial h_t$
// and $s_t$ what is inside of the $\tanh$:
//
// $$\frac{\partial L}{\partial s_t} = \delta_t \odot (1 - h_t^2), \qquad \delta_{t-1} = R^\top \frac{\partial L}{\partial s_t}, \qquad \frac{\partial L}{\partial R} = \sum_t \frac{\partial L}{\partial s_t}\, h_{t-1}^\top$$
//
// The engine's gradients can be read off its weights: a step of plain gradient descent with a step size of 1 changes
// each weight by minus its gradient. Beside both stands the difference quotient of $L$ where the weight itself is moved
// a little. All three say the same:

// The gradient of each weight, as the engine has it, of a network with the same weights.
Dictionary<string, double[]> EngineGradients(RecurrentCell cell)
{
    var copy = Make(cell, hidden: 2, frame: 1);
    var before = copy.Parameters.ToDictionary(p => p.Name, p => p.Values.ToArray());
    new SequenceTrainer(copy, new() { Optimizer = Optimizer.Sgd, LearningRate = 1, ClipNorm = 0, Epochs = 1, ValidationFraction = 0, Threads = 1 })
        .Fit(() => new[] { new SequenceExample { Frames = x, Label = 1 } });
    return copy.Parameters.ToDictionary(p => p.Name, p => p.Values.ToArray().Zip(before[p.Name], (after, was) => (double)was - after).ToArray());
}

double Loss(SequenceNetwork of) => Math.Pow(Engine(of, x) - 1, 2);
double Quotient(SequenceNetwork of, int parameter, int place, float nudge = 1e-2f)
{
    var kept = of.Parameters[parameter].Values[place];
    of.Parameters[parameter].Values[place] = kept + nudge;
    var above = Loss(of);
    of.Parameters[parameter].Values[place] = kept - nudge;
    var below = Loss(of);
    of.Parameters[parameter].Values[place] = kept;
    return (above - below) / (2 * nudge);
}

(W, R, b, V, a) = (Values(network, 0), Values(network, 1), Values(network, 2), Values(network, 3), Values(network, 4));
var states = new List<double[]> { new double[2] };
foreach (var input in x)
{
    states.Add([.. Sum(Product(W, [input]), Product(R, states[^1]), b).Select(Math.Tanh)]);
}

double[] delta = [.. V.Select(v => 2 * (Sum(Product(V, states[^1]), a)[0] - 1) * v)];
var dR = new double[4];
for (var t = x.Length; t >= 1; t--)
{
    double[] ds = [.. delta.Select((d, k) => d * (1 - (states[t][k] * states[t][k])))];
    for (var k = 0; k < 4; k++)
    {
        dR[k] += ds[k / 2] * states[t - 1][k % 2];
    }

    delta = [(R[0] * ds[0]) + (R[2] * ds[1]), (R[1] * ds[0]) + (R[3] * ds[1])];
}

var rnnGradients = EngineGradients(RecurrentCell.Rnn)["rnn1.recurrent"];
display(new TextTable("The gradient of the plain cell's recurrent weights", ["weight", "by the equations", "by the engine", "by differences"],
    Enumerable.Range(0, 4).Select(k => (IReadOnlyList<object>)[$"R[{k / 2}, {k % 2}]", dR[k], rnnGradients[k], Quotient(network, 1, k)])));

// The LSTM has two ways back, through the state and through the cell. With $\epsilon_t = \partial L / \partial c_t$,
// all products place by place:
//
// $$\epsilon_t = \epsilon_{t+1} f_{t+1} + \delta_t\, o_t (1 - \tanh^2 c_t)$$
//
// $$\frac{\partial L}{\partial s^i_t} = \epsilon_t g_t\, i_t (1 - i_t), \quad \frac{\partial L}{\partial s^f_t} = \epsilon_t c_{t-1} f_t (1 - f_t), \quad \frac{\partial L}{\partial s^g_t} = \epsilon_t i_t (1 - g_t^2), \quad \frac{\partial L}{\partial s^o_t} = \delta_t \tanh(c_t)\, o_t (1 - o_t)$$
//
// and $\delta_{t-1} = R^\top\, \partial L / \partial s_t$ as before, the four gates below each other. The first line is
// the point of the LSTM: from step to step the gradient of the cell is only multiplied by the forget gate, and by no
// matrix.

(W, R, b, V, a) = (Values(lstm, 0), Values(lstm, 1), Values(lstm, 2), Values(lstm, 3), Values(lstm, 4));
var (hs, cs, acts) = (new List<double[]> { new double[2] }, new List<double[]> { new double[2] }, new List<double[]>());
foreach (var input in x)
{
    double[] act = [.. Sum(Product(W, [input]), Product(R, hs[^1]), b).Select((v, row) => row < 6 ? Sigmoid(v) : Math.Tanh(v))];
    acts.Add(act);
    cs.Add([.. Enumerable.Range(0, 2).Select(k => (act[4 + k] * cs[^1][k]) + (act[k] * act[6 + k]))]);
    hs.Add([.. Enumerable.Range(0, 2).Select(k => act[2 + k] * Math.Tanh(cs[^1][k]))]);
}

delta = [.. V.Select(v => 2 * (Sum(Product(V, hs[^1]), a)[0] - 1) * v)];
double[] epsilon = [0, 0];
var (dLstmW, dLstmR, dLstmB) = (new double[8], new double[16], new double[8]);
for (var t = x.Length; t >= 1; t--)
{
    var ds = new double[8];
    for (var k = 0; k < 2; k++)
    {
        var (i, o, f, g, tanh) = (acts[t - 1][k], acts[t - 1][2 + k], acts[t - 1][4 + k], acts[t - 1][6 + k], Math.Tanh(cs[t][k]));
        epsilon[k] += delta[k] * o * (1 - (tanh * tanh));
        (ds[k], ds[2 + k]) = (epsilon[k] * g * i * (1 - i), delta[k] * tanh * o * (1 - o));
        (ds[4 + k], ds[6 + k]) = (epsilon[k] * cs[t - 1][k] * f * (1 - f), epsilon[k] * i * (1 - (g * g)));
        epsilon[k] *= f;
    }

    for (var row = 0; row < 8; row++)
    {
        dLstmW[row] += ds[row] * x[t - 1];
        dLstmB[row] += ds[row];
        dLstmR[2 * row] += ds[row] * hs[t - 1][0];
        dLstmR[(2 * row) + 1] += ds[row] * hs[t - 1][1];
    }

    delta = [.. Enumerable.Range(0, 2).Select(column => Enumerable.Range(0, 8).Sum(row => R[(2 * row) + column] * ds[row]))];
}

var lstmGradients = EngineGradients(RecurrentCell.Lstm);
display(new TextTable("The gradients of the LSTM, all 32 weights", ["parameter", "by the equations", "by the engine"],
    new[] { ("lstm1.weights", dLstmW), ("lstm1.recurrent", dLstmR), ("lstm1.bias", dLstmB) }.Select(p => (IReadOnlyList<object>)
        [p.Item1, string.Join("  ", p.Item2.Select(v => v.ToString("F4"))), string.Join("  ", lstmGradients[p.Item1].Select(v => v.ToString("F4")))])));

// ## Vanishing and exploding
//
// Over many steps the product of all those matrices decides. Below, the first 40 inputs of a sequence are to be told by
// its last state; the norm of the gradient with respect to the state is what the engine reports (`GradientStatistics`)
// of the first step of training, for weights of usual size and for large ones. On a logarithmic axis, straight lines
// down are gradients that vanish: what happened forty steps ago cannot be learned.

ChartSeries Gradients(string name, RecurrentCell cell, float? range)
{
    IReadOnlyList<double> norms = [];
    var random = new Random(1);
    var examples = Enumerable.Range(0, 64).Select(_ => new SequenceExample { Frames = [.. Enumerable.Range(0, 40).Select(_ => (float)(random.NextDouble() - 0.5))], Label = 1 }).ToList();
    var of = Make(cell, hidden: 32, frame: 1, range);
    new SequenceTrainer(of, new()
    {
        Epochs = 1, BatchSize = 64, Threads = 1, ValidationFraction = 0, ClipNorm = 0,
        GradientStatistics = new EachStep(s => norms = norms.Count == 0 ? s.StateNorms[0] : norms),
    }).Fit(() => examples);
    return new(name, [.. norms.Select((norm, t) => ((double)(norms.Count - 1 - t), norm)).OrderBy(p => p.Item1)]);
}

display(new LineChart("How much of the gradient is left, by steps back in time",
    Gradients("RNN, weights to 0.1", RecurrentCell.Rnn, 0.1f), Gradients("RNN, weights to 0.6", RecurrentCell.Rnn, 0.6f),
    Gradients("GRU, weights to 0.1", RecurrentCell.Gru, 0.1f), Gradients("LSTM, weights to 0.1", RecurrentCell.Lstm, 0.1f), Gradients("LSTM as the engine makes it", RecurrentCell.Lstm, null))
{ IsLogarithmic = true, HorizontalAxis = "steps back", VerticalAxis = "norm of dL/dh" });

// The plain cell with small weights forgets within a dozen steps, and with large ones its gradient grows: it explodes.
// Gates alone help little, where they stand at one half: an LSTM's cell keeps as much of a step as its forget gate
// says. So the engine's own LSTM starts with a bias of 1 at that gate, and what happened long ago can be learned.
//
// ## Clipping
//
// An exploding gradient is a step in a sensible direction that is far too long: it throws the weights to where nothing
// is known. Clipping keeps the direction and bounds the length: where the norm of the whole gradient is larger than a
// limit, it is scaled down to it.
//
// $$\nabla \leftarrow \nabla \cdot \min\left(1, \frac{\mathrm{limit}}{\lVert \nabla \rVert}\right)$$
//
// The task here is to add the two marked ones of ten numbers (each step has a number and a mark); who always says 1 has
// a loss of 0.167. The network is a plain cell of rectified units, $h_t = \max(0, W x_t + R\,h_{t-1} + b)$, which
// nothing holds back: where $R$ grows, its state grows with every step. It is trained by plain gradient descent, from
// the same weights and in the same order with a limit of 1 and without one, and once more from weights that are a
// little larger.

IEnumerable<SequenceExample> Additions(int count, int seed)
{
    var random = new Random(seed);
    return Enumerable.Range(0, count).Select(_ =>
    {
        var frames = Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? (float)random.NextDouble() : 0).ToArray();
        var (first, second) = (random.Next(0, 5), random.Next(5, 10));
        frames[(2 * first) + 1] = frames[(2 * second) + 1] = 1;
        return new SequenceExample { Frames = frames, Label = frames[2 * first] + frames[2 * second] };
    }).ToList();
}

// Nine steps in one point.
ChartSeries Smooth(string name, List<(double Step, double Value)> points, Func<IEnumerable<double>, double> together) =>
    new(name, [.. points.Chunk(9).Select(few => (few[0].Step, together(few.Select(point => point.Value))))]);

(ChartSeries Norms, ChartSeries Losses, string End) Train(string name, float clip, float range = 0.4f)
{
    var (norms, losses) = (new List<(double Step, double Value)>(), new List<(double Step, double Value)>());
    var of = Make(RecurrentCell.RnnRelu, hidden: 32, frame: 2, range);
    var additions = Additions(2000, seed: 1);
    try
    {
        new SequenceTrainer(of, new()
        {
            Optimizer = Optimizer.Sgd, LearningRate = 0.2f, ClipNorm = clip, Epochs = 12, BatchSize = 32, Threads = 1, ValidationFraction = 0, Seed = 1,
            GradientStatistics = new EachStep(s =>
            {
                norms.Add((s.Step, s.Norm));
                losses.Add((s.Step, s.Loss));
            }),
        }).Fit(() => additions);
        return (Smooth(name, norms, few => few.Max()), Smooth(name, losses, few => few.Average()), $"{name}: loss {losses.TakeLast(20).Average(l => l.Value):F3} at the end");
    }
    catch (InvalidOperationException stopped)
    {
        return (new(name, norms), new(name, losses), $"{name}: {stopped.Message.Split(". ")[0]}");
    }
}

var runs = new[] { Train("without clipping", clip: 0), Train("clipped at norm 1", clip: 1), Train("without clipping, from weights to 0.5", clip: 0, range: 0.5f) };
Console.WriteLine(string.Join('\n', runs.Select(run => run.End)));
display(new LineChart("Largest norm of the gradient in 9 steps, before it is clipped", [.. runs.Take(2).Select(run => run.Norms)]) { IsLogarithmic = true, HorizontalAxis = "training step", VerticalAxis = "norm" });
display(new LineChart("Mean loss of 9 steps", [.. runs.Take(2).Select(run => run.Losses)]) { IsLogarithmic = true, HorizontalAxis = "training step", VerticalAxis = "squared error" });

// Both begin with a gradient far above the limit. Without clipping the first steps overshoot and the loss jumps; and
// whenever the network has begun to learn, one step that is too long throws it back to saying the same about
// everything. Clipped, it learns to add. From weights that are a little larger the unclipped training is over after a
// few steps: the engine stops where the loss is no longer a number, and says where.
//
// `ClipNorm` is 5 by default, in all trainers. It is a remedy for steps that are too long, not for gradients that
// vanish: those take gates.

notebook.Save();

class EachStep(Action<GradientStatistics> report) : IProgress<GradientStatistics>
{
    public void Report(GradientStatistics value) => report(value);
}
