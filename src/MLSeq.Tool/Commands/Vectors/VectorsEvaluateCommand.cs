using System.CommandLine;
using System.Globalization;
using MLSeq.Embeddings.Evaluation;
using MLSeq.Tool.Display;
using Spectre.Console;

namespace MLSeq.Tool.Commands.Vectors;

/// <summary><c>mlseq vectors evaluate</c>: analogies as word2vec's compute-accuracy counts them, and word similarity.</summary>
internal sealed class VectorsEvaluateCommand : ToolCommand
{
    private readonly ToolConsole _console;
    private readonly CancellationToken _cancellationToken;
    private readonly VectorFile _file = new();
    private readonly Option<string?> _analogies = OptionTypes.File("--analogies", "Questions as in questions-words.txt.");
    private readonly Option<int> _restrict = OptionTypes.Whole("--restrict", "Analogies: look only at the first so many words; 0: at all.", 0, 0);
    private readonly Option<string> _method = VectorsAnalogyCommand.Method("--method");
    private readonly Option<string?> _similarity = OptionTypes.File("--similarity", "Lines of two words and people's judgement of their similarity, as in WordSim-353.");

    public VectorsEvaluateCommand(ToolConsole console, CancellationToken cancellationToken)
        : base(
            "evaluate", "Share of analogies solved, and rank correlation with people's judgement of similarity.",
            [
                new(
                    "Analogies and similarity, on the files that everybody measures by.",
                    "mlseq vectors evaluate vectors.bin --analogies questions-words.txt --restrict 30000 --similarity wordsim353.tsv"),
            ])
    {
        (_console, _cancellationToken) = (console, cancellationToken);
        _file.AddTo(this);
        foreach (var option in new Option[] { _analogies, _restrict, _method, _similarity })
        {
            Options.Add(option);
        }

        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var (analogies, similarity) = (parsed.GetValue(_analogies), parsed.GetValue(_similarity));
        if (analogies is null && similarity is null)
        {
            throw new ToolException("neither --analogies nor --similarity says what to evaluate on.", ExitCode.Usage);
        }

        var questions = analogies is null ? null : AnalogyQuestions.Load(Existing(analogies));
        var pairs = similarity is null ? null : SimilarityPairs.Load(Existing(similarity));
        using var vectors = _file.Load(parsed);
        var figures = new Dictionary<string, object?>();
        if (questions is not null)
        {
            var restrict = parsed.GetValue(_restrict) is > 0 and var first ? first : (int?)null;
            var method = VectorsAnalogyCommand.Of(parsed.GetValue(_method)!);
            Add(questions.Evaluate(vectors, restrict, method, _cancellationToken), figures);
        }

        if (pairs is not null)
        {
            var report = pairs.Evaluate(vectors);
            (figures["spearman"], figures["pairs found"]) = (report.Spearman, report.PairsFound);
            _console.Note($"{similarity}: {report.PairsFound} of {report.Pairs} pairs have both words");
        }

        if (_console.Json)
        {
            _console.WriteJson(figures);
            return ExitCode.Success;
        }

        foreach (var (name, value) in figures.Where(f => f.Value is double or int))
        {
            _console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {(value is double d ? d.ToString("F4", CultureInfo.InvariantCulture) : value)}"));
        }

        return ExitCode.Success;
    }

    private static string Existing(string path) => File.Exists(path) ? path : throw new ToolException($"{path}: no such file.");

    private void Add(AnalogyReport report, Dictionary<string, object?> figures)
    {
        figures["sections"] = report.Sections.Select(s => new { name = s.Name, accuracy = s.Accuracy, correct = s.Correct, seen = s.Seen, total = s.Total });
        figures["analogy accuracy"] = report.Total.Accuracy;
        figures["semantic"] = report.Semantic.Accuracy;
        figures["syntactic"] = report.Syntactic.Accuracy;
        figures["questions seen"] = report.Total.Seen;
        if (!_console.Json && !_console.Quiet)
        {
            var table = ReportTables.New("Analogies by section", "section", "correct", "seen", "questions", "accuracy");
            foreach (var section in report.Sections)
            {
                table.AddRow(
                    Markup.Escape(section.Name), ReportTables.Count(section.Correct), ReportTables.Count(section.Seen),
                    ReportTables.Count(section.Total), section.Seen == 0 ? "" : ReportTables.Percent(section.Accuracy));
            }

            _console.Results.Write(table);
        }
    }
}
