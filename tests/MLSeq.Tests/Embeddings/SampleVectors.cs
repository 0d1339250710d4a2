using Microsoft.ML;
using MLSeq.Embeddings;
using MLSeq.Text;

namespace MLSeq.Tests.Embeddings;

/// <summary>Vectors of some of the sample data's words, and what is made of them by definition, in double precision.</summary>
internal static class SampleVectors
{
    public const int Dimensions = 5;

    private static readonly string[] WordList =
        ["the", "a", "of", "goal", "match", "team", "player", "bank", "market", "price", "rain", "wind", "storm", ",", "today"];

    /// <summary>With counts.</summary>
    public static WordVectors Vectors { get; } = Make(counts: true);

    /// <summary>Without.</summary>
    public static WordVectors Uncounted { get; } = Make(counts: false);

    /// <summary>Empty rows, rows of unknown words alone, mixed ones, long ones.</summary>
    public static IReadOnlyList<Document> Documents { get; } =
        [.. SampleData.MixedDocuments(60), new() { Text = "unheard-of sun" }, new() { Text = "the the the" }];

    /// <summary>Every output with each way that unknown words go.</summary>
    public static TheoryData<WordVectorOutput, UnknownWords> Forms { get; } = Combine(Enum.GetValues<WordVectorOutput>());

    /// <summary>The same without one vector for each token.</summary>
    public static TheoryData<WordVectorOutput, UnknownWords> PooledForms { get; } = Combine(Enum.GetValues<WordVectorOutput>()[1..]);

    public static IEstimator<ITransformer> Tokens(MLContext ml) => ml.Transforms.Text.TokenizeSequence("Tokens", "Text", Tokenizers.Words());

    /// <summary>A sentence's output by its definition, without the part that <see cref="WordVectorOutput.SmoothInverseFrequency"/> takes away.</summary>
    public static double[] Encode(WordVectors vectors, IEnumerable<string> words, WordVectorOutput output, UnknownWords unknown, double smoothing = 1e-3)
    {
        var total = vectors.Counts?.Sum() ?? 0;
        var found = words
            .Where(word => vectors.IndexOf(word) >= 0 || unknown == UnknownWords.Zero)
            .Select(word => vectors.IndexOf(word) is >= 0 and var index
                ? vectors.GetVector(index).ToArray().Select(value =>
                    output == WordVectorOutput.SmoothInverseFrequency ? value * smoothing / (smoothing + ((double)vectors.Counts![index] / total)) : (double)value).ToArray()
                : new double[vectors.Dimensions])
            .ToList();
        if (found.Count == 0)
        {
            found.Add(new double[vectors.Dimensions]);
        }

        IEnumerable<double> Of(Func<IEnumerable<double>, double> pool) =>
            Enumerable.Range(0, vectors.Dimensions).Select(i => pool(found.Select(vector => vector[i])));
        return
        [
            .. output switch
            {
                WordVectorOutput.PerToken => found.SelectMany(vector => vector),
                WordVectorOutput.Max => Of(values => values.Max()),
                WordVectorOutput.MinMeanMax => [.. Of(values => values.Min()), .. Of(values => values.Average()), .. Of(values => values.Max())],
                _ => Of(values => values.Average()),
            },
        ];
    }

    private static TheoryData<WordVectorOutput, UnknownWords> Combine(WordVectorOutput[] outputs)
    {
        var forms = new TheoryData<WordVectorOutput, UnknownWords>();
        foreach (var output in outputs)
        {
            forms.Add(output, UnknownWords.Skip);
            forms.Add(output, UnknownWords.Zero);
        }

        return forms;
    }

    private static WordVectors Make(bool counts)
    {
        var random = new Random(4);
        var values = Enumerable.Range(0, WordList.Length * Dimensions).Select(_ => (float)((2 * random.NextDouble()) - 1)).ToArray();
        return new(WordList, Dimensions, values, counts ? WordList.Select((_, i) => 1000L / (i + 1)) : null);
    }
}
