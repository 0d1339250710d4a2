using System.CommandLine;
using MLSeq.Text;

namespace MLSeq.Tool.Commands;

/// <summary>How texts are cut into tokens, and which tokens have an id of their own.</summary>
/// <param name="name">What the option of the tokenizer is called.</param>
internal sealed class TokenOptions(string name = "--tokenizer")
{
    private readonly Option<string> _tokenizer = OptionTypes.Choice(name, "How texts are cut. 'word' and 'bpe' lower-case them.", "word", "whitespace", "char", "bpe");
    private readonly Option<int> _vocabulary = OptionTypes.Whole("--vocabulary", "Most entries of the vocabulary; 0: no limit (8000 for bpe).", 0, 0);
    private readonly Option<int> _minCount = OptionTypes.Whole("--min-count", "Rarer tokens are unknown ones.", 1, 1);

    public void AddTo(Command command)
    {
        command.Options.Add(_tokenizer);
        command.Options.Add(_vocabulary);
        command.Options.Add(_minCount);
    }

    public Tokenizer Tokenizer(ParseResult parsed)
    {
        var size = parsed.GetValue(_vocabulary);
        return parsed.GetValue(_tokenizer) switch
        {
            "char" => Tokenizers.Characters(),
            "whitespace" => Tokenizers.Whitespace(),
            "bpe" => Tokenizers.BytePairs(size > 0 ? size : 8000, TextNormalization.LowerCase),
            _ => Tokenizers.Words(),
        };
    }

    public VocabularyOptions Vocabulary(ParseResult parsed) => new()
    {
        MinCount = parsed.GetValue(_minCount),
        MaxSize = parsed.GetValue(_vocabulary) is > 0 and var size ? size : null,
    };
}
