using Microsoft.ML;
using MLSeq.Decoding.Entities;

namespace MLSeq.Tests.Tagging;

/// <summary>Sentences in which "in" comes before a place of one or two words and "says" before a person, and pipelines over them.</summary>
internal static class SampleSentences
{
    private static readonly string[] Names = ["Paris", "Jordan", "Lincoln", "Chelsea", "Austin"];

    public static Sentence[] Make(int count, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var (tokens, tags) = (new List<string>(), new List<string>());
            for (var part = random.Next(1, 4); part > 0; part--)
            {
                for (var n = random.Next(3); n > 0; n--)
                {
                    tokens.Add("w" + random.Next(6));
                    tags.Add("O");
                }

                var (trigger, type) = random.Next(2) == 0 ? ("in", "LOC") : ("says", "PER");
                tokens.Add(trigger);
                tags.Add("O");
                for (var n = random.Next(1, 3); n > 0; n--)
                {
                    tags.Add(tags[^1] == "O" ? $"B-{type}" : $"I-{type}");
                    tokens.Add(Names[random.Next(Names.Length)]);
                }
            }

            return new Sentence
            {
                Tokens = [.. tokens],
                Tags = [.. tags],
                Frames = [.. tags.SelectMany(tag => new[] { tag[0] - 'E', tag.EndsWith("LOC", StringComparison.Ordinal) ? 1f : 0 })],
            };
        })];
    }

    public static SequenceTaggerOptions Options(int epochs = 12) => new()
    {
        EmbeddingSize = 12,
        HiddenSize = 12,
        CharacterEmbeddingSize = 5,
        CharacterSize = 8,
        Epochs = epochs,
        BatchSize = 16,
        LearningRate = 0.02f,
        Threads = 1,
        Seed = 1,
    };

    /// <summary>From tokens to ids, and from tags to keys.</summary>
    public static IEstimator<ITransformer> Prepared(MLContext ml) =>
        ml.Transforms.Text.MapTokensToIds("Ids", "Tokens").Append(ml.Transforms.Conversion.MapValueToKey("Tags"));

    public static IEstimator<ITransformer> Pipeline(MLContext ml, SequenceTaggerOptions options) => Prepared(ml)
        .Append(ml.Sequences().Trainers.Tagger("Tags", "Ids", options))
        .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));

    public static EntityScores Score(MLContext ml, ITransformer model, Sentence[] sentences)
    {
        var scores = new EntityScores();
        foreach (var (sentence, predicted) in sentences.Zip(Predicted(ml, model, sentences)))
        {
            scores.Add(sentence.Tags, predicted);
        }

        return scores;
    }

    public static List<string[]> Predicted(MLContext ml, ITransformer model, Sentence[] sentences) =>
        [.. ml.Data.CreateEnumerable<Tagged>(model.Transform(ml.Data.LoadFromEnumerable(sentences)), false).Select(row => row.PredictedLabel)];

    private sealed class Tagged
    {
        public string[] PredictedLabel { get; set; } = [];
    }
}
