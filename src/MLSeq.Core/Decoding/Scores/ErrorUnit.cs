namespace MLSeq.Decoding.Scores;

/// <summary>What an <see cref="ErrorRate"/> counts.</summary>
public enum ErrorUnit
{
    /// <summary>Words: the word error rate (WER).</summary>
    Word,

    /// <summary>Characters: the character error rate (CER).</summary>
    Character,
}
