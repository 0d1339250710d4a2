using FsCheck;
using FsCheck.Fluent;
using MLSeq.Onnx.Scoring;
using MLSeq.Text;

namespace MLSeq.Onnx.Tests.Scoring;

public class BatchPlanTests
{
    [Fact]
    public void Every_row_is_in_one_batch_and_no_batch_is_too_large() =>
        Prop.ForAll(Lengths(), lengths =>
        {
            var batches = new BatchPlan(64, 8, equalLengths: false, 1, 8).Cut(lengths);
            return batches.SelectMany(b => b).Order().SequenceEqual(Enumerable.Range(0, lengths.Length)) && batches.All(b => b.Length is >= 1 and <= 8);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Rows_of_one_length_are_kept_together_where_padding_is_not_allowed() =>
        Prop.ForAll(Lengths(), lengths =>
        {
            var batches = new BatchPlan(64, 8, equalLengths: true, 1, 8).Cut(lengths);
            return batches.SelectMany(b => b).Order().SequenceEqual(Enumerable.Range(0, lengths.Length))
                && batches.All(b => b.All(row => lengths[row] == lengths[b[0]]));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_window_costs_no_more_than_by_any_other_cut_of_its_sorted_rows()
    {
        var random = new Random(7);
        for (int round = 0; round < 50; round++)
        {
            int[] lengths = [.. Enumerable.Range(0, 10).Select(_ => random.Next(1, 100))];
            int[] sorted = [.. lengths.OrderDescending()];
            double found = new BatchPlan(64, 4, equalLengths: false, 1, 8).Cut(lengths).Sum(b => Cost(lengths[b[0]], b.Length));

            // a bit for each gap: cut there or not
            double best = Enumerable.Range(0, 1 << 9).Min(cuts =>
            {
                double cost = 0;
                int first = 0;
                for (int i = 1; i <= 10; i++)
                {
                    if (i == 10 || (cuts >> (i - 1) & 1) == 1)
                    {
                        cost += i - first > 4 ? double.PositiveInfinity : Cost(sorted[first], i - first);
                        first = i;
                    }
                }

                return cost;
            });
            Assert.Equal(best, found, 1e-9);
        }

        static double Cost(int steps, int rows) => (steps + 8.0) * (rows + 1.0);
    }

    [Fact]
    public void Rows_of_one_length_fill_whole_batches()
    {
        var batches = new BatchPlan(2048, 32, equalLengths: false, 1, 8).Cut([.. Enumerable.Repeat(20, 100)]);

        Assert.Equal([4, 32, 32, 32], batches.Select(b => b.Length).Order());
    }

    [SkippableFact]
    public void Little_of_what_is_run_of_film_reviews_is_padding()
    {
        var path = Path.Combine(Environment.GetEnvironmentVariable("MLSEQ_DATA") ?? string.Empty, "sentiment/imdb.train.tsv.gz");
        Skip.IfNot(File.Exists(path), "MLSEQ_DATA names no folder with the reviews");
        int[] lengths = [.. TextFile.ReadLines(path).Take(4096).Select(line => WordScanner.Count(line.Split('\t')[^1]))];
        var options = new OnnxScorerOptions();

        var batches = BatchPlan.For(isCpu: true, options.WindowSize, options.BatchSize, equalLengths: false).Cut(lengths);

        double padded = batches.Sum(b => (double)b.Length * lengths[b[0]]);
        Assert.InRange(1 - (lengths.Sum() / padded), 0.001, 0.05);
    }

    private static Arbitrary<int[]> Lengths() => Gen.Choose(0, 300).ArrayOf(150).ToArbitrary();
}
