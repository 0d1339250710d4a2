using MLSeq.Embeddings.Subwords;

namespace MLSeq.Embeddings.Formats;

/// <summary>What a fastText file says before its words.</summary>
/// <param name="Old">Whether it is of the form without a magic number, which cannot be pruned or quantized.</param>
/// <param name="Dimensions">The number of values in a row.</param>
/// <param name="Buckets">The number of buckets of n-grams, each of which has a row.</param>
/// <param name="MinN">The least length of character n-grams.</param>
/// <param name="MaxN">The largest length; 0 where words have no n-grams.</param>
/// <param name="Entries">The number of words and labels.</param>
/// <param name="Words">The number of words, which come first.</param>
/// <param name="Labels">The number of a classifier's labels.</param>
/// <param name="Settings">How it was trained.</param>
internal sealed record FastTextHeader(
    bool Old, int Dimensions, int Buckets, int MinN, int MaxN, int Entries, int Words, int Labels, FastTextSettings Settings)
{
    private const int LargestDimensions = 65536;
    private const int Supervised = 3;

    public bool IsSupervised => Settings.Model == Supervised;

    /// <exception cref="InvalidDataException">This is no such file, or a value is out of range.</exception>
    public static FastTextHeader Read(FastTextReader reader)
    {
        var first = reader.ReadInt32("the magic number");
        var old = first != FastTextFormat.Magic;
        var version = old ? 0 : reader.ReadInt32("the version");
        if (!old && version is < FastTextFormat.OldestVersion or > FastTextFormat.Version)
        {
            throw reader.Error($"found version {version}; expected {FastTextFormat.OldestVersion} or {FastTextFormat.Version}, or a file without a magic number from before them");
        }

        var dimensions = old ? first : reader.ReadInt32("the dimensions");
        if (dimensions is < 1 or > LargestDimensions)
        {
            throw reader.Error(old
                ? $"this is no fastText model: found {first}; expected the magic number {FastTextFormat.Magic}, or the dimensions (1 to {LargestDimensions}) where a file has none"
                : $"found {dimensions} dimensions; expected 1 to {LargestDimensions}");
        }

        var settings = new FastTextSettings
        {
            Ws = reader.ReadInt32("the window (ws)", 0),
            Epoch = reader.ReadInt32("the number of epochs", 0),
            MinCount = reader.ReadInt32("the minimum count", 0),
            Neg = reader.ReadInt32("the number of negatives", 0),
            WordNgrams = reader.ReadInt32("the length of word n-grams", 0),
            Loss = reader.ReadInt32("the loss", 1, 4),
            Model = reader.ReadInt32("the kind of model", 1, Supervised),
        };
        var buckets = reader.ReadInt32("the number of buckets", 0);
        var minN = reader.ReadInt32("the least length of n-grams (minn)", 0, SubwordVectors.LongestNGram);
        var maxN = reader.ReadInt32("the largest length of n-grams (maxn)", 0, SubwordVectors.LongestNGram);
        settings = settings with { LrUpdateRate = reader.ReadInt32("the rate of updates"), T = reader.ReadDouble("the sampling threshold") };
        if (version == FastTextFormat.OldestVersion && settings.Model == Supervised)
        {
            // Classifiers of that version had no n-grams, whatever their header says.
            maxN = 0;
        }

        var entries = reader.ReadInt32("the size of the dictionary", 0);
        var words = reader.ReadInt32("the number of words", 0, entries);
        var labels = reader.ReadInt32("the number of labels", 0);
        if (words + (long)labels != entries)
        {
            throw reader.Error($"found {words} words and {labels} labels; expected {entries} together, the size of the dictionary");
        }

        settings = settings with { Tokens = reader.ReadInt64("the number of tokens", 0) };
        if (!old)
        {
            var pruned = reader.ReadInt64("the number of n-grams kept by pruning", -1);
            if (pruned >= 0)
            {
                throw reader.Error($"this is a quantized model with {pruned} n-grams kept by pruning, which MLSeq does not read; expected the model that it was made from");
            }
        }

        return new FastTextHeader(old, dimensions, buckets, minN, maxN, entries, words, labels, settings);
    }
}
