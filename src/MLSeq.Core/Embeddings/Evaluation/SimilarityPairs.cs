using System.Globalization;
using MLSeq.Embeddings.Search;
using MLSeq.Text;

namespace MLSeq.Embeddings.Evaluation;

/// <summary>Pairs of words with people's judgement of how similar they are, as in WordSim-353 and RG-65.</summary>
public sealed class SimilarityPairs
{
    private readonly List<(string First, string Second, double Score)> _pairs;

    private SimilarityPairs(List<(string First, string Second, double Score)> pairs) => _pairs = pairs;

    /// <summary>The number of pairs.</summary>
    public int Count => _pairs.Count;

    /// <summary>
    /// Reads a file of lines <c>word1 word2 score</c>, separated by tabs, else by commas, else by spaces. Blank lines and
    /// lines that start with # are skipped, and a first line without a number is taken for the columns' names.
    /// </summary>
    /// <param name="path">The file, UTF-8; <c>.gz</c> is decompressed.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A line holds anything else, or there is no pair; names the file and line.</exception>
    public static SimilarityPairs Load(string path)
    {
        var pairs = new List<(string First, string Second, double Score)>();
        var number = 0;
        foreach (var line in TextFile.ReadLines(path))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line) || line.StartsWith('#'))
            {
                continue;
            }

            var fields = Fields(line);
            if (fields.Length != 3 || fields.Any(field => field.Length == 0))
            {
                throw new InvalidDataException($"'{path}', line {number}: found {fields.Length} fields; expected two words and a score.");
            }

            if (double.TryParse(fields[2], NumberStyles.Float, CultureInfo.InvariantCulture, out var score) && double.IsFinite(score))
            {
                pairs.Add((fields[0], fields[1], score));
            }
            else if (number > 1)
            {
                throw new InvalidDataException($"'{path}', line {number}: found '{fields[2]}' as the score; expected a number.");
            }
        }

        return pairs.Count > 0
            ? new SimilarityPairs(pairs)
            : throw new InvalidDataException($"'{path}': found no pairs in {number} lines; expected lines of two words and a score.");
    }

    /// <summary>
    /// Compares the judgements with the vectors' cosines. A word is looked for as it stands, then whatever its case (the
    /// first such word), then by subwords where there are any.
    /// </summary>
    /// <param name="vectors">The vectors.</param>
    public SimilarityReport Evaluate(WordVectors vectors)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        var ignoringCase = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < vectors.Count; i++)
        {
            ignoringCase.TryAdd(vectors.Words[i], i);
        }

        var (scores, cosines) = (new List<double>(), new List<double>());
        var (first, second) = (new float[vectors.Dimensions], new float[vectors.Dimensions]);
        foreach (var pair in _pairs)
        {
            if (Find(vectors, ignoringCase, pair.First, first) && Find(vectors, ignoringCase, pair.Second, second))
            {
                scores.Add(pair.Score);
                cosines.Add(ExactCosine.Of(first, second));
            }
        }

        return new SimilarityReport(RankCorrelation.Spearman(scores, cosines), scores.Count, Count);
    }

    private static string[] Fields(string line) =>
        line.Contains('\t', StringComparison.Ordinal) ? line.Split('\t', StringSplitOptions.TrimEntries)
        : line.Contains(',', StringComparison.Ordinal) ? line.Split(',', StringSplitOptions.TrimEntries)
        : line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static bool Find(WordVectors vectors, Dictionary<string, int> ignoringCase, string word, Span<float> vector)
    {
        if (!vectors.Contains(word) && ignoringCase.TryGetValue(word, out var index))
        {
            vectors.GetVector(index).CopyTo(vector);
            return true;
        }

        return vectors.TryGetVector(word, vector);
    }
}
