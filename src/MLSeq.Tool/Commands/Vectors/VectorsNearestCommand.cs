using System.CommandLine;
using System.Globalization;
using MLSeq.Tool.Vectors;

namespace MLSeq.Tool.Commands.Vectors;

/// <summary><c>mlseq vectors nearest</c>: the words most similar to words, or to sums and differences of them.</summary>
internal sealed class VectorsNearestCommand : ToolCommand
{
    private readonly ToolConsole _console;
    private readonly VectorFile _file = new();
    private readonly Option<string[]> _words = new("--words")
    {
        Description = "Words, with commas between them; \"king - man + woman\" adds and subtracts. - reads a query a line from standard input.",
        Required = true,
        HelpName = "WORDS",
    };

    private readonly Option<int> _top = OptionTypes.Whole("--top", "How many for each.", 10, 1);
    private readonly Option<int?> _restrict = OptionTypes.OptionalWhole("--restrict", "Answer only with the first so many words.", 1);

    public VectorsNearestCommand(ToolConsole console)
        : base(
            "nearest", "Writes query, tab, word, tab and cosine for the words most similar to each query.",
            [
                new("The ten words most similar to one.", "mlseq vectors nearest vectors.bin --words france --top 10"),
            ])
    {
        _console = console;
        _file.AddTo(this);
        Options.Add(_words);
        Options.Add(_top);
        Options.Add(_restrict);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var queries = parsed.GetValue(_words)!.SelectMany(Given).Select(WordQuery.Parse).ToList();
        if (queries.Count == 0)
        {
            throw new ToolException("--words: found no words.", ExitCode.Usage);
        }

        var vectors = _file.Load(parsed);
        var answers = queries.ConvertAll(query => (Query: query.Text, Nearest: query.Nearest(vectors, parsed.GetValue(_top), parsed.GetValue(_restrict))));
        if (_console.Json)
        {
            _console.WriteJson(new Dictionary<string, object?>
            {
                ["queries"] = answers.Select(a => new { query = a.Query, nearest = a.Nearest.Select(n => new { word = n.Word, similarity = n.Similarity }) }),
            });
            return ExitCode.Success;
        }

        foreach (var (query, nearest) in answers)
        {
            foreach (var answer in nearest)
            {
                _console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{query}\t{answer.Word}\t{answer.Similarity:F4}"));
            }
        }

        return ExitCode.Success;
    }

    private IEnumerable<string> Given(string text)
    {
        if (text != "-")
        {
            return text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }

        var lines = new List<string>();
        while (_console.In.ReadLine() is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                lines.Add(line);
            }
        }

        return lines;
    }
}
