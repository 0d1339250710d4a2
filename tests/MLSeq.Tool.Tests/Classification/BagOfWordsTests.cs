using MLSeq.Text;
using MLSeq.Tool.Classification;
using MLSeq.Tool.Data;

namespace MLSeq.Tool.Tests.Classification;

public class BagOfWordsTests
{
    [Fact]
    public void Learns_words_whatever_their_order()
    {
        // The label is told by one word of each text; the rest is the same for all.
        var rows = Enumerable.Range(0, 200).Select(i => Row($"the {(i % 2 == 0 ? "good" : "bad")} thing of number n{i % 7}", i % 2 == 0 ? "yes" : "no")).ToList();

        var model = BagOfWords.Train(rows[..150], rows[150..], Tokenizers.Words(), 1, 1, CancellationToken.None);

        Assert.All(rows, r => Assert.Equal(r.Label, model.Predict(r.Text)));
        Assert.Equal("yes", model.Predict("n3 number good"));
        Assert.Equal("no", model.Predict("bad, unseen words"));
    }

    [Fact]
    public void The_same_seed_gives_the_same_predictions()
    {
        var random = new Random(3);
        var rows = Enumerable.Range(0, 120).Select(i => Row(string.Join(' ', Enumerable.Range(0, 6).Select(_ => "w" + random.Next(30))), "l" + random.Next(3))).ToList();

        var first = BagOfWords.Train(rows[..100], rows[100..], Tokenizers.Words(), 1, 5, CancellationToken.None);
        var second = BagOfWords.Train(rows[..100], rows[100..], Tokenizers.Words(), 1, 5, CancellationToken.None);

        Assert.Equal(rows.Select(r => first.Predict(r.Text)), rows.Select(r => second.Predict(r.Text)));
    }

    private static LabelledText Row(string text, string label) => new() { Text = text, Label = label };
}
