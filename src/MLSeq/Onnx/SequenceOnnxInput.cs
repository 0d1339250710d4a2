namespace MLSeq;

/// <summary>What an exported graph takes in.</summary>
public enum SequenceOnnxInput
{
    /// <summary>Text, [N] (string), or tokens, [N, T] (string), where the pipeline starts with these.</summary>
    Text,

    /// <summary>
    /// The feature column's token ids, [N, T] (int64): raw keys, 0 for unknown tokens, -1 for padding. A tagger that takes the characters of tokens
    /// has them as a second input, <c>Tokens.Characters</c> for the column Tokens, [N, T, L] (int64), padded likewise; <c>ApplySequenceOnnxModel</c>
    /// cannot fill it, but takes the graph of text or tokens, which cuts the characters itself.
    /// </summary>
    Ids,
}
