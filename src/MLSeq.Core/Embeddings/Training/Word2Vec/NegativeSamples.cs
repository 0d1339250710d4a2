using MLSeq.Numerics;

namespace MLSeq.Embeddings.Training.Word2Vec;

/// <summary>The predicted word, labelled 1, and drawn ones, labelled 0. A drawn word that is the predicted one is passed over.</summary>
internal sealed unsafe class NegativeSamples(Word2VecMatrices matrices, NoiseDistribution noise, int negatives)
    : LogisticTargets(matrices, negatives + 1)
{
    private readonly int[] _centres = new int[WindowStep.BlockLength];
    private readonly int[] _drawn = new int[WindowStep.BlockLength * negatives];

    public override void Begin(ReadOnlySpan<int> centres, SeededRandom random)
    {
        centres.CopyTo(_centres);
        foreach (ref var word in _drawn.AsSpan(0, centres.Length * negatives))
        {
            word = noise.Draw(random.NextBits());
        }
    }

    public override void Prefetch(int place)
    {
        if (_centres[place] >= 0)
        {
            WindowKernel.Prefetch(Matrices.Output(_centres[place]), Matrices.Columns);
            foreach (var word in _drawn.AsSpan(place * negatives, negatives))
            {
                WindowKernel.Prefetch(Matrices.Output(word), Matrices.Columns);
            }
        }
    }

    public override void Select(int place, float rate)
    {
        var centre = _centres[place];
        Set(0, Matrices.Output(centre), 1, rate);
        var target = 1;
        foreach (var word in _drawn.AsSpan(place * negatives, negatives))
        {
            Set(target++, Matrices.Output(word), 0, word == centre ? 0 : rate);
        }

        Finish(target);
    }
}
