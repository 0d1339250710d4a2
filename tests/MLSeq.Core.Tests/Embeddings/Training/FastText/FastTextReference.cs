using MLSeq.Embeddings.Subwords;
using MLSeq.Embeddings.Training;
using MLSeq.Embeddings.Training.Word2Vec;
using MLSeq.Numerics;

namespace MLSeq.Tests.Embeddings.Training.FastText;

/// <summary>
/// The training of one block of text in double precision, from the equations: hᵢ is the mean of word i's rows; with
/// labels y, g = rate (y - σ(v·h)) for each vector h of a window and each of its targets v, h += Σ g v and v += Σ g h;
/// at the end each row of word i gets what hᵢ has got.
/// </summary>
internal sealed class FastTextReference(IReadOnlyList<string> words, FastTextOptions options, NoiseDistribution noise)
{
    /// <summary>By word.</summary>
    public required double[][] Words { get; init; }

    /// <summary>By bucket.</summary>
    public required Dictionary<int, double[]> Buckets { get; init; }

    /// <summary>By word.</summary>
    public required double[][] Outputs { get; init; }

    /// <summary>Trains on a text without ends of sentences, all of which stays; random numbers come in the order in which the worker takes them.</summary>
    public void Train(int[] text, double rate, params ReadOnlySpan<long> seeds)
    {
        var random = new SeededRandom(seeds);
        var vectors = text.Distinct().ToDictionary(word => word, Mean);
        var before = vectors.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray());
        var negatives = text.Select(_ => Enumerable.Range(0, options.Negatives).Select(_ => noise.Draw(random.NextBits())).ToArray()).ToArray();
        for (var centre = 0; centre < text.Length; centre++)
        {
            var reach = random.Next(options.Window) + 1;
            int[] places = [.. Enumerable.Range(1, reach).Select(d => centre - d), .. Enumerable.Range(1, reach).Select(d => centre + d)];
            double[][] window = [.. places.Where(place => place >= 0 && place < text.Length).Select(place => vectors[text[place]])];
            Step(window, text[centre], negatives[centre], rate);
        }

        foreach (var (word, vector) in vectors)
        {
            foreach (var row in Rows(word))
            {
                for (var k = 0; k < vector.Length; k++)
                {
                    row[k] += vector[k] - before[word][k];
                }
            }
        }
    }

    private void Step(double[][] window, int centre, int[] negatives, double rate)
    {
        (double[] Row, double Label)[] targets = [(Outputs[centre], 1), .. negatives.Where(word => word != centre).Select(word => (Outputs[word], 0.0))];
        var gradients = window.Select(h => targets.Select(target => rate * (target.Label - Sigmoid(Dot(h, target.Row)))).ToArray()).ToArray();
        var old = targets.Select(target => target.Row.ToArray()).ToArray();
        for (var i = 0; i < window.Length; i++)
        {
            // A word that is there twice in the window has one vector, which gets both changes.
            var h = window[i].ToArray();
            for (var j = 0; j < targets.Length; j++)
            {
                for (var k = 0; k < h.Length; k++)
                {
                    window[i][k] += gradients[i][j] * old[j][k];
                    targets[j].Row[k] += gradients[i][j] * h[k];
                }
            }
        }
    }

    private double[] Mean(int word)
    {
        var rows = Rows(word);
        return [.. Enumerable.Range(0, options.Dimensions).Select(k => rows.Average(row => row[k]))];
    }

    private List<double[]> Rows(int word)
    {
        var buckets = new List<int>();
        CharacterNGrams.AddBuckets(words[word], options.MinN, options.MaxN, options.Buckets, buckets);
        return [Words[word], .. buckets.Select(bucket => Buckets[bucket])];
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double Dot(double[] x, double[] y) => x.Zip(y, (a, b) => a * b).Sum();
}
