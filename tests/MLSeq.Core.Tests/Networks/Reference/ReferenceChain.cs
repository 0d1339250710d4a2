namespace MLSeq.Tests.Networks.Reference;

/// <summary>A linear-chain conditional random field by its definition: sums and maxima over all paths.</summary>
internal sealed class ReferenceChain(Scalar[] transitions, Scalar[] start, Scalar[] end)
{
    private int Size => start.Length;

    /// <summary>log Z - log sum of e^s(y) over the paths y that agree with the labels; -1 is a label that is not known.</summary>
    public Scalar Loss(Scalar[][] emissions, int[] labels)
    {
        var paths = Paths(emissions.Length).ToList();
        var agreeing = paths.Where(path => path.Zip(labels, (y, label) => label < 0 || y == label).All(same => same));
        return LogSum(paths.Select(path => Score(emissions, path))) - LogSum(agreeing.Select(path => Score(emissions, path)));
    }

    /// <summary>The probability of each class at each step.</summary>
    public double[][] Marginals(Scalar[][] emissions)
    {
        var weights = Paths(emissions.Length).Select(path => (Path: path, Weight: Math.Exp(Score(emissions, path).Value))).ToList();
        var sum = weights.Sum(w => w.Weight);
        return [.. emissions.Select((_, t) => Enumerable.Range(0, Size).Select(j => weights.Where(w => w.Path[t] == j).Sum(w => w.Weight) / sum).ToArray())];
    }

    public int[] Best(Scalar[][] emissions) => Paths(emissions.Length).MaxBy(path => Score(emissions, path).Value)!;

    public Scalar Score(Scalar[][] emissions, int[] path)
    {
        var score = start[path[0]] + end[path[^1]];
        for (var t = 0; t < path.Length; t++)
        {
            score += emissions[t][path[t]];
            score = t > 0 ? score + transitions[(path[t - 1] * Size) + path[t]] : score;
        }

        return score;
    }

    private IEnumerable<int[]> Paths(int length) => length == 0
        ? [[]]
        : Paths(length - 1).SelectMany(path => Enumerable.Range(0, Size).Select(j => (int[])[.. path, j]));

    private static Scalar LogSum(IEnumerable<Scalar> scores) => Scalar.Log(Scalar.Sum(scores.Select(Scalar.Exp)));
}
