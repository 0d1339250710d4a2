using MLSeq.Text;
using MLSeq.Translation;

namespace MLSeq.Tests.Translation;

public class TranslationModelTests
{
    private static readonly string[] German = ["ein", "hund", "katze", "sieht", "rot", "ball"];
    private static readonly string[] English = ["a", "dog", "cat", "sees", "red", "ball"];

    private static readonly Lazy<TranslationModel> Trained = new(() =>
    {
        var pairs = Pairs(500, 1, names: 0.5);
        return Trainer().Fit(() => pairs);
    });

    [Fact]
    public void A_model_learns_to_translate_words_and_copies_unknown_ones_that_it_looks_at()
    {
        var pairs = Pairs(60, 2, names: 0.5);

        var outputs = Trained.Value.Translate([.. pairs.Select(p => p.Source)], new() { Width = 3 }, replaceUnknown: true);

        var right = outputs.Zip(pairs).Count(pair => pair.First[0].Text == pair.Second.Target);
        Assert.True(right >= 48, $"{right} of 60 are right");
        var name = outputs.SelectMany(best => best).First(t => t.SourceTokens.Any(token => token.StartsWith("name", StringComparison.Ordinal)));
        Assert.Null(name.Attention);
        Assert.Contains(Vocabulary.UnknownToken, Trained.Value.Translate(string.Join(' ', name.SourceTokens.SkipLast(1))).Tokens);
    }

    [Fact]
    public void Texts_are_translated_in_their_order_with_their_probabilities()
    {
        var pairs = Pairs(50, 3, names: 0);
        var model = Trained.Value;

        var outputs = model.Translate([.. pairs.Select(p => p.Source)], new() { Width = 4, Best = 2, KeepAttention = true });
        var scores = model.LogProbabilities([.. outputs.Select((best, i) => new TextPair(pairs[i].Source, best[0].Text))]);

        for (var i = 0; i < pairs.Length; i++)
        {
            var alone = model.Translate(pairs[i].Source, new() { Width = 4 });
            Assert.Equal(alone.Text, outputs[i][0].Text);
            Assert.Equal(2, outputs[i].Count);
            Assert.True(outputs[i][0].Score >= outputs[i][1].Score);
            Assert.Equal(outputs[i][0].Tokens.Count, outputs[i][0].Attention!.Count);
            Assert.Equal(outputs[i][0].LogProbability, scores[i], 1e-3);
        }
    }

    [Fact]
    public void Errors_are_of_the_search_or_of_the_model()
    {
        var pairs = Pairs(40, 4, names: 0);

        var errors = Trained.Value.AnalyzeErrors([.. pairs, new("ein hund", "ball ball")], [1, 4]);
        var quality = Trained.Value.Evaluate(pairs, new() { Width = 4 });

        Assert.Equal([1, 4], errors.Select(e => e.Width));
        Assert.All(errors, e => Assert.Equal(41, e.Equal + e.SearchErrors + e.ModelErrors));

        // No beam would find what the model holds improbable.
        Assert.All(errors, e => Assert.True(e.ModelErrors >= 1));
        Assert.True(errors[1].SearchErrors <= errors[0].SearchErrors);
        Assert.Equal(errors[1].Equal / 40d, quality.ExactMatch);
        Assert.InRange(quality.Bleu.Score, 50, 100.001);
        Assert.InRange(quality.Chrf.Score, 50, 100.001);
    }

    [Fact]
    public void A_model_that_was_saved_is_the_same()
    {
        using var folder = new TemporaryFolder();
        var path = folder["model"];
        var texts = Pairs(20, 5, names: 0.2).Select(p => p.Source).ToArray();

        Trained.Value.Save(path);
        var loaded = TranslationModel.Load(path);

        Assert.Equal(Trained.Value.Translate(texts).Select(best => best[0].Text), loaded.Translate(texts).Select(best => best[0].Text));
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
        Assert.StartsWith(path, Assert.Throws<InvalidDataException>(() => TranslationModel.Load(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Empty_sources_have_empty_translations_and_empty_and_long_pairs_are_left_out_and_named()
    {
        var empty = Trained.Value.Translate([" ", "ein hund"], new() { KeepAttention = true })[0].Single();
        Assert.Equal((string.Empty, 0d, 0), (empty.Text, empty.LogProbability, empty.Attention!.Count));
        Assert.Equal(3, Trained.Value.Sample([string.Empty], new() { Count = 3 })[0].Count);
        Assert.Empty(Trained.Value.Translate([]));
        TextPair longer = new("ein", string.Join(' ', Enumerable.Repeat("a", 40)));
        TextPair[] pairs = [.. Pairs(50, 1, names: 0), longer, new(string.Empty, "a")];
        Assert.Equal(
            [new(false, 50, 1, 40), new(false, 51, 0, 1), new(true, 0, 1, 40), new(true, 1, 1, 0)],
            Trainer().Fit(() => pairs, () => [longer, new("ein", " "), .. pairs[..50]]).Misfits);
        var error = Assert.Throws<ArgumentException>(() => Trainer().Fit(() => Enumerable.Repeat(longer, 3)));
        Assert.Equal("All 3 pairs have an empty source or target, or one of more tokens than MaxTokens, 30.", error.Message);
    }

    [Fact]
    public void Both_sides_may_share_byte_pairs_and_embeddings()
    {
        var pairs = Pairs(60, 6, names: 0);
        var text = new TranslationTextOptions { SourceTokenizer = Tokenizers.BytePairs(60), Shared = true };

        var model = new TranslationTrainer(
            new() { EmbeddingSize = 8, HiddenSize = 8, ShareEmbeddings = true, TieEmbeddings = true }, new() { Epochs = 1, Threads = 1 }, text).Fit(() => pairs);

        Assert.Same(model.SourceVocabulary, model.TargetVocabulary);
        Assert.Equal(1, model.Network.Parameters.Count(p => p.Name.EndsWith(".table", StringComparison.Ordinal)));
        Assert.DoesNotContain('▁', model.Translate(pairs[0].Source, new() { MinLength = 5 }).Text);
    }

    private static TranslationTrainer Trainer() => new(
        new() { EmbeddingSize = 24, HiddenSize = 32, EncoderHiddenSize = 16 },
        new() { Epochs = 12, BatchSize = 16, LearningRate = 0.01f, Threads = 1, Patience = 0 },
        new()
        {
            SourceTokenizer = Tokenizers.Whitespace(),
            TargetTokenizer = Tokenizers.Whitespace(),
            SourceVocabulary = new() { MinCount = 3 },
            TargetVocabulary = new() { MinCount = 3 },
            MaxTokens = 30,
        });

    /// <summary>Two to five words, each translated by itself, and at a share of texts a name that is no other text's.</summary>
    private static TextPair[] Pairs(int count, int seed, double names)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var words = Enumerable.Range(0, 2 + random.Next(4)).Select(_ => random.Next(German.Length)).ToArray();
            var (source, target) = (words.Select(w => German[w]).ToList(), words.Select(w => English[w]).ToList());
            if (random.NextDouble() < names)
            {
                var at = random.Next(words.Length);
                source[at] = target[at] = $"name{seed}-{i}";
            }

            return new TextPair(string.Join(' ', source), string.Join(' ', target));
        })];
    }
}
