using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Text;

namespace MLSeq;

/// <summary>Reads the tokens of each row as the ids of their characters.</summary>
internal sealed class TokenReader(DataViewRow row, DataViewSchema.Column column)
{
    private readonly ValueGetter<VBuffer<ReadOnlyMemory<char>>> _get = row.GetGetter<VBuffer<ReadOnlyMemory<char>>>(column);
    private VBuffer<ReadOnlyMemory<char>> _tokens;

    /// <summary>The characters of the current row's tokens.</summary>
    public int[][] Read(WordSpellings spellings)
    {
        _get(ref _tokens);
        var words = new int[_tokens.Length][];
        var place = 0;
        foreach (var token in _tokens.DenseValues())
        {
            words[place++] = spellings.Of(token.Span);
        }

        return words;
    }

    /// <summary>Counts the characters of the current row's tokens.</summary>
    public void Count(VocabularyBuilder characters)
    {
        _get(ref _tokens);
        foreach (var token in _tokens.GetValues())
        {
            WordSpellings.Count(token.Span, characters);
        }
    }
}
