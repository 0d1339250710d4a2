using System.CommandLine;
using MLSeq.Documentation;
using MLSeq.Text;
using MLSeq.Tool.Data;
using MLSeq.Tool.Display;

namespace MLSeq.Tool.Commands;

/// <summary><c>mlseq corpus</c>: writes what the SDK's own XML documentation gives to learn from, as files that the other verbs read.</summary>
internal sealed class CorpusCommand : Command
{
    private readonly ToolConsole _console;
    private readonly CancellationToken _cancellationToken;
    private readonly Option<string?> _output = OptionTypes.File("--output", "Folder for the files.", required: true);
    private readonly Option<string?> _docs = OptionTypes.File("--docs", "Folder with XML documentation files to use instead of the SDK's.");
    private readonly Option<int> _minimum = OptionTypes.Whole("--min-summaries", "Namespaces with fewer distinct summaries are left out.", 500, 1);

    public CorpusCommand(ToolConsole console, CancellationToken cancellationToken)
        : base("corpus", "Texts to learn from with no download: the XML documentation that every .NET SDK brings. train, valid and test have no text in common.")
    {
        (_console, _cancellationToken) = (console, cancellationToken);
        Add(
            new("namespaces", "A member's summary, a tab, its namespace: train.tsv, valid.tsv, test.tsv, for classify.",
                [new("Texts and labels for 'mlseq classify'.", "mlseq corpus namespaces --output namespaces")]) { _minimum },
            (files, parsed) => Split(
                "tsv", NamespaceCorpus.Read(files, parsed.GetValue(_minimum), _cancellationToken).Parts, summary => $"{summary.Text}\t{summary.Namespace}"));
        Add(
            new("methods", "A method's summary, a tab, the words of its name: train.tsv, valid.tsv, test.tsv, for translate.",
                [new("Pairs of texts for 'mlseq translate'.", "mlseq corpus methods --output methods")]),
            (files, _) => Split("tsv", MethodCorpus.Read(files, _cancellationToken).Parts, pair => $"{pair.Source}\t{pair.Target}"));
        Add(
            new("names", "Names of types and members, one a line: train.txt, valid.txt, test.txt, for lm.",
                [new("Short texts for 'mlseq lm train --lines'.", "mlseq corpus names --output names")]),
            (files, _) => Split("txt", NameCorpus.Read(files, _cancellationToken), name => name));
        Add(
            new("sentences", "Each distinct summary, one a line: sentences.txt, for vectors.",
                [new("A text for 'mlseq vectors train --tokenizer word'.", "mlseq corpus sentences --output sentences")]),
            (files, _) => [("sentences.txt", SentenceCorpus.Read(files, _cancellationToken))]);
    }

    private void Add(ToolCommand command, Func<IReadOnlyList<string>, ParseResult, IEnumerable<(string Name, IReadOnlyList<string> Lines)>> read)
    {
        command.Options.Add(_output);
        command.Options.Add(_docs);
        command.SetAction(parsed =>
        {
            var files = ReferencePacks.Documentation(parsed.GetValue(_docs));
            _console.Note($"reading {ReportTables.Count(files.Count)} XML documentation files");
            var figures = new Dictionary<string, object?>();
            foreach (var (name, lines) in read(files, parsed))
            {
                var path = Path.Combine(parsed.GetValue(_output)!, name);
                OutputFile.Prepare(path);
                AtomicFile.Write(path, stream =>
                {
                    using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
                    foreach (var line in lines)
                    {
                        _cancellationToken.ThrowIfCancellationRequested();
                        writer.WriteLine(line);
                    }
                });
                figures[path] = lines.Count;
            }

            _console.WriteFigures(figures);
            return ExitCode.Success;
        });
        Subcommands.Add(command);
    }

    private static IEnumerable<(string Name, IReadOnlyList<string> Lines)> Split<T>(string extension, CorpusParts<T> parts, Func<T, string> line) =>
    [
        ($"train.{extension}", [.. parts.Train.Select(line)]),
        ($"valid.{extension}", [.. parts.Validation.Select(line)]),
        ($"test.{extension}", [.. parts.Test.Select(line)]),
    ];
}
