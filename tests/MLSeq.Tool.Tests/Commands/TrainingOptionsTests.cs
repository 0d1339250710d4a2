using System.Globalization;
using MLSeq.Networks;

namespace MLSeq.Tool.Tests.Commands;

/// <summary>The options of networks and training that all <c>train</c> commands share, by way of <c>classify</c>.</summary>
public sealed class TrainingOptionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _train;

    public TrainingOptionsTests() => _train = _folder.Write("train.tsv", string.Concat(Enumerable.Range(0, 40).Select(i => $"{(i % 2 == 0 ? "cat" : "dog")} w{i % 7} w{i % 3}\t{i % 2}\n")));

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Cells => [.. Enum.GetNames<RecurrentCell>()];

    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_cell_trains_and_its_models_agree(string cell)
    {
        var spelling = string.Concat(cell.Select((c, i) => char.IsUpper(c) && i > 0 ? $"-{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
        var (zip, onnx) = (_folder.PathOf("m.zip"), _folder.PathOf("m.onnx"));

        var run = Train("--cell", spelling, "--layers", "2", "--dense-layers", "1", "--output", zip, "--onnx", onnx);

        Assert.True(run.ExitCode == 0, run.Error);
        string[] Predictions(string model) => [.. Invocation.Of("classify", "predict", "--model", model, "--data", _train).Lines];
        Assert.All(Predictions(zip).Zip(Predictions(onnx)), pair => Assert.Equal(Probability(pair.First), Probability(pair.Second), 1e-4));
    }

    [Theory]
    [InlineData("--layers 2 --hidden 20 --batch 20 --init-range 0.1 --optimizer sgd --rate 1 --decay 0.5 --decay-after 4 --clip 5 --epochs 3 --patience 0")]
    [InlineData("--optimizer sgd --momentum 0.9 --nesterov --rate 0.1 --weight-decay 0.0001 --clip 0 --clip-value 1")]
    [InlineData("--optimizer rmsprop --momentum 0.5 --rate 0.01 --schedule step --decay 0.5 --decay-after 2 --warmup 4")]
    [InlineData("--optimizer adagrad --rate 0.1 --schedule plateau --decay 0.1 --init glorot")]
    [InlineData("--optimizer adamw --weight-decay 0.01 --schedule cosine --warmup 3 --init orthogonal --dropout 0.3 --locked-dropout --word-dropout 0.1")]
    [InlineData("--optimizer adam --schedule constant --init uniform --init-range 0.05")]
    public void A_configuration_is_one_command_line(string options)
    {
        var run = Train([.. options.Split(' '), "--output", _folder.PathOf("m.zip")]);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains(run.Lines, line => line.StartsWith("best epoch: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--momentum 0.9", "--momentum belongs to --optimizer sgd and rmsprop; found --optimizer adam.")]
    [InlineData("--optimizer sgd --nesterov", "--nesterov belongs to --optimizer sgd with --momentum")]
    [InlineData("--schedule cosine --decay 0.5", "--schedule cosine has no --decay and --decay-after")]
    [InlineData("--schedule step", "--schedule step needs a --decay below 1")]
    [InlineData("--init glorot --init-range 0.1", "--init-range belongs to --init uniform; found --init glorot.")]
    [InlineData("--schedule linear", "--schedule 'linear': expected decay or constant or step or plateau or cosine.")]
    [InlineData("--momentum 1", "--momentum '1': expected a number from 0 to 0.9999.")]
    public void Options_that_do_not_go_together_are_a_usage_error(string options, string expected)
    {
        var run = Train([.. options.Split(' '), "--output", _folder.PathOf("m.zip")]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", false)]
    [InlineData("0.3", true)]
    public void All_rows_are_trained_on_where_none_are_held_out(string fraction, bool validates)
    {
        var run = Train("--valid-fraction", fraction, "--epochs", "2", "--output", _folder.PathOf("m.zip"));

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(validates, run.Lines.Any(line => line.StartsWith("validation loss: ", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_cancelled_training_keeps_its_checkpoint_and_goes_on_from_it()
    {
        var checkpoint = _folder.PathOf("run.checkpoint");
        foreach (var isFirst in new[] { true, false })
        {
            using var cancellation = new CancellationTokenSource();
            var written = File.GetLastWriteTimeUtc(checkpoint);
            using var ending = new Timer(_ =>
            {
                if (File.GetLastWriteTimeUtc(checkpoint) > written)
                {
                    cancellation.Cancel();
                }
            }, null, 0, 20);
            var run = Invocation.Run("", cancellation.Token, Arguments("--epochs", "100000", "--patience", "0", "--checkpoint", checkpoint, "--checkpoint-minutes", "0", "--output", _folder.PathOf("m.zip")));

            Assert.Equal(130, run.ExitCode);
            Assert.Contains($"{checkpoint} holds the state of training; the same command goes on from there.", run.Error, StringComparison.Ordinal);
            Assert.Equal(!isFirst, run.Error.Contains($"Training goes on from {checkpoint}.", StringComparison.Ordinal));
        }

        var other = Train("--checkpoint", checkpoint, "--output", _folder.PathOf("m.zip"));
        Assert.Equal(1, other.ExitCode);
        Assert.Contains($"Checkpoint '{checkpoint}': It was written with", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Gradients_are_written_for_plots()
    {
        var file = _folder.PathOf("gradients.tsv");

        var run = Train("--gradients", file, "--output", _folder.PathOf("m.zip"));

        Assert.True(run.ExitCode == 0, run.Error);
        var rows = File.ReadLines(file).Select(line => line.Split('\t')).ToList();
        Assert.Equal(["epoch", "step", "what", "time", "norm"], rows[0]);
        Assert.Contains(rows, row => row is ["1", "1", "lstm1.recurrent", "", _]);
        Assert.Contains(rows, row => row is ["3", _, "layer 1", "2", _]);
        Assert.All(rows.Skip(1), row => Assert.True(double.Parse(row[4], CultureInfo.InvariantCulture) >= 0));
    }

    private static double Probability(string line) => double.Parse(line.Split('\t')[1], CultureInfo.InvariantCulture);

    private Invocation Train(params string[] options) => Invocation.Of(Arguments(options));

    /// <summary>A small network, where <paramref name="options"/> do not say otherwise.</summary>
    private string[] Arguments(params string[] options) =>
    [
        "classify", "train", "--train", _train, "--threads", "1", .. options,
        .. new[] { "--hidden 8", "--embedding 8", "--batch 8", "--epochs 3" }.Select(option => option.Split(' ')).Where(option => !options.Contains(option[0])).SelectMany(option => option),
    ];
}
