using System.CommandLine;
using System.Globalization;
using MLSeq.Embeddings;

namespace MLSeq.Tool.Commands.Vectors;

/// <summary><c>mlseq vectors analogy</c>: a is to b as c is to what?</summary>
internal sealed class VectorsAnalogyCommand : ToolCommand
{
    private readonly ToolConsole _console;
    private readonly VectorFile _file = new();
    private readonly Option<string?> _words = new("--words") { Description = "Three words, such as man,king,woman: man is to king as woman is to what?", Required = true, HelpName = "A,B,C" };
    private readonly Option<string> _method = Method("--method");
    private readonly Option<int> _top = OptionTypes.Whole("--top", "How many answers.", 10, 1);
    private readonly Option<int?> _restrict = OptionTypes.OptionalWhole("--restrict", "Answer only with the first so many words.", 1);

    public VectorsAnalogyCommand(ToolConsole console)
        : base(
            "analogy", "Writes word, tab and score for the words that complete an analogy best.",
            [
                new("Man is to king as woman is to ...", "mlseq vectors analogy vectors.bin --words man,king,woman"),
            ])
    {
        _console = console;
        _file.AddTo(this);
        foreach (var option in new Option[] { _words, _method, _top, _restrict })
        {
            Options.Add(option);
        }

        SetAction(Run);
    }

    internal static Option<string> Method(string name) => OptionTypes.Choice(name, "Adds and subtracts cosines (3CosAdd), or multiplies and divides them (3CosMul).", "add", "mul");

    internal static AnalogyMethod Of(string name) => name == "mul" ? AnalogyMethod.ThreeCosMul : AnalogyMethod.ThreeCosAdd;

    private int Run(ParseResult parsed)
    {
        var words = parsed.GetValue(_words)!.Split(',', StringSplitOptions.TrimEntries);
        if (words.Length != 3 || words.Any(w => w.Length == 0))
        {
            throw new ToolException($"--words '{parsed.GetValue(_words)}': expected three words with commas between them.", ExitCode.Usage);
        }

        var answers = _file.Load(parsed).Analogy(
            words[0], words[1], words[2], parsed.GetValue(_top), Of(parsed.GetValue(_method)!), parsed.GetValue(_restrict));
        if (_console.Json)
        {
            _console.WriteJson(new Dictionary<string, object?>
            {
                ["words"] = words,
                ["answers"] = answers.Select(a => new { word = a.Word, score = a.Similarity }),
            });
            return ExitCode.Success;
        }

        foreach (var answer in answers)
        {
            _console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{answer.Word}\t{answer.Similarity:F4}"));
        }

        return ExitCode.Success;
    }
}
