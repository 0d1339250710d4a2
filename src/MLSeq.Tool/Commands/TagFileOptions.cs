using System.CommandLine;
using MLSeq.Tool.Tagging;

namespace MLSeq.Tool.Commands;

/// <summary>How the files of the <c>tag</c> commands are laid out.</summary>
internal sealed class TagFileOptions(bool labelled)
{
    private const int Form = 1;
    private const int PartOfSpeech = 3;

    private readonly Option<string> _format = OptionTypes.Choice(
        "--format", "conll: a token a line and its tag in another column; conllu: Universal Dependencies. Empty lines part sentences.", "conll", "conllu");

    private readonly Option<int?> _tokens = OptionTypes.OptionalWhole("--token-column", "The tokens' column, from 0; without it 0, of conllu 1.", 0, 1000);
    private readonly Option<int?> _tags = OptionTypes.OptionalWhole("--label-column", "The tags' column, from 0; without it the last, of conllu 3, the part of speech.", 0, 1000);
    private readonly Option<string> _prefix = new("--token-prefix")
    {
        Description = "What every token starts with and is taken off, as en: in WikiANN.",
        DefaultValueFactory = _ => "",
        HelpName = "TEXT",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_format);
        command.Options.Add(_tokens);
        if (labelled)
        {
            command.Options.Add(_tags);
        }

        command.Options.Add(_prefix);
    }

    public TaggedFormat Of(ParseResult parsed)
    {
        var isConllu = parsed.GetValue(_format) == "conllu";
        return new(
            isConllu,
            parsed.GetValue(_tokens) ?? (isConllu ? Form : 0),
            labelled ? parsed.GetValue(_tags) ?? (isConllu ? PartOfSpeech : -1) : null,
            parsed.GetValue(_prefix)!);
    }
}
