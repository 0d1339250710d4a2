using MLSeq.Networks;
using MLSeq.Networks.Layers;

namespace MLSeq.Tests.Networks.Layers;

public class EmbeddingTests
{
    private readonly Parameter _table = new("table", 5, 2);
    private readonly Embedding _embedding;

    public EmbeddingTests()
    {
        for (var i = 0; i < _table.Values.Length; i++)
        {
            _table.Values[i] = i;
        }

        _embedding = new("table", 5, 2, (_, _, _, _, _) => _table);
    }

    [Fact]
    public void Positions_with_equal_tokens_share_a_vector()
    {
        var vectors = _embedding.Forward([3, 1, 3, 3], share: true);

        Assert.Equal([6, 7, 2, 3], vectors.Span.ToArray());
        Assert.Equal([0, 1, 0, 0], _embedding.Rows.ToArray());
    }

    [Fact]
    public void Tokens_that_hardly_repeat_are_not_worth_sharing()
    {
        Assert.Equal(5, _embedding.Forward([3, 1, 2, 4, 3], share: true).Rows);
        Assert.True(_embedding.Rows.IsEmpty);
    }

    [Fact]
    public void Nothing_is_shared_unasked()
    {
        _embedding.Forward([1, 1, 1, 1], share: true);

        Assert.Equal(4, _embedding.Forward([1, 1, 1, 1], share: false).Rows);
        Assert.True(_embedding.Rows.IsEmpty);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_token_that_repeats_has_the_sum_of_its_gradients(bool share)
    {
        int[] ids = [3, 1, 3, 3];
        var gradient = new Matrix().Resize(_embedding.Forward(ids, share).Rows, 2);
        float[] values = share ? [6, 60, 2, 20] : [1, 10, 2, 20, 2, 20, 3, 30];
        values.CopyTo(gradient.Span);
        _embedding.Backward(ids, gradient);

        var rows = Assert.Single(_embedding.RowGradients);
        Assert.Equal([3, 1], rows.Rows.ToArray());
        Assert.Equal([6, 60, 2, 20], rows.Values.ToArray());
    }
}
