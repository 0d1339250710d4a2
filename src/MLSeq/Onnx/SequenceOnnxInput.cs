namespace MLSeq;

/// <summary>What an exported graph takes in.</summary>
public enum SequenceOnnxInput
{
    /// <summary>Text, [N] (string).</summary>
    Text,

    /// <summary>The feature column's token ids, [N, T] (int64): raw keys, 0 for unknown tokens, -1 for padding.</summary>
    Ids,
}
