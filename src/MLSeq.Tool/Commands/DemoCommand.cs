using System.CommandLine;
using System.Diagnostics;
using Microsoft.ML;
using MLSeq.Documentation;
using MLSeq.Networks;
using MLSeq.Text;
using MLSeq.Tool.Classification;
using MLSeq.Tool.Data;
using MLSeq.Tool.Display;
using Spectre.Console;

namespace MLSeq.Tool.Commands;

/// <summary>
/// <c>mlseq demo</c>: to which namespace does a summary belong? From the SDK's own XML documentation to two saved models,
/// with nothing to download.
/// </summary>
internal sealed class DemoCommand : ToolCommand
{
    private const int MinCount = 2;
    private const int ConfusionClasses = 8;

    private static readonly string[] Sentences =
    [
        "Computes the SHA-256 hash of a byte array.",
        "Opens a text file, reads all of its lines and closes it again.",
        "Sends a datagram to a remote endpoint.",
        "Returns the square root of a complex number.",
        "Adds a node after the last child of this XML element.",
        "Emits an instruction that pushes a constant onto the evaluation stack.",
        "Blocks the calling thread until another thread releases the lock.",
        "Removes a user from a role and saves the change to the store.",
    ];

    private static readonly string[] Contestants = ["always the largest class", "bag of words, softmax", "bidirectional LSTM"];

    private readonly ToolConsole _console;
    private readonly CommonOptions _common;
    private readonly CancellationToken _cancellationToken;
    private readonly Option<string?> _output = OptionTypes.File("--output", "Folder for model.zip and model.onnx.");
    private readonly Option<string?> _docs = OptionTypes.File("--docs", "Folder with XML documentation files to use instead of the SDK's.");
    private readonly Option<int> _minimum = OptionTypes.Whole("--min-summaries", "Namespaces with fewer distinct summaries are left out.", 500, 1);
    private readonly Option<int> _epochs = OptionTypes.Whole("--epochs", "Most passes over the data.", 6, 1, 1000);
    private readonly Option<int> _hidden = OptionTypes.Whole("--hidden", "LSTM units in each direction.", 128, 1, 8192);
    private readonly Option<int> _embedding = OptionTypes.Whole("--embedding", "Size of a token's vector.", 200, 1, 8192);
    private readonly Option<int> _batch = OptionTypes.Whole("--batch", "Texts in a batch.", 64, 1, 65536);
    private readonly Option<float> _dropout = OptionTypes.Real("--dropout", "Share of activations dropped in training.", 0.3f, 0, 0.99f);
    private readonly Option<float> _rate = OptionTypes.Real("--rate", "Learning rate.", 3e-3f, 1e-9f, 100);

    public DemoCommand(ToolConsole console, CommonOptions common, CancellationToken cancellationToken)
        : base(
            "demo", "Trains an LSTM to tell the namespace of an API from its summary, saves it and checks what was saved; about two minutes.",
            [
                new("From the SDK's documentation to two saved models, with nothing to download.", "mlseq demo --output demo"),
            ])
    {
        (_console, _common, _cancellationToken) = (console, common, cancellationToken);
        foreach (var option in new Option[] { _output, _docs, _minimum, _epochs, _hidden, _embedding, _batch, _dropout, _rate })
        {
            Options.Add(option);
        }

        Add(new DemoTranslateCommand(console, common, cancellationToken));
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var watch = Stopwatch.StartNew();
        var folder = parsed.GetValue(_output) ?? "mlseq-demo";
        var (zip, onnx) = (Path.Combine(folder, "model.zip"), Path.Combine(folder, "model.onnx"));
        var corpus = ReadCorpus(parsed);
        var (train, validation, test) = (Rows(corpus.Parts.Train), Rows(corpus.Parts.Validation), Rows(corpus.Parts.Test));
        OutputFile.Prepare(zip);
        var results = new Dictionary<string, object?>
        {
            ["documentation files"] = corpus.Files,
            ["members"] = corpus.Members,
            ["distinct summaries"] = corpus.Distinct,
            ["classes"] = corpus.Classes,
            ["train"] = train.Length,
            ["validation"] = validation.Length,
            ["test"] = test.Length,
        };

        _console.Note("Training a bag-of-words softmax, to have something to compare with ...");
        var seed = parsed.GetValue(_common.Seed);
        var bag = BagOfWords.Train(train, validation, Tokenizers.Words(), MinCount, seed, _cancellationToken);
        _console.Note("Training a bidirectional LSTM ...");
        var classifier = TrainNetwork(parsed, train, validation);
        classifier.SaveZip(zip);
        classifier.SaveOnnx(onnx, new());

        // Both files are loaded in contexts of their own that know nothing of the training above.
        _console.Note("Loading both files and scoring the test texts with each ...");
        var threads = parsed.GetValue(_common.Threads);
        var (zipScorer, onnxScorer) = (new TextScorer(zip, threads), new TextScorer(onnx, threads));
        var scored = zipScorer.Score(test).ToList();
        var agreement = Agreement.Of(scored, [.. onnxScorer.Score(test)]);

        var majority = train.CountBy(t => t.Label).MaxBy(c => c.Value).Key;
        ClassificationReport[] reports = [
            ClassificationReport.Of(test.Select(t => (t.Label, majority))),
            ClassificationReport.Of(test.Select(t => (t.Label, bag.Predict(t.Text)))),
            ClassificationReport.Of(scored.Select(t => (t.Actual, t.PredictedLabel)))];
        var predictions = onnxScorer.Score(Sentences.Select(s => new LabelledText { Text = s })).ToList();
        results["majority accuracy"] = reports[0].Accuracy;
        results["bag of words accuracy"] = reports[1].Accuracy;
        results["accuracy"] = reports[2].Accuracy;
        results["precision"] = reports[2].Macro.Precision;
        results["recall"] = reports[2].Macro.Recall;
        results["f1"] = reports[2].Macro.F1;
        results["largest score difference"] = agreement.LargestDifference;
        results["different labels"] = agreement.DifferentLabels;
        results["models agree"] = agreement.Holds;
        results["predictions"] = predictions.Select(p => new { text = p.Text, label = p.PredictedLabel, probability = p.Score.Max() });
        results["zip"] = zip;
        results["onnx"] = onnx;
        results["seconds"] = Math.Round(watch.Elapsed.TotalSeconds, 1);
        if (_console.Json)
        {
            _console.WriteJson(results);
        }
        else
        {
            Show(reports, predictions);
            _console.Out.WriteLine($"Saved {zip} (ML.NET) and {onnx} (ONNX: text in, label and scores out).");
        }

        var code = Judge(agreement);
        _console.Note(FormattableString.Invariant($"All of it took {watch.Elapsed.TotalSeconds:F0} s."));
        return code;
    }

    private NamespaceCorpus ReadCorpus(ParseResult parsed)
    {
        var files = ReferencePacks.Documentation(parsed.GetValue(_docs));
        var corpus = NamespaceCorpus.Read(files, parsed.GetValue(_minimum), _cancellationToken);
        _console.Note($"{ReportTables.Count(corpus.Files)} XML documentation files of the installed SDK, {ReportTables.Count(corpus.Members)} members, "
            + $"{ReportTables.Count(corpus.Distinct)} distinct summaries");
        _console.Note($"{corpus.Classes} namespaces with at least {parsed.GetValue(_minimum)} summaries: {ReportTables.Count(corpus.Parts.Train.Count)} to train on, "
            + $"{ReportTables.Count(corpus.Parts.Validation.Count)} to validate, {ReportTables.Count(corpus.Parts.Test.Count)} to test");
        return corpus.Classes > 1 && corpus.Parts.Validation.Count > 0 && corpus.Parts.Test.Count > 0
            ? corpus
            : throw new ToolException($"{corpus.Classes} namespaces have at least {parsed.GetValue(_minimum)} distinct summaries; at least 2 are needed (--min-summaries).");
    }

    private static LabelledText[] Rows(IReadOnlyList<NamespaceSummary> summaries) =>
        [.. summaries.Select(summary => new LabelledText { Text = summary.Text, Label = summary.Namespace, Actual = summary.Namespace })];

    private TextClassifier TrainNetwork(ParseResult parsed, LabelledText[] train, LabelledText[] validation)
    {
        var options = new SequenceClassifierOptions
        {
            Cell = RecurrentCell.Lstm,
            Bidirectional = true,
            HiddenSize = parsed.GetValue(_hidden),
            EmbeddingSize = parsed.GetValue(_embedding),
            Pooling = SequencePooling.Max,
            Dropout = parsed.GetValue(_dropout),
            LearningRate = parsed.GetValue(_rate),
            BatchSize = parsed.GetValue(_batch),
            Epochs = parsed.GetValue(_epochs),
            Seed = parsed.GetValue(_common.Seed),
            Threads = parsed.GetValue(_common.Threads),
            CancellationToken = _cancellationToken,
        };
        return TrainingDisplay.Run(_console, () => train.Length, progress =>
        {
            options.Progress = progress;
            return TextClassifier.Train(
                new MLContext(options.Seed), train, validation, Tokenizers.Words(), new VocabularyOptions { MinCount = MinCount }, options);
        }).Result;
    }

    private void Show(ClassificationReport[] reports, List<ScoredText> predictions)
    {
        var comparison = ReportTables.New("Which namespace does a summary belong to?", "", "accuracy", "macro F1");
        foreach (var (name, report) in Contestants.Zip(reports))
        {
            comparison.AddRow(name, ReportTables.Percent(report.Accuracy), ReportTables.Percent(report.Macro.F1));
        }

        var sentences = ReportTables.New("Sentences that no documentation has", "sentence", "namespace", "probability");
        foreach (var prediction in predictions)
        {
            sentences.AddRow(Markup.Escape(prediction.Text), Markup.Escape(prediction.PredictedLabel), ReportTables.Percent(prediction.Score.Max()));
        }

        sentences.Columns[1].Alignment = Justify.Left;
        _console.Results.Write(comparison);
        _console.Results.Write(ReportTables.Confusion(reports[^1], ConfusionClasses));
        _console.Results.Write(sentences);
    }

    private int Judge(Agreement agreement)
    {
        var said = FormattableString.Invariant(
            $"{agreement.Rows:N0} test texts, {agreement.DifferentLabels} different labels, largest score difference {agreement.LargestDifference:E1}");
        if (!agreement.Holds)
        {
            _console.Warn($"error: model.zip and model.onnx disagree: {said} (at most {Agreement.Tolerance} is allowed).");
            return ExitCode.Failure;
        }

        if (!_console.Json)
        {
            _console.Out.WriteLine($"Loaded afresh, the two agree: {said}.");
        }

        return ExitCode.Success;
    }
}
