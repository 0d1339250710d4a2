using System.CommandLine;
using System.Diagnostics;
using Microsoft.ML;
using MLSeq.Decoding.Scores;
using MLSeq.Documentation;
using MLSeq.Text;
using MLSeq.Tool.Data;
using MLSeq.Tool.Display;
using MLSeq.Tool.Translation;
using MLSeq.Translation;
using Spectre.Console;

namespace MLSeq.Tool.Commands;

/// <summary><c>mlseq demo translate</c>: what is a method called that does this? From the SDK's own XML documentation to a saved translator.</summary>
internal sealed class DemoTranslateCommand : ToolCommand
{
    private const int Shown = 10;

    private static readonly string[] Sentences =
    [
        "Computes the checksum of a stream asynchronously.",
        "Tries to remove the last element of the queue.",
        "Determines whether the tree contains the given leaf.",
        "Converts a string to a temperature.",
        "Registers a handler for the event that a window closes.",
    ];

    private readonly ToolConsole _console;
    private readonly CommonOptions _common;
    private readonly CancellationToken _cancellationToken;
    private readonly Option<string?> _output = OptionTypes.File("--output", "Folder for names.zip.");
    private readonly Option<string?> _docs = OptionTypes.File("--docs", "Folder with XML documentation files to use instead of the SDK's.");
    private readonly Option<int> _subwords = OptionTypes.Whole("--subwords", "Byte pairs that both sides are cut into.", 4000, 10, 1 << 20);
    private readonly Option<int> _epochs = OptionTypes.Whole("--epochs", "Most passes over the data.", 8, 1, 1000);
    private readonly Option<int> _hidden = OptionTypes.Whole("--hidden", "Units of the decoder, and of the encoder in both directions together.", 192, 2, 8192);
    private readonly Option<int> _batch = OptionTypes.Whole("--batch", "Pairs in a batch.", 64, 1, 65536);
    private readonly Option<float> _dropout = OptionTypes.Real("--dropout", "Share of activations dropped in training.", 0.3f, 0, 0.99f);
    private readonly Option<float> _rate = OptionTypes.Real("--rate", "Learning rate.", 3e-3f, 1e-9f, 100);
    private readonly Option<int> _beam = OptionTypes.Whole("--beam", "How many beginnings of a name are followed.", 5, 1, 1000);

    public DemoTranslateCommand(ToolConsole console, CommonOptions common, CancellationToken cancellationToken)
        : base(
            "translate", "Trains an encoder-decoder to name a method by its summary, and saves it; about two minutes.",
            [
                new("The same for a translator: a method's summary in, its name out.", "mlseq demo translate --output demo"),
            ])
    {
        (_console, _common, _cancellationToken) = (console, common, cancellationToken);
        foreach (var option in new Option[] { _output, _docs, _subwords, _epochs, _hidden, _batch, _dropout, _rate, _beam })
        {
            Options.Add(option);
        }

        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var watch = Stopwatch.StartNew();
        var zip = Path.Combine(parsed.GetValue(_output) ?? "mlseq-demo", "names.zip");
        var corpus = MethodCorpus.Read(ReferencePacks.Documentation(parsed.GetValue(_docs)), _cancellationToken);
        if (corpus.Parts.Train.Count == 0 || corpus.Parts.Validation.Count == 0 || corpus.Parts.Test.Count == 0)
        {
            throw new ToolException($"{corpus.Methods} methods are documented, too few of them by a sentence of their own to train and test on.");
        }

        _console.Note($"{ReportTables.Count(corpus.Methods)} methods in {ReportTables.Count(corpus.Files)} XML documentation files; sentences with one name each: "
            + $"{ReportTables.Count(corpus.Parts.Train.Count)} to train on, {ReportTables.Count(corpus.Parts.Validation.Count)} to validate, {ReportTables.Count(corpus.Parts.Test.Count)} to test");
        OutputFile.Prepare(zip);
        var ml = new MLContext(parsed.GetValue(_common.Seed));
        var train = ml.Data.LoadFromEnumerable(corpus.Parts.Train);
        var trained = TrainingDisplay.Run(_console, () => corpus.Parts.Train.Count, progress => ml.Sequences().Trainers
            .Translator(nameof(TextPair.Target), nameof(TextPair.Source), NetworkOptions(parsed, progress))
            .Fit(train, ml.Data.LoadFromEnumerable(corpus.Parts.Validation))).Result;
        ml.Model.Save(trained, train.Schema, zip);

        _console.Note("Loading the file and naming the methods of the test sentences ...");
        var nearest = new NearestSource(corpus.Parts.Train);
        var loaded = SavedModel.Stage<SequenceTranslatingTransformer>(zip, "a translator").Model;
        var outputs = Translate(loaded, parsed, corpus.Parts.Test.Select(pair => pair.Source));
        var same = outputs.SequenceEqual(Translate(trained.Model, parsed, corpus.Parts.Test.Select(pair => pair.Source)));
        var known = corpus.Parts.Train.Select(pair => pair.Target).ToHashSet(StringComparer.Ordinal);
        var results = corpus.Parts.Test.Zip(outputs, (pair, output) => new Named(pair.Source, pair.Target, output, nearest.Translate(pair.Source), known.Contains(pair.Target))).ToList();
        var (model, baseline) = (Quality(results, named => named.Output), Quality(results, named => named.Nearest));
        var sentences = Sentences.Zip(Translate(loaded, parsed, Sentences)).ToList();
        if (_console.Json)
        {
            _console.WriteJson(new Dictionary<string, object?>
            {
                ["methods"] = corpus.Methods,
                ["train"] = corpus.Parts.Train.Count,
                ["validation"] = corpus.Parts.Validation.Count,
                ["test"] = corpus.Parts.Test.Count,
                ["test names not trained on"] = results.Count(named => !named.IsKnown),
                ["nearest sentence accuracy"] = baseline.Accuracy,
                ["nearest sentence chrf"] = baseline.Chrf,
                ["accuracy"] = model.Accuracy,
                ["accuracy of names not trained on"] = model.AccuracyOfNew,
                ["chrf"] = model.Chrf,
                ["loaded model agrees"] = same,
                ["examples"] = results.Take(Shown).Select(named => new { text = named.Source, name = named.Name, output = named.Output, nearest = named.Nearest }),
                ["predictions"] = sentences.Select(pair => new { text = pair.First, output = pair.Second }),
                ["zip"] = zip,
                ["seconds"] = Math.Round(watch.Elapsed.TotalSeconds, 1),
            });
        }
        else
        {
            Show(results, model, baseline, sentences);
            _console.Out.WriteLine($"Saved {zip} (ML.NET).");
        }

        _console.Note(FormattableString.Invariant($"All of it took {watch.Elapsed.TotalSeconds:F0} s."));
        if (!same)
        {
            _console.Warn($"error: {zip}, loaded afresh, gives other names than the model that was trained.");
        }

        return same ? ExitCode.Success : ExitCode.Failure;
    }

    private SequenceTranslatorOptions NetworkOptions(ParseResult parsed, IProgress<MLSeq.Networks.Training.TrainingProgress> progress)
    {
        var hidden = parsed.GetValue(_hidden);
        return new()
        {
            SourceTokenizer = Tokenizers.BytePairs(parsed.GetValue(_subwords), TextNormalization.LowerCase),
            ShareEmbeddings = true,
            TieEmbeddings = true,
            HiddenSize = hidden,
            EncoderHiddenSize = hidden / 2,
            InputFeeding = false,
            LabelSmoothing = 0,
            Dropout = parsed.GetValue(_dropout),
            LearningRate = parsed.GetValue(_rate),
            BatchSize = parsed.GetValue(_batch),
            Epochs = parsed.GetValue(_epochs),
            Seed = parsed.GetValue(_common.Seed),
            Threads = parsed.GetValue(_common.Threads),
            Progress = progress,
            CancellationToken = _cancellationToken,
        };
    }

    private IReadOnlyList<string> Translate(TranslationModel model, ParseResult parsed, IEnumerable<string> sentences) =>
        [.. model.Translate([.. sentences], new() { Width = parsed.GetValue(_beam) }, threads: parsed.GetValue(_common.Threads), cancellationToken: _cancellationToken)
            .Select(best => best[0].Text)];

    private static Figures Quality(List<Named> results, Func<Named, string> output)
    {
        var chrf = new ChrfScore();
        foreach (var named in results)
        {
            chrf.Add(output(named), [named.Name]);
        }

        static double Share(IReadOnlyCollection<Named> of, Func<Named, string> output) => of.Count == 0 ? 0 : (double)of.Count(named => output(named) == named.Name) / of.Count;
        return new(Share(results, output), Share([.. results.Where(named => !named.IsKnown)], output), chrf.Score);
    }

    private void Show(List<Named> results, Figures model, Figures baseline, List<(string Text, string Output)> sentences)
    {
        var comparison = ReportTables.New(
            $"Which name has the method? {ReportTables.Count(results.Count)} test sentences, {ReportTables.Count(results.Count(named => !named.IsKnown))} of a name not trained on",
            "", "exact", "exact, of names not trained on", "chrF");
        foreach (var (name, figures) in new[] { ("the name of the nearest training sentence", baseline), ("encoder-decoder with attention", model) })
        {
            comparison.AddRow(name, ReportTables.Percent(figures.Accuracy), ReportTables.Percent(figures.AccuracyOfNew), FormattableString.Invariant($"{figures.Chrf:F1}"));
        }

        var examples = ReportTables.New($"The first {Shown} test sentences", "sentence", "its method", "written", "of the nearest sentence");
        foreach (var named in results.Take(Shown))
        {
            examples.AddRow([.. new[] { named.Source, NameWords.Join(named.Name), NameWords.Join(named.Output), NameWords.Join(named.Nearest) }.Select(Markup.Escape)]);
        }

        var own = ReportTables.New("Sentences that no documentation has", "sentence", "written");
        foreach (var (text, output) in sentences)
        {
            own.AddRow(Markup.Escape(text), Markup.Escape(NameWords.Join(output)));
        }

        foreach (var column in examples.Columns.Concat(own.Columns))
        {
            column.Alignment = Justify.Left;
        }

        _console.Results.Write(comparison);
        _console.Results.Write(examples);
        _console.Results.Write(own);
    }

    private sealed record Named(string Source, string Name, string Output, string Nearest, bool IsKnown);

    private sealed record Figures(double Accuracy, double AccuracyOfNew, double Chrf);
}
