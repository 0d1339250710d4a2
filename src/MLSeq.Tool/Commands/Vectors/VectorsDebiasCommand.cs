using System.CommandLine;
using System.Globalization;
using MLSeq.Embeddings.Debiasing;
using MLSeq.Tool.Data;
using MLSeq.Tool.Display;
using MLSeq.Tool.Vectors;
using Spectre.Console;

namespace MLSeq.Tool.Commands.Vectors;

/// <summary><c>mlseq vectors debias</c>: takes the direction of a bias out of vectors, and shows what that changes.</summary>
internal sealed class VectorsDebiasCommand : ToolCommand
{
    private const int MostMeasured = 1000;

    private readonly ToolConsole _console;
    private readonly VectorFile _file = new();
    private readonly Option<string?> _pairs = new("--pairs") { Description = "Pairs that define the direction, such as he:she,man:woman, or a file of two words a line.", Required = true, HelpName = "PAIRS" };
    private readonly Option<string?> _neutral = new("--neutral") { Description = "Words that should not have the bias, with commas between them, or a file with one a line.", HelpName = "WORDS" };
    private readonly Option<string?> _allBut = new("--all-but") { Description = "Instead of --neutral: all words but these.", HelpName = "WORDS" };
    private readonly Option<string?> _equalize = new("--equalize") { Description = "Pairs that should differ in the bias only and be equally far to either side.", HelpName = "PAIRS" };
    private readonly Option<string> _method = OptionTypes.Choice("--method", "The direction: first principal component or mean of the pairs' differences.", "pca", "mean");
    private readonly Option<int> _top = OptionTypes.Whole("--top", "How many words the report shows, those with the largest bias before.", 20, 0);
    private readonly Option<string?> _output = OptionTypes.File("--output", "Where the vectors without bias go; without it, there is only the report.");
    private readonly Option<string?> _format = OptionTypes.OptionalChoice("--format", "Their format. By default word2vec-text for names in .txt or .vec, else word2vec.", false, VectorFormats.Names);

    public VectorsDebiasCommand(ToolConsole console)
        : base(
            "debias", "Takes a bias out of vectors (Bolukbasi et al., 2016), with a report of before and after.",
            [
                new(
                    "Takes the direction from he to she out of words that have no gender.",
                    "mlseq vectors debias vectors.bin --pairs he:she,man:woman --neutral doctor,nurse,engineer --output fair.bin"),
            ])
    {
        _console = console;
        _file.AddTo(this);
        foreach (var option in new Option[] { _pairs, _neutral, _allBut, _equalize, _method, _top, _output, _format })
        {
            Options.Add(option);
        }

        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var (neutral, allBut, output) = (parsed.GetValue(_neutral), parsed.GetValue(_allBut), parsed.GetValue(_output));
        if ((neutral is null) == (allBut is null))
        {
            throw new ToolException("either --neutral or --all-but must say which words should not have the bias.", ExitCode.Usage);
        }

        if (output is null && parsed.GetResult(_format) is not null)
        {
            throw new ToolException("--format belongs to --output, which is not there.", ExitCode.Usage);
        }

        var pairs = WordLists.Pairs("--pairs", parsed.GetValue(_pairs)!);
        var equalize = parsed.GetValue(_equalize) is { } text ? WordLists.Pairs("--equalize", text) : [];
        var given = WordLists.Words((neutral ?? allBut)!);
        var before = _file.Load(parsed);
        if (output is not null)
        {
            OutputFile.Prepare(output);
        }

        var direction = BiasDirection.FromPairs(before, pairs, parsed.GetValue(_method) == "mean" ? BiasMethod.Mean : BiasMethod.PrincipalComponent);

        // The words of pairs to be equalized keep what tells them apart.
        var kept = (allBut is null ? [] : given).Concat(pairs.Concat(equalize).SelectMany(p => new[] { p.First, p.Second })).ToHashSet(StringComparer.Ordinal);
        var after = neutral is null ? Debiaser.NeutralizeAllBut(before, direction, kept) : Debiaser.Neutralize(before, direction, given);
        after = equalize.Count == 0 ? after : Debiaser.Equalize(after, direction, equalize);
        var measured = neutral is null ? [.. before.Words.Where(word => !kept.Contains(word)).Take(MostMeasured)] : given;
        var report = DebiasReport.Compare(before, after, direction, measured, equalize.Count == 0 ? pairs : equalize);
        if (output is not null)
        {
            after.Save(output, parsed.GetValue(_format) is { } name ? VectorFormats.Of(name) : VectorFormats.ForName(output));
        }

        Report(report, direction, measured.Count, parsed.GetValue(_top), output);
        return ExitCode.Success;
    }

    private void Report(DebiasReport report, BiasDirection direction, int measured, int top, string? output)
    {
        var words = report.Projections.OrderByDescending(change => Math.Abs(change.Before)).Take(top).ToList();
        if (_console.Json)
        {
            _console.WriteJson(new Dictionary<string, object?>
            {
                ["explained variance"] = direction.ExplainedVariance,
                ["words measured"] = measured,
                ["words"] = words.Select(Values),
                ["pairs"] = report.Gaps.Select(Values),
                ["direct bias before"] = report.DirectBias.Before,
                ["direct bias after"] = report.DirectBias.After,
                ["output"] = output,
            });
            return;
        }

        if (!_console.Quiet)
        {
            Write("Cosine to the direction", "word", words);
            Write("Mean difference of cosines", "pair", report.Gaps);
        }

        _console.Out.WriteLine(Invariant($"explained variance: {direction.ExplainedVariance:F4}"));
        _console.Out.WriteLine(Invariant($"words measured: {measured}"));
        _console.Out.WriteLine(Invariant($"direct bias before: {report.DirectBias.Before:F4}"));
        _console.Out.WriteLine(Invariant($"direct bias after: {report.DirectBias.After:F4}"));
        if (output is not null)
        {
            _console.Out.WriteLine($"output: {output}");
        }
    }

    private void Write(string title, string name, IReadOnlyList<DebiasChange> changes)
    {
        if (changes.Count == 0)
        {
            return;
        }

        var table = ReportTables.New(title, name, "before", "after");
        foreach (var change in changes)
        {
            table.AddRow(Markup.Escape(change.Name), Figure(change.Before), Figure(change.After));
        }

        _console.Results.Write(table);
    }

    /// <summary>Adding 0 takes the sign off a negative zero.</summary>
    private static string Figure(double value) => Invariant($"{Math.Round(value, 4) + 0.0:F4}");

    private static object Values(DebiasChange change) => new { name = change.Name, before = change.Before, after = change.After };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
