using System.CommandLine;
using MLSeq.Tool.Data;

namespace MLSeq.Tool.Commands;

/// <summary>How the user's files are laid out: the same options for training, evaluation and prediction.</summary>
internal sealed class FileFormatOptions
{
    private readonly bool _labelled;

    public FileFormatOptions(bool labelled) => _labelled = labelled;

    private Option<ColumnReference> TextColumn { get; } = Column("--text-column", "Column of the texts: its number, counted from 0, or its name in the header.", 0);

    private Option<ColumnReference> LabelColumn { get; } = Column("--label-column", "Column of the labels, likewise.", 1);

    private Option<bool> Header { get; } = new("--header") { Description = "The first line names the columns (implied where a column is given by name)." };

    private Option<char?> Separator { get; } = new("--separator")
    {
        Description = "Between columns: one character, 'tab' or 'comma'; 'none' where each line is one text. Default: comma for .csv and .csv.gz, otherwise tab. "
            + "Tab-separated files are read raw; in others a field may be quoted.",
        HelpName = "tab|comma|none|C",
        CustomParser = result =>
        {
            switch (result.Tokens[0].Value)
            {
                case "tab" or "\\t":
                    return '\t';
                case "comma":
                    return ',';
                case "none":
                    return SeparatedRows.None;
                case { Length: 1 } text when text[0] is not ('"' or '\r' or '\n'):
                    return text[0];
                case var text:
                    result.AddError($"--separator '{text}': expected tab, comma, none or one character.");
                    return null;
            }
        },
    };

    public void AddTo(Command command)
    {
        command.Options.Add(TextColumn);
        if (_labelled)
        {
            command.Options.Add(LabelColumn);
        }

        command.Options.Add(Separator);
        command.Options.Add(Header);
    }

    public SeparatedFormat Of(ParseResult parsed) => new(
        parsed.GetValue(Separator),
        parsed.GetValue(Header),
        parsed.GetValue(TextColumn),
        _labelled ? parsed.GetValue(LabelColumn) : null);

    private static Option<ColumnReference> Column(string name, string description, int number) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => new ColumnReference(number, null),
        HelpName = "N|NAME",
        CustomParser = result =>
        {
            if (result.Tokens[0].Value is not { Length: > 0 } text || text[0] == '-')
            {
                result.AddError($"{name} '{result.Tokens[0].Value}': expected a column's number, counted from 0, or its name.");
                return default;
            }

            return ColumnReference.Parse(text);
        },
    };
}
