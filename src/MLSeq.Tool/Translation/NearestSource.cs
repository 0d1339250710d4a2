using MLSeq.Text;
using MLSeq.Translation;

namespace MLSeq.Tool.Translation;

/// <summary>
/// A yardstick for translators: the target of the known source that is most alike, by the cosine of the words' counts, each weighted by how rare the word is
/// (TF-IDF).
/// </summary>
internal sealed class NearestSource
{
    private readonly Tokenizer _tokenizer = Tokenizers.Words();
    private readonly Dictionary<string, List<(int Source, float Weight)>> _sources = [];
    private readonly string[] _targets;

    public NearestSource(IReadOnlyList<TextPair> known)
    {
        _targets = [.. known.Select(pair => pair.Target)];
        var counts = known.Select(pair => Counts(pair.Source)).ToArray();
        var frequency = counts.SelectMany(words => words.Keys).CountBy(word => word).ToDictionary(word => word.Key, word => word.Value);
        for (var source = 0; source < counts.Length; source++)
        {
            var weights = counts[source].Select(word => (Word: word.Key, Weight: word.Value * Math.Log(1 + ((double)known.Count / frequency[word.Key])))).ToArray();
            var length = Math.Sqrt(weights.Sum(word => word.Weight * word.Weight));
            foreach (var (word, weight) in weights)
            {
                if (!_sources.TryGetValue(word, out var list))
                {
                    _sources.Add(word, list = []);
                }

                list.Add((source, (float)(weight / length * Math.Log(1 + ((double)known.Count / frequency[word])))));
            }
        }
    }

    /// <summary>The target of the nearest source, the first of those that are equally near; empty where none shares a word.</summary>
    public string Translate(string source)
    {
        var products = new float[_targets.Length];
        foreach (var (word, count) in Counts(source))
        {
            foreach (var (other, weight) in _sources.GetValueOrDefault(word) ?? [])
            {
                products[other] += count * weight;
            }
        }

        var best = products.Length == 0 ? -1 : Array.IndexOf(products, products.Max());
        return best >= 0 && products[best] > 0 ? _targets[best] : string.Empty;
    }

    private Dictionary<string, int> Counts(string text) => _tokenizer.Tokenize(text).CountBy(word => word).ToDictionary(word => word.Key, word => word.Value);
}
