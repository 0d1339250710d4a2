using System.CommandLine;
using System.Globalization;
using System.Numerics.Tensors;
using MLSeq.Embeddings;
using MLSeq.Embeddings.Projection;
using MLSeq.Tool.Data;
using MLSeq.Tool.Display;
using MLSeq.Tool.Vectors;

namespace MLSeq.Tool.Commands.Vectors;

/// <summary><c>mlseq vectors plot</c>: words in the plane, as SVG.</summary>
internal sealed class VectorsPlotCommand : ToolCommand
{
    private const int DefaultTop = 500;

    private static readonly TSneOptions TSneDefaults = new();
    private static readonly ScatterPlotOptions PlotDefaults = new();

    private readonly ToolConsole _console;
    private readonly CommonOptions _common;
    private readonly CancellationToken _cancellationToken;
    private readonly VectorFile _file = new();
    private readonly Option<string?> _words = new("--words") { Description = "The words, with commas between them, or a file with one a line. With --top, each one's neighbours, too.", HelpName = "WORDS" };
    private readonly Option<int?> _top = OptionTypes.OptionalWhole("--top", $"The first so many words ({DefaultTop} by default); with --words, so many neighbours of each.", 1);
    private readonly Option<string> _method = OptionTypes.Choice("--method", "How words get their places: t-SNE keeps neighbours, principal components keep directions.", "tsne", "pca");
    private readonly Option<float?> _perplexity = OptionTypes.OptionalReal("--perplexity", Invariant($"How many neighbours a word counts as near, about ({TSneDefaults.Perplexity}; fewer where there are few words)."), 1, 100_000);
    private readonly Option<float?> _theta = OptionTypes.OptionalReal("--theta", Invariant($"How coarsely far words are lumped together; 0 is exact ({TSneDefaults.Theta})."), 0, 1);
    private readonly Option<int?> _iterations = OptionTypes.OptionalWhole("--iterations", Invariant($"Steps of t-SNE at most ({TSneDefaults.Iterations})."), 1, 10_000_000);
    private readonly Option<string?> _title = new("--title") { Description = "What stands above the plot.", HelpName = "TEXT" };
    private readonly Option<int> _width = OptionTypes.Whole("--width", "Width in pixels.", PlotDefaults.Width, 200, 20_000);
    private readonly Option<int> _height = OptionTypes.Whole("--height", "Height in pixels.", PlotDefaults.Height, 200, 20_000);
    private readonly Option<int?> _labels = OptionTypes.OptionalWhole("--labels", "Labels at most; the other words are dots. All that find room, by default.", 0);
    private readonly Option<string?> _output = OptionTypes.File("--output", "Where the picture goes.", true, ".svg");

    public VectorsPlotCommand(ToolConsole console, CommonOptions common, CancellationToken cancellationToken)
        : base(
            "plot", "Draws words in the plane, near ones near each other.",
            [
                new("The 300 most frequent words as a picture.", "mlseq vectors plot vectors.bin --top 300 --output vectors.svg"),
            ])
    {
        (_console, _common, _cancellationToken) = (console, common, cancellationToken);
        _file.AddTo(this);
        foreach (var option in new Option[] { _words, _top, _method, _perplexity, _theta, _iterations, _title, _width, _height, _labels, _output })
        {
            Options.Add(option);
        }

        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var tsne = parsed.GetValue(_method) == "tsne";
        foreach (var option in new Option[] { _perplexity, _theta, _iterations })
        {
            if (!tsne && parsed.GetResult(option) is not null)
            {
                throw new ToolException($"{option.Name} belongs to --method tsne.", ExitCode.Usage);
            }
        }

        var output = parsed.GetValue(_output)!;
        var vectors = _file.Load(parsed);
        OutputFile.Prepare(output);
        var (words, groups) = Choose(vectors, parsed.GetValue(_words), parsed.GetValue(_top));
        var values = Units(vectors, words);
        var (points, how, divergence) = tsne ? ByTSne(parsed, values, vectors.Dimensions) : ByComponents(values, vectors.Dimensions);
        var plot = new ScatterPlot(words, points, groups, new()
        {
            Title = parsed.GetValue(_title) ?? Path.GetFileName(_file.Path(parsed)),
            Subtitle = Invariant($"{words.Count:N0} words, {how}"),
            Width = parsed.GetValue(_width),
            Height = parsed.GetValue(_height),
            MaxLabels = parsed.GetValue(_labels),
        });
        plot.Save(output);
        Report(words.Count, plot.LabelCount, divergence, output);
        return ExitCode.Success;
    }

    /// <summary>The words given and perhaps their neighbours, each in the group of the first word that it is near; or the first words.</summary>
    private static (IReadOnlyList<string> Words, IReadOnlyList<string>? Groups) Choose(WordVectors vectors, string? given, int? top)
    {
        if (given is null)
        {
            return ([.. vectors.Words.Take(top ?? DefaultTop)], null);
        }

        var words = WordLists.Words(given).Distinct(StringComparer.Ordinal).ToList();
        if (words.Count == 0)
        {
            throw new ToolException("--words: found no words.", ExitCode.Usage);
        }

        if (top is null)
        {
            return (words, null);
        }

        var groups = words.ToDictionary(word => word, StringComparer.Ordinal);
        foreach (var word in words.ToArray())
        {
            foreach (var near in vectors.MostSimilar(word, top.Value))
            {
                if (groups.TryAdd(near.Word, word))
                {
                    words.Add(near.Word);
                }
            }
        }

        return (words, words.ConvertAll(word => groups[word]));
    }

    /// <summary>The words' vectors, each of length 1: what is near by the cosine is near in the plane then.</summary>
    private static float[] Units(WordVectors vectors, IReadOnlyList<string> words)
    {
        var values = new float[checked(words.Count * vectors.Dimensions)];
        for (var i = 0; i < words.Count; i++)
        {
            var vector = vectors[words[i]];
            if (vector.Norm > 0)
            {
                TensorPrimitives.Divide(vector.Span, vector.Norm, values.AsSpan(i * vectors.Dimensions));
            }
        }

        return values;
    }

    private (float[] Points, string How, double? Divergence) ByTSne(ParseResult parsed, float[] values, int dimensions)
    {
        var result = ProgressBar.Run(_console, bar => new TSne(new()
        {
            Perplexity = parsed.GetValue(_perplexity) ?? TSneDefaults.Perplexity,
            Theta = parsed.GetValue(_theta) ?? TSneDefaults.Theta,
            Iterations = parsed.GetValue(_iterations) ?? TSneDefaults.Iterations,
            Seed = parsed.GetValue(_common.Seed),
            Threads = parsed.GetValue(_common.Threads),
            CancellationToken = _cancellationToken,
            Progress = new BarProgress(bar),
        }).Fit(values, dimensions));
        return (result.Points.ToArray(), Invariant($"t-SNE, perplexity {result.Perplexity:0.#}"), result.KullbackLeibler);
    }

    private static (float[] Points, string How, double? Divergence) ByComponents(float[] values, int dimensions)
    {
        if (dimensions < 2)
        {
            throw new ToolException($"principal components of {dimensions} dimension make no plane; expected at least 2.");
        }

        var components = PrincipalComponents.Fit(values, dimensions);
        var shares = components.ExplainedVarianceRatio;
        return (components.Transform(values), Invariant($"principal components: {100 * shares[0]:F1} % and {100 * shares[1]:F1} % of the variance"), null);
    }

    private void Report(int words, int labels, double? divergence, string output)
    {
        if (_console.Json)
        {
            _console.WriteJson(new Dictionary<string, object?> { ["words"] = words, ["labels"] = labels, ["divergence"] = divergence, ["output"] = output });
            return;
        }

        _console.Out.WriteLine(Invariant($"words: {words}"));
        _console.Out.WriteLine(Invariant($"labels: {labels}"));
        if (divergence is not null)
        {
            _console.Out.WriteLine(Invariant($"divergence: {divergence:F4}"));
        }

        _console.Out.WriteLine($"output: {output}");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed class BarProgress(Action<double, string> bar) : IProgress<TSneProgress>
    {
        public void Report(TSneProgress value)
        {
            var text = value.Iteration == 0 ? "neighbours" : Invariant($"t-SNE {value.Iteration}/{value.Iterations}");
            text += value.KullbackLeibler is { } divergence ? Invariant($"  divergence {divergence:F4}") : "";
            bar((double)value.Iteration / value.Iterations, value.Remaining is { } left ? $"{text}  {ProgressBar.Time(left)} left" : text);
        }
    }
}
