using MLSeq.Embeddings.Training.Word2Vec;
using MLSeq.Numerics;

namespace MLSeq.Tests.Embeddings.Training.Word2Vec;

public class HuffmanTreeTests
{
    [Fact]
    public void No_code_begins_another_and_the_mean_path_is_the_shortest_there_is()
    {
        for (var words = 2; words < 60; words++)
        {
            var counts = FallingCounts(words, words);
            var tree = HuffmanTree.Build(counts);
            var codes = Enumerable.Range(0, words).Select(word => Code(tree, word)).ToArray();

            Assert.All(codes, code => Assert.Single(codes, other => other.StartsWith(code, StringComparison.Ordinal)));
            Assert.Equal(LeastCost(counts), codes.Select((code, word) => code.Length * counts[word]).Sum());
            Assert.Equal(codes.Max(code => code.Length), tree.Depth);
        }
    }

    [Fact]
    public void Paths_lead_from_the_root_along_the_children()
    {
        const int Words = 40;
        var tree = HuffmanTree.Build(FallingCounts(Words, 7));
        for (var word = 0; word < Words; word++)
        {
            var node = Words + Words - 2;
            var nodes = tree.Nodes(word);
            var codes = tree.Codes(word);
            for (var i = 0; i < nodes.Length; i++)
            {
                Assert.Equal(node - Words, nodes[i]);
                node = tree.Children[(2 * nodes[i]) + (codes[i] ? 1 : 0)];
            }

            Assert.Equal(word, node);
        }
    }

    [Fact]
    public void Counts_that_grow_as_Fibonacci_s_give_the_deepest_tree()
    {
        long[] counts = [34, 21, 13, 8, 5, 3, 2, 1, 1];
        Assert.Equal(8, HuffmanTree.Build(counts).Depth);
    }

    [Fact]
    public void One_word_needs_no_decision()
    {
        var tree = HuffmanTree.Build([5]);
        Assert.Equal(0, tree.Depth);
        Assert.True(tree.Nodes(0).IsEmpty);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 4)]
    [InlineData(5, 1)]
    [InlineData(9, 6)]
    public void A_grown_tree_keeps_the_old_nodes_below_one_more_decision(int oldWords, int newWords)
    {
        var old = HuffmanTree.Build(FallingCounts(oldWords, 1));
        int[] places = [.. Enumerable.Range(0, oldWords + newWords)];
        new SeededRandom(5).Shuffle(places.AsSpan());
        var grown = old.Grow(places.AsSpan(0, oldWords), places.AsSpan(oldWords), FallingCounts(newWords, 2));

        for (var word = 0; word < oldWords; word++)
        {
            Assert.Equal("0" + Code(old, word), Code(grown, places[word]));
            Assert.Equal(old.Nodes(word).ToArray(), grown.Nodes(places[word])[1..].ToArray());
        }

        Assert.All(places[oldWords..], place => Assert.StartsWith("1", Code(grown, place), StringComparison.Ordinal));
    }

    [Fact]
    public void Without_new_words_a_tree_stays_as_it_is()
    {
        var tree = HuffmanTree.Build([5, 3, 2, 1]);
        Assert.Equal(tree.Children.ToArray(), tree.Grow([0, 1, 2, 3], [], []).Children.ToArray());
    }

    [Theory]
    [InlineData(new[] { 0, 1, 2 }, "3 children; expected 4")]
    [InlineData(new[] { 0, 1, 2, 4 }, "Node 4 of the Huffman tree has the child 4; expected one from 0 to 3")]
    [InlineData(new[] { 0, 1, 0, 3 }, "Node 4 of the Huffman tree has the child 0")]
    [InlineData(new[] { -1, 1, 0, 3 }, "Node 3 of the Huffman tree has the child -1")]
    public void What_is_no_tree_is_an_error(int[] children, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => new HuffmanTree(3, children)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_chain_takes_no_memory_for_its_paths()
    {
        const int Words = 200_000;
        var children = new int[2 * (Words - 1)];
        for (var node = 0; node < Words - 1; node++)
        {
            (children[2 * node], children[(2 * node) + 1]) = (node + 1, node == 0 ? 0 : Words + node - 1);
        }

        Assert.Contains("deeper than 255", Assert.Throws<InvalidDataException>(() => new HuffmanTree(Words, children)).Message, StringComparison.Ordinal);
    }

    private static string Code(HuffmanTree tree, int word) => string.Concat(tree.Codes(word).ToArray().Select(code => code ? '1' : '0'));

    private static long[] FallingCounts(int words, int seed)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, words).Select(_ => 1 + (long)Math.Pow(10, 4 * random.NextDouble())).OrderDescending()];
    }

    private static long LeastCost(IEnumerable<long> counts)
    {
        var queue = new PriorityQueue<long, long>(counts.Select(count => (count, count)));
        var cost = 0L;
        while (queue.Count > 1)
        {
            var joined = queue.Dequeue() + queue.Dequeue();
            cost += joined;
            queue.Enqueue(joined, joined);
        }

        return cost;
    }
}
