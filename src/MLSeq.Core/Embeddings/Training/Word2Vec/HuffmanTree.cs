namespace MLSeq.Embeddings.Training.Word2Vec;

/// <summary>
/// A binary tree with the words as leaves. Inner node n decides between its two children: 0 to words - 1 are words,
/// words + m is inner node m, and m &lt; n. The last inner node is the root.
/// </summary>
internal sealed class HuffmanTree
{
    /// <summary>Counts below 2^63 give no more than 91.</summary>
    private const int MaxDepth = 255;

    private readonly int[] _children;
    private readonly int[] _starts;
    private readonly int[] _nodes;
    private readonly bool[] _codes;

    /// <summary>Takes a tree.</summary>
    /// <param name="words">The number of words, at least 1.</param>
    /// <param name="children">The first and second child of each inner node, [words - 1, 2].</param>
    /// <exception cref="InvalidDataException">That is not a tree.</exception>
    public HuffmanTree(int words, int[] children)
    {
        (WordCount, _children) = (words, children);
        var parents = Parents(words, children);
        var depths = new int[parents.Length];
        for (var node = parents.Length - 2; node >= 0; node--)
        {
            depths[node] = depths[parents[node] >> 1] + 1;
            if (depths[node] > MaxDepth)
            {
                throw new InvalidDataException($"Node {node} of the Huffman tree is deeper than {MaxDepth}.");
            }
        }

        _starts = new int[words + 1];
        for (var word = 0; word < words; word++)
        {
            _starts[word + 1] = checked(_starts[word] + depths[word]);
            Depth = Math.Max(Depth, depths[word]);
        }

        _nodes = new int[_starts[words]];
        _codes = new bool[_nodes.Length];
        for (var word = 0; word < words; word++)
        {
            var node = word;
            for (var i = _starts[word + 1] - 1; i >= _starts[word]; i--)
            {
                _codes[i] = (parents[node] & 1) != 0;
                node = parents[node] >> 1;
                _nodes[i] = node - words;
            }
        }
    }

    public int WordCount { get; }

    /// <summary>The longest path's number of inner nodes.</summary>
    public int Depth { get; }

    /// <summary>The first and second child of each inner node, [words - 1, 2].</summary>
    public ReadOnlySpan<int> Children => _children;

    /// <summary>The inner nodes from the root to a word.</summary>
    public ReadOnlySpan<int> Nodes(int word) => _nodes.AsSpan(_starts[word], _starts[word + 1] - _starts[word]);

    /// <summary>Which child is taken at each of <see cref="Nodes"/>: true is the second.</summary>
    public ReadOnlySpan<bool> Codes(int word) => _codes.AsSpan(_starts[word], _starts[word + 1] - _starts[word]);

    /// <summary>
    /// The tree of the least mean path (Huffman, 1952): the two rarest nodes are joined until one is left. Joined nodes come
    /// up by rising count, so two queues do.
    /// </summary>
    /// <param name="counts">How often each word occurs, falling.</param>
    public static HuffmanTree Build(ReadOnlySpan<long> counts)
    {
        var words = counts.Length;
        var children = new int[2 * (words - 1)];
        var joined = new long[words - 1];
        var (leaf, oldest) = (words - 1, 0);
        for (var node = 0; node < joined.Length; node++)
        {
            for (var child = 0; child < 2; child++)
            {
                if (oldest == node || (leaf >= 0 && counts[leaf] < joined[oldest]))
                {
                    joined[node] += counts[leaf];
                    children[(2 * node) + child] = leaf--;
                }
                else
                {
                    joined[node] += joined[oldest];
                    children[(2 * node) + child] = words + oldest++;
                }
            }
        }

        return new(words, children);
    }

    /// <summary>This tree with more words: they get a tree of their own, and a new root stands above both.</summary>
    /// <param name="ranks">The new place of each of this tree's words.</param>
    /// <param name="newRanks">The place of each new word.</param>
    /// <param name="newCounts">How often each new word occurs, falling.</param>
    /// <returns>The tree, whose first inner nodes are this tree's.</returns>
    public HuffmanTree Grow(ReadOnlySpan<int> ranks, ReadOnlySpan<int> newRanks, ReadOnlySpan<long> newCounts)
    {
        var words = ranks.Length + newRanks.Length;
        var children = new List<int>(2 * (words - 1));
        var root = Append(children, this, ranks, words);
        if (newRanks.IsEmpty)
        {
            return new(words, [.. children]);
        }

        var newRoot = Append(children, Build(newCounts), newRanks, words);
        return new(words, [.. children, root, newRoot]);
    }

    /// <summary>Adds a tree's inner nodes behind those that are there.</summary>
    /// <returns>Its root.</returns>
    private static int Append(List<int> children, HuffmanTree tree, ReadOnlySpan<int> ranks, int words)
    {
        var before = children.Count / 2;
        foreach (var child in tree._children)
        {
            children.Add(child < tree.WordCount ? ranks[child] : child - tree.WordCount + before + words);
        }

        return tree.WordCount == 1 ? ranks[0] : words + (children.Count / 2) - 1;
    }

    /// <summary>For each node twice its parent, plus 1 where it is the second child.</summary>
    private static int[] Parents(int words, int[] children)
    {
        var parents = new int[words + (children.Length / 2)];
        if (words < 1 || children.Length != 2 * (words - 1))
        {
            throw new InvalidDataException($"The Huffman tree has {children.Length} children; expected {2 * (words - 1)} for {words} words.");
        }

        Array.Fill(parents, -1);
        for (var i = 0; i < children.Length; i++)
        {
            var (child, parent) = (children[i], words + (i / 2));
            if (child < 0 || child >= parent || parents[child] >= 0)
            {
                throw new InvalidDataException(
                    $"Node {parent} of the Huffman tree has the child {child}; expected one from 0 to {parent - 1} that has no other parent.");
            }

            parents[child] = (2 * parent) + (i % 2);
        }

        return parents;
    }
}
