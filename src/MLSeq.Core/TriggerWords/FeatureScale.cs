namespace MLSeq.TriggerWords;

/// <summary>Brings features to mean 0 and deviation 1 over the training clips, which sound that comes bit by bit allows where a clip's own mean is not known yet.</summary>
internal sealed class FeatureScale
{
    private const float LeastDeviation = 1e-3f;

    private readonly float[] _means;
    private readonly float[] _deviations;

    private FeatureScale(float[] means, float[] deviations) => (_means, _deviations) = (means, deviations);

    /// <summary>The number of values of a step.</summary>
    public int Size => _means.Length;

    /// <summary>The mean of each value of a step.</summary>
    public ReadOnlySpan<float> Means => _means;

    /// <summary>The deviation of each value of a step, above 0.</summary>
    public ReadOnlySpan<float> Deviations => _deviations;

    /// <summary>The scale of clips' features [T, <paramref name="size"/>].</summary>
    public static FeatureScale Of(IReadOnlyList<float[]> clips, int size)
    {
        var (sums, squares, steps) = (new double[size], new double[size], 0L);
        foreach (var clip in clips)
        {
            for (var i = 0; i < clip.Length; i++)
            {
                sums[i % size] += clip[i];
                squares[i % size] += (double)clip[i] * clip[i];
            }

            steps += clip.Length / size;
        }

        var (means, deviations) = (new float[size], new float[size]);
        for (var d = 0; d < size; d++)
        {
            var mean = sums[d] / Math.Max(1, steps);
            means[d] = (float)mean;
            deviations[d] = Math.Max(LeastDeviation, (float)Math.Sqrt(Math.Max(0, (squares[d] / Math.Max(1, steps)) - (mean * mean))));
        }

        return new(means, deviations);
    }

    /// <summary>Scales features [T, Size] in place.</summary>
    public void Apply(Span<float> features)
    {
        for (; !features.IsEmpty; features = features[Size..])
        {
            for (var d = 0; d < Size; d++)
            {
                features[d] = (features[d] - _means[d]) / _deviations[d];
            }
        }
    }

    public void Save(BinaryWriter writer)
    {
        for (var d = 0; d < Size; d++)
        {
            writer.Write(_means[d]);
            writer.Write(_deviations[d]);
        }
    }

    /// <exception cref="InvalidDataException">It is cut short, or a value is out of range.</exception>
    public static FeatureScale Load(BinaryReader reader, int size)
    {
        var (means, deviations) = (new float[size], new float[size]);
        try
        {
            for (var d = 0; d < size; d++)
            {
                (means[d], deviations[d]) = (reader.ReadSingle(), reader.ReadSingle());
                if (!float.IsFinite(means[d]) || !float.IsFinite(deviations[d]) || deviations[d] < LeastDeviation)
                {
                    throw new InvalidDataException($"Feature {d} has mean {means[d]} and deviation {deviations[d]}; expected finite ones, the deviation at least {LeastDeviation}.");
                }
            }
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException("The file ends within the scale of features.", e);
        }

        return new(means, deviations);
    }
}
