using System.CommandLine;
using Microsoft.ML;
using MLSeq.Networks;
using MLSeq.Tool.Classification;
using MLSeq.Tool.Data;
using MLSeq.Tool.Display;
using MLSeq.Tool.Runs;

namespace MLSeq.Tool.Commands;

/// <summary><c>mlseq classify train</c>: the user's file in, a model out.</summary>
internal sealed class ClassifyTrainCommand : ToolCommand
{
    private static readonly SequenceClassifierOptions Defaults = new();

    private readonly ToolConsole _console;
    private readonly CommonOptions _common;
    private readonly CancellationToken _cancellationToken;
    private readonly FileFormatOptions _format = new(labelled: true);
    private readonly TokenOptions _tokens = new();
    private readonly NetworkOptions _network = new(Defaults);
    private readonly Option<bool> _bidirectional = new("--bidirectional") { Description = "Read each text in both directions." };
    private readonly Option<SequencePooling> _pooling = OptionTypes.Choice(
        "--pooling", "What of the states over time is classified.", Defaults.Pooling, without: SequencePooling.None);

    private readonly TrainingOptions _training = new(Defaults, "texts");
    private readonly Option<string?> _train = OptionTypes.File("--train", "TSV or CSV to train on; .gz is read as it is, - is standard input.", required: true);
    private readonly Option<string?> _valid = OptionTypes.File("--valid", "Decides the best epoch and when to stop. Without it, --valid-fraction of the training rows does.");
    private readonly ModelOutput _model = new("Where the ONNX model goes: text in, label and scores out.");

    public ClassifyTrainCommand(ToolConsole console, CommonOptions common, CancellationToken cancellationToken)
        : base(
            "train", "Trains a classifier of texts.",
            [
                new(
                    "From sentences and labels to a model for ML.NET and one for ONNX Runtime.",
                    "mlseq classify train --train train.tsv --valid dev.tsv --bidirectional --output model.zip --onnx model.onnx"),
                new(
                    "Columns by name, word vectors to start from, a model of a quarter of the size.",
                    "mlseq classify train --train reviews.csv --text-column review --label-column stars --vectors vectors.bin --onnx model.onnx --onnx-weights int8"),
            ])
    {
        (_console, _common, _cancellationToken) = (console, common, cancellationToken);
        Options.Add(_train);
        Options.Add(_valid);
        _format.AddTo(this);
        _tokens.AddTo(this);
        _network.AddTo(this);
        Options.Add(_bidirectional);
        Options.Add(_pooling);
        _training.AddTo(this);
        _model.AddTo(this);
        SetAction(parsed => _training.Record(_console, parsed, run => Train(parsed, run), _cancellationToken));
    }

    private void Train(ParseResult parsed, RunRecorder run)
    {
        var (trainPath, validPath) = (parsed.GetValue(_train)!, parsed.GetValue(_valid));
        _model.Prepare(parsed);

        var options = ClassifierOptions(parsed, run);
        using var files = new InputFiles(_console.In, repeatable: true);
        var format = _format.Of(parsed);
        var train = new SeparatedFile(trainPath, format, files, _cancellationToken);
        var counts = LabelCounts.OfTraining(train, trainPath);
        run.AddData("training", trainPath, $"{ReportTables.Count(counts.Rows)} texts, {counts.Counts.Count} labels");
        if (counts.LongestRun > options.ShufflePoolSize / 2)
        {
            _console.Warn($"warning: {trainPath}: {ReportTables.Count(counts.LongestRun)} rows in a row have the same label. Rows are shuffled within "
                + $"{ReportTables.Count(options.ShufflePoolSize)} at a time, so a file that is sorted by label trains badly: shuffle it first.");
        }

        var valid = validPath is null ? null : new SeparatedFile(validPath, format, files, _cancellationToken);
        if (valid is not null)
        {
            run.AddData("validation", validPath!, $"{ReportTables.Count(LabelCounts.OfValidation(valid, validPath!, counts).Rows)} texts");
        }

        var ml = new MLContext(parsed.GetValue(_common.Seed));
        var (_, epochs) = _training.Run(
            _console, parsed, options, run, () => counts.Rows,
            () => TextClassifier.Train(ml, train, valid, _tokens.Tokenizer(parsed), _tokens.Vocabulary(parsed), options),
            trained => _model.Save(parsed, trained.SaveZip, trained.SaveOnnx));
        if (run.IsRecording && valid is not null)
        {
            run.AddConfusion(ClassificationReport.Of(new TextScorer(_model.FileOf(parsed), options.Threads).Score(valid).Select(row => (row.Actual, row.PredictedLabel))));
        }

        run.AddFigures(
        [
            .. TrainingFigures.Of(epochs, run.Elapsed),
            .. _model.Figures(parsed, valid is null ? null : path => new TextScorer(path, options.Threads).Accuracy(valid)),
        ]);
    }

    private SequenceClassifierOptions ClassifierOptions(ParseResult parsed, RunRecorder run)
    {
        var options = new SequenceClassifierOptions
        {
            Bidirectional = parsed.GetValue(_bidirectional),
            Pooling = parsed.GetValue(_pooling),
            Seed = parsed.GetValue(_common.Seed),
            Threads = parsed.GetValue(_common.Threads),
            CancellationToken = _cancellationToken,
        };
        _network.Apply(parsed, options);
        _training.Apply(parsed, options, run);
        return options;
    }
}
