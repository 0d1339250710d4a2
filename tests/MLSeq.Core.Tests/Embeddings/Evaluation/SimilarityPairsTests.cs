using MLSeq.Embeddings;
using MLSeq.Embeddings.Evaluation;

namespace MLSeq.Tests.Embeddings.Evaluation;

public sealed class SimilarityPairsTests : IDisposable
{
    private static readonly WordVectors Angles = new(
        ["x", "ten", "Twenty", "thirty", "sixty"],
        2,
        [.. new[] { 0, 10, 20, 30, 60 }.SelectMany(degrees => new[] { MathF.Cos(degrees * MathF.PI / 180), MathF.Sin(degrees * MathF.PI / 180) })]);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("x ten 9\nx Twenty 8\nx thirty 7\nx sixty 6\n", 1, 4, 4)]
    [InlineData("x,ten,1\nx,Twenty,2\nx,thirty,3\nx,sixty,4\n", -1, 4, 4)]
    [InlineData("Word 1\tWord 2\tHuman (mean)\n# note\nx\tten\t9\nX\tTWENTY\t8\n\nx\tthirty\t7\r\nx\tunknown\t5\n", 1, 3, 4)]
    [InlineData("x ten 1\n", 0, 1, 1)]
    [InlineData("x ten 1\nx twenty 1\n", 0, 2, 2)]
    public void Ranks_are_compared(string text, double spearman, int found, int pairs)
    {
        var report = Load(text).Evaluate(Angles);
        Assert.Equal(spearman, report.Spearman, 12);
        Assert.Equal((found, pairs), (report.PairsFound, report.Pairs));
    }

    [Fact]
    public void Ties_share_their_mean_rank()
    {
        // Ranks by cosine 4 3 2 1, by score 3.5 3.5 1 2: scipy.stats.spearmanr([4,3,2,1],[9,9,1,2]) is 0.7378647873726218.
        Assert.Equal(0.7378647873726218, Load("x ten 9\nx twenty 9\nx thirty 1\nx sixty 2\n").Evaluate(Angles).Spearman, 12);
    }

    [Theory]
    [InlineData("x ten 9\nx ten\n", "line 2: found 2 fields")]
    [InlineData("x ten 9\n\nx ten nine\n", "line 3: found 'nine' as the score")]
    [InlineData("x ten 9\nx ten nan\n", "line 2: found 'nan' as the score")]
    [InlineData("x\t\t9\n", "line 1: found 3 fields")]
    [InlineData("# nothing\n", "found no pairs in 1 lines")]
    public void A_bad_file_is_an_error_that_names_the_line(string text, string error) =>
        Assert.Contains(error, Assert.Throws<InvalidDataException>(() => Load(text)).Message, StringComparison.Ordinal);

    private SimilarityPairs Load(string text)
    {
        File.WriteAllText(_folder["p"], text);
        return SimilarityPairs.Load(_folder["p"]);
    }
}
