using MLSeq.Text;

namespace MLSeq.Embeddings.Corpora;

/// <summary>Which words of a corpus get a vector.</summary>
public sealed class WordCorpusOptions
{
    /// <summary>How often a word must occur to get a vector; rarer ones are left out as if they were not in the text. 5 by default.</summary>
    public int MinCount { get; set; } = 5;

    /// <summary>How many words to keep at most, the most frequent ones. Null, the default, keeps all.</summary>
    public int? MaxWords { get; set; }

    /// <summary>
    /// Joins words that occur together more often than by chance, such as "new york", into one before the words are
    /// counted. Null, the default, leaves the text as it is.
    /// </summary>
    public PhraseOptions? Phrases { get; set; }

    /// <summary>
    /// Cuts the lines of a file into words; one that learns must be trained. Null, the default, cuts at ASCII white space. Not used for sentences
    /// that are cut already.
    /// </summary>
    public Tokenizer? Tokenizer { get; set; }

    /// <summary>Told the number of tokens read so far, now and then.</summary>
    public IProgress<long>? Progress { get; set; }

    /// <summary>Stops the reading.</summary>
    public CancellationToken CancellationToken { get; set; }

    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    internal void Check()
    {
        OptionCheck.Require(MinCount >= 1, nameof(MinCount), MinCount, "at least 1");
        OptionCheck.Require(MaxWords is null or >= 1, nameof(MaxWords), MaxWords ?? 0, "at least 1, or null for all");
        OptionCheck.Require(Tokenizer is null or { IsTrained: true }, nameof(Tokenizer), "untrained", "a trained one, or null for white space");
        Phrases?.Check();
    }
}
