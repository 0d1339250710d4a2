using MLSeq.Audio;
using MLSeq.Embeddings;
using MLSeq.Embeddings.Projection;
using MLSeq.Interactive.Audio;
using MLSeq.Interactive.Charts;
using MLSeq.Interactive.Texts;
using MLSeq.Text;

namespace MLSeq.Interactive.Tests;

public class ResultViewsTests
{
    private static readonly Dictionary<Type, (object Result, NotebookView View)> Examples = new()
    {
        [typeof(Networks.Training.TrainingHistory)] = (Gallery.History, new TrainingCurves(Gallery.History)),
        [typeof(AudioClip)] = (Gallery.Tone, new SoundView("1.00 seconds at 8,000 samples a second", Gallery.Tone)),
        [typeof(ScatterPlot)] = (Plot, new PlotView(Plot)),
        [typeof(Translation.TranslatedText)] = (Gallery.Translation, HeatMap.OfAttention(Gallery.Translation)),
        [typeof(TaggedSentence)] = (new TaggedSentence(["Ada", "wrote"], ["B-PER", "O"], 1), new TaggedText(["Ada", "wrote"], ["B-PER", "O"])),
        [typeof(IEnumerable<SimilarWord>)] = (new List<SimilarWord> { new("near", 0.9f) }, TextTable.Of("Nearest words", [new SimilarWord("near", 0.9f)])),
        [typeof(WordVectors)] = (new WordVectors(["a", "b"], 2, [3, 4, 0, 1], [7, 2]), new TextTable("2 words of 2 dimensions", ["word", "count", "norm"], [["a", 7L, 5f], ["b", 2L, 1f]])),
    };

    private static ScatterPlot Plot => new(["king", "queen"], [0, 0, 1, 1], null, new() { Width = 300, Height = 200 });

    public static TheoryData<string> All() => [.. ResultViews.Types.Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(All))]
    public void Every_type_of_result_has_the_view_that_is_made_for_it(string name)
    {
        var (result, view) = Examples.Single(pair => pair.Key.Name == name).Value;

        Assert.Equal(view.ToHtml(), ResultViews.Of(result).ToHtml());
    }

    [Fact]
    public void Results_with_less_in_them_are_shown_all_the_same()
    {
        Assert.Contains("a dog runs &amp; barks .", ResultViews.Of(Gallery.Translation with { Attention = null }).ToHtml(), StringComparison.Ordinal);
        Assert.Contains("Ada", ResultViews.Of(new TaggedSentence(["Ada"], [], 1)).ToHtml(), StringComparison.Ordinal);
        Assert.Contains("unknown", ResultViews.Of(new WordVectors(["a"], 1, [1])).ToHtml(), StringComparison.Ordinal);
        Assert.Same(Gallery.Views[0], ResultViews.Of(Gallery.Views[0]));
    }

    [Fact]
    public void What_has_no_view_is_said()
    {
        Assert.False(ResultViews.TryGet("text", out _));
        Assert.Contains("System.String has no view", Assert.Throws<ArgumentException>(() => ResultViews.Of("text")).Message, StringComparison.Ordinal);
    }
}
