using MLSeq.Decoding;
using MLSeq.LanguageModels;
using MLSeq.Text;

namespace MLSeq.Tests.LanguageModels;

/// <summary>Descriptions of things from numbers that say how many, of what colour, what and where they are.</summary>
public class WritingTests
{
    private static readonly string[] Counts = ["one", "two", "three"];
    private static readonly string[] Colours = ["red", "green", "blue", "white"];
    private static readonly string[] Things = ["ball", "cube", "cone", "ring"];
    private static readonly string[] Places = ["on the left", "on the right", "in the middle"];

    private static readonly (string Text, float[] Features)[] All =
    [
        .. from count in Enumerable.Range(0, Counts.Length) from colour in Enumerable.Range(0, Colours.Length)
           from thing in Enumerable.Range(0, Things.Length) from place in Enumerable.Range(0, Places.Length)
           select Row(count, colour, thing, place),
    ];

    // An eighth of the combinations is never seen in training, but all of their words are.
    private static readonly (string Text, float[] Features)[] HeldOut = [.. All.Where((_, i) => i * 5 % 8 == 3)];

    private static readonly Lazy<LanguageModel> Trained = new(() =>
    {
        var seen = All.Except(HeldOut).ToArray();
        return new LanguageModelTrainer(
            new() { EmbeddingSize = 16, HiddenSize = 48, StateSize = All[0].Features.Length },
            new() { Epochs = 40, BatchSize = 8, LearningRate = 0.01f, ValidationFraction = 0, Threads = 1 },
            new() { Vocabulary = new() { MinCount = 2 } }).FitFromFeatures(() => seen.Append(("strange words", new float[14])));
    });

    [Fact]
    public void Combinations_that_were_never_seen_are_described_in_the_right_words()
    {
        var written = Trained.Value.Write([.. HeldOut.Select(row => row.Features)]);

        Assert.Equal(18, HeldOut.Length);
        Assert.Equal(HeldOut.Select(row => row.Text), written.Select(best => best[0].Text));
        Assert.All(HeldOut.Zip(written), pair =>
            Assert.Equal(Trained.Value.Score(pair.First.Text, pair.First.Features).LogProbability, pair.Second[0].LogProbability, 1e-4));
    }

    [Fact]
    public void Many_are_written_as_each_alone_and_best_ones_come_first()
    {
        var features = All.Take(70).Select(row => row.Features).ToArray();

        var together = Trained.Value.Write(features, new() { Width = 4, Best = 3 });

        for (var i = 0; i < features.Length; i++)
        {
            Assert.Equal(Trained.Value.Write(features[i], new() { Width = 4 }).Text, together[i][0].Text);
            Assert.Equal(3, together[i].Count);
            Assert.Equal(together[i].OrderByDescending(t => t.Score), together[i]);
            Assert.Equal(Trained.Value.Generate("", new() { Temperature = 0, Features = features[i] }), Trained.Value.Write(features[i], new() { Width = 1 }).Text);
        }
    }

    [Fact]
    public void Texts_are_drawn_by_a_seed_and_have_no_unknown_words()
    {
        float[][] features = [.. All.Take(40).Select(row => row.Features), new float[14]];
        var options = new TargetSamplingOptions { Count = 4, Temperature = 1.3f, Seed = 3 };

        var drawn = Trained.Value.Sample(features, options);

        Assert.Equal(Texts(drawn), Texts(Trained.Value.Sample(features, options)));
        Assert.Equal(Texts([drawn[7]]), Texts(Trained.Value.Sample([features[7]], options)));
        Assert.True(Texts(drawn).Distinct().Count() > 41);
        Assert.DoesNotContain(Texts(drawn), text => text.Contains(Vocabulary.UnknownToken, StringComparison.Ordinal) || text.Contains('<'));

        // Such features were only seen with words that are unknown.
        Assert.Contains(Vocabulary.UnknownToken, Trained.Value.Generate("", new() { Temperature = 0, AllowUnknown = true, Features = features[^1] }));
        Assert.DoesNotContain('<', Trained.Value.Write(features[^1]).Text);
    }

    [Fact]
    public void A_model_without_features_writes_from_nothing_and_features_that_do_not_fit_are_told()
    {
        Assert.Equal(
            TinyModel.Learned.Generate("", new() { Temperature = 0 }),
            TinyModel.Learned.Write(Array.Empty<float>(), new() { Width = 1 }).Text);
        Assert.Contains("1 features", Assert.Throws<ArgumentException>(() => TinyModel.Learned.Write([1f])).Message, StringComparison.Ordinal);
        Assert.Contains("14", Assert.Throws<ArgumentException>(() => Trained.Value.Sample([new float[3]])).Message, StringComparison.Ordinal);
        Assert.Contains("Width", Assert.Throws<ArgumentException>(() => Trained.Value.Write(All[0].Features, new() { Width = 0 })).Message, StringComparison.Ordinal);
        Assert.Empty(Trained.Value.Write(Array.Empty<float[]>()));
    }

    private static IEnumerable<string> Texts(IEnumerable<IReadOnlyList<WrittenText>> written) => written.SelectMany(all => all.Select(t => t.Text));

    private static (string Text, float[] Features) Row(int count, int colour, int thing, int place)
    {
        var features = new float[Counts.Length + Colours.Length + Things.Length + Places.Length];
        features[count] = features[3 + colour] = features[7 + thing] = features[11 + place] = 1;
        return ($"{Counts[count]} {Colours[colour]} {Things[thing]}{(count == 0 ? "" : "s")} {Places[place]}", features);
    }
}
