using MLSeq.Numerics;

namespace MLSeq.Networks.Heads;

/// <summary>
/// Draws classes about as often as words occur when their ids fall with frequency (Zipf's law):
/// q(k) = log((k + 2) / (k + 1)) / log(classes + 1), for k from 0.
/// </summary>
internal sealed class LogUniformProposal(int classes)
{
    private readonly double _range = Math.Log(classes + 1d);

    /// <summary>A class.</summary>
    public int Draw(SeededRandom random) => Math.Min(classes - 1, (int)Math.Exp(random.NextDouble() * _range) - 1);

    /// <summary>q(k).</summary>
    public double Probability(int k) => Math.Log((k + 2d) / (k + 1d)) / _range;

    /// <summary>log of the probability that class <paramref name="k"/> is among so many draws: 1 - (1 - q(k))^draws.</summary>
    public double LogInclusion(int k, int draws) => Math.Log(-double.ExpM1(draws * double.LogP1(-Probability(k))));
}
