namespace MLSeq.Decoding.Entities;

/// <summary>How the tags of a sequence's tokens mark the entities in it.</summary>
public enum TagScheme
{
    /// <summary>Not at all: each tag is about its token alone, as a part of speech is.</summary>
    None,

    /// <summary>
    /// <c>B-X</c> at the first token of an entity of type X, <c>I-X</c> at its other ones, <c>O</c> outside of entities (IOB2).
    /// </summary>
    Bio,

    /// <summary>As <see cref="Bio"/>, but with <c>E-X</c> at the last token, and <c>S-X</c> at the only one (IOBES, BILOU).</summary>
    Bioes,
}
