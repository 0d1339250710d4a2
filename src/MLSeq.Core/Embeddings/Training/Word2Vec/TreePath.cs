using MLSeq.Numerics;

namespace MLSeq.Embeddings.Training.Word2Vec;

/// <summary>The inner nodes from the root of a Huffman tree to the predicted word, labelled 1 where the path takes the first child.</summary>
internal sealed unsafe class TreePath(Word2VecMatrices matrices, HuffmanTree tree)
    : LogisticTargets(matrices, tree.Depth)
{
    private readonly int[] _centres = new int[WindowStep.BlockLength];

    public override void Begin(ReadOnlySpan<int> centres, SeededRandom random) => centres.CopyTo(_centres);

    public override void Prefetch(int place)
    {
        if (_centres[place] >= 0)
        {
            foreach (var node in tree.Nodes(_centres[place]))
            {
                WindowKernel.Prefetch(Matrices.Output(node), Matrices.Columns);
            }
        }
    }

    public override void Select(int place, float rate)
    {
        var nodes = tree.Nodes(_centres[place]);
        var codes = tree.Codes(_centres[place]);
        for (var i = 0; i < nodes.Length; i++)
        {
            Set(i, Matrices.Output(nodes[i]), codes[i] ? 0 : 1, rate);
        }

        Finish(nodes.Length);
    }
}
