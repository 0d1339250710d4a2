using System.CommandLine;
using MLSeq.Text;

namespace MLSeq.Tool.Commands;

/// <summary>How texts are cut into tokens, and which tokens have an id of their own.</summary>
/// <param name="name">What the option of the tokenizer is called.</param>
/// <param name="preferred">How texts are cut unless the user says otherwise.</param>
internal sealed class TokenOptions(string name = "--tokenizer", string preferred = "word")
{
    private readonly Option<string> _tokenizer = OptionTypes.Choice(
        name, "How texts are cut. 'word' and 'bpe' lower-case them.", [.. new[] { "word", "whitespace", "char", "bpe" }.OrderByDescending(kind => kind == preferred)]);

    private readonly Option<bool> _cased = CasedOption();
    private readonly Option<int> _vocabulary = OptionTypes.Whole("--vocabulary", "Most entries of the vocabulary; 0: no limit (8000 for bpe).", 0, 0);
    private readonly Option<int> _minCount = OptionTypes.Whole("--min-count", "Rarer tokens are unknown ones.", 1, 1);

    public void AddTo(Command command)
    {
        command.Options.Add(_tokenizer);
        command.Options.Add(_cased);
        command.Options.Add(_vocabulary);
        command.Options.Add(_minCount);
    }

    public Tokenizer Tokenizer(ParseResult parsed) => Tokenizer(parsed, _tokenizer, _cased, parsed.GetValue(_vocabulary));

    public VocabularyOptions Vocabulary(ParseResult parsed) => new()
    {
        MinCount = parsed.GetValue(_minCount),
        MaxSize = parsed.GetValue(_vocabulary) is > 0 and var size ? size : null,
    };

    /// <summary>The option that keeps capital letters.</summary>
    public static Option<bool> CasedOption() => new("--cased") { Description = "'word' and 'bpe' leave capital letters as they are." };

    /// <summary>The tokenizer of a name, to be trained where it learns.</summary>
    /// <exception cref="ToolException">Capital letters are to be kept where they are anyway.</exception>
    public static Tokenizer Tokenizer(ParseResult parsed, Option<string> tokenizer, Option<bool> cased, int vocabulary = 0)
    {
        var name = parsed.GetValue(tokenizer)!;
        if (parsed.GetValue(cased) && name is "char" or "whitespace")
        {
            throw new ToolException($"{cased.Name} does not belong to {tokenizer.Name} {name}, which leaves capital letters as they are.", ExitCode.Usage);
        }

        var normalization = parsed.GetValue(cased) ? TextNormalization.None : TextNormalization.LowerCase;
        return name switch
        {
            "char" => Tokenizers.Characters(),
            "whitespace" => Tokenizers.Whitespace(),
            "bpe" => Tokenizers.BytePairs(vocabulary > 0 ? vocabulary : 8000, normalization),
            _ => Tokenizers.Words(normalization),
        };
    }
}
