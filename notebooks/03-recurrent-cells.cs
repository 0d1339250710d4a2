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
// three cells by hand, in double precision, beside the numbers that the engine gives; then it follows the gradient back
// through time and watches it vanish and explode.

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
// The loss's gradient goes back step by step, through the same weights each time:
//
// $$\frac{\partial L}{\partial h_{t-1}} = R^\top \left(\frac{\partial L}{\partial h_t} \odot (1 - h_t^2)\right)$$
//
// By hand for the plain cell with $L = (y - 1)^2$, beside the difference quotient of $L$ where the weight itself is
// moved a little. Both say the same:

double Loss(SequenceNetwork of) => Math.Pow(Engine(of, x) - 1, 2);
(W, R, b, V, a) = (Values(network, 0), Values(network, 1), Values(network, 2), Values(network, 3), Values(network, 4));
var states = new List<double[]> { new double[2] };
foreach (var input in x)
{
    states.Add([.. Sum(Product(W, [input]), Product(R, states[^1]), b).Select(Math.Tanh)]);
}

double[] dh = [.. V.Select(v => 2 * (Sum(Product(V, states[^1]), a)[0] - 1) * v)];
var dR = new double[4];
for (var t = x.Length; t >= 1; t--)
{
    double[] da = [.. dh.Select((d, k) => d * (1 - (states[t][k] * states[t][k])))];
    for (var k = 0; k < 4; k++)
    {
        dR[k] += da[k / 2] * states[t - 1][k % 2];
    }

    dh = [.. Enumerable.Range(0, 2).Select(k => (R[k] * da[0]) + (R[2 + k] * da[1]))];
}

const float nudge = 1e-2f;
var quotients = new double[4];
for (var k = 0; k < 4; k++)
{
    var kept = network.Parameters[1].Values[k];
    network.Parameters[1].Values[k] = kept + nudge;
    var above = Loss(network);
    network.Parameters[1].Values[k] = kept - nudge;
    quotients[k] = (above - Loss(network)) / (2 * nudge);
    network.Parameters[1].Values[k] = kept;
}

display(new TextTable("The gradient of the recurrent weights", ["weight", "by the equations", "by differences"],
    Enumerable.Range(0, 4).Select(k => (IReadOnlyList<object>)[$"R[{k / 2}, {k % 2}]", dR[k], quotients[k]])));

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
// Against explosion there is clipping: `ClipNorm`, 5 by default, scales the whole gradient down where its norm is
// larger.

notebook.Save();

class EachStep(Action<GradientStatistics> report) : IProgress<GradientStatistics>
{
    public void Report(GradientStatistics value) => report(value);
}
