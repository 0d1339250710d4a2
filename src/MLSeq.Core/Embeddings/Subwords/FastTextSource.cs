namespace MLSeq.Embeddings.Subwords;

/// <summary>
/// What a fastText model holds beside the vectors that it gives: how it was trained, the words' own rows, which are one
/// part of the means, and the output rows. Kept so that a file is written with the same bits that were read or trained.
/// </summary>
/// <param name="Settings">How it was trained.</param>
/// <param name="WordRows">The words' own rows of the input matrix.</param>
/// <param name="OutputRows">The rows of the output matrix; null where they do not belong to words.</param>
/// <param name="RawWords">The bytes of words that are not UTF-8, by their index.</param>
internal sealed record FastTextSource(
    FastTextSettings Settings, RowList WordRows, RowList? OutputRows, IReadOnlyDictionary<int, byte[]> RawWords);
