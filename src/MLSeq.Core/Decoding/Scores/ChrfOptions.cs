namespace MLSeq.Decoding.Scores;

/// <summary>How <see cref="ChrfScore"/> counts. The defaults are sacreBLEU's, for chrF2.</summary>
public sealed class ChrfOptions
{
    /// <summary>The length of the longest runs of characters, from 1. 6 by default.</summary>
    public int CharacterOrder { get; set; } = 6;

    /// <summary>The length of the longest runs of words: 0 for chrF, 2 for chrF++ (Popović, 2017). 0 by default.</summary>
    public int WordOrder { get; set; }

    /// <summary>How many times as much recall counts as precision. 2 by default.</summary>
    public int Beta { get; set; } = 2;

    /// <summary>Whether upper and lower case are the same. No by default.</summary>
    public bool LowerCase { get; set; }

    /// <summary>Whether white space counts among the characters. No by default.</summary>
    public bool KeepWhiteSpace { get; set; }

    internal ChrfOptions Copy() => (ChrfOptions)MemberwiseClone();

    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    internal void Check()
    {
        OptionCheck.Require(CharacterOrder is >= 1 and <= 16, nameof(CharacterOrder), CharacterOrder, "1 to 16");
        OptionCheck.Require(WordOrder is >= 0 and <= 16, nameof(WordOrder), WordOrder, "0 to 16");
        OptionCheck.Require(Beta >= 1, nameof(Beta), Beta, "at least 1");
    }
}
