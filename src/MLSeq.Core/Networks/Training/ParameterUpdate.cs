using MLSeq.Numerics;
using MLSeq.Numerics.Optimizers;
using MLSeq.Text;

namespace MLSeq.Networks.Training;

/// <summary>
/// Sums the workers' gradients of a parameter and takes the optimizer's step with the sum. Each worker does its own part of
/// the parameter, and sums in the order of the workers, so that the result does not depend on timing.
/// </summary>
internal abstract class ParameterUpdate : ITrainingState
{
    private const string BiasName = ".bias";

    private readonly UpdateRule _rule;
    private readonly AlignedBuffer[] _moments;
    private readonly float _weightDecay;

    protected ParameterUpdate(Parameter parameter, UpdateRule rule, SequenceTrainerOptions options)
    {
        Parameter = parameter;
        _rule = rule;
        _moments = [.. Enumerable.Range(0, rule.Moments).Select(_ => new AlignedBuffer(parameter.Values.Length))];
        _weightDecay = parameter.Name.EndsWith(BiasName, StringComparison.Ordinal) ? 0 : options.WeightDecay;
        ClipValue = options.ClipValue;
    }

    public Parameter Parameter { get; }

    protected float ClipValue { get; }

    /// <summary>Sums part <paramref name="part"/> over the workers with rows and clips its values; gives the part's sum of squares.</summary>
    public abstract double Reduce(int part, int parts, TrainingWorker[] workers);

    /// <summary>Takes the step for part <paramref name="part"/>.</summary>
    public abstract void Update(int part, int parts, float gradientScale);

    /// <summary>Writes the weights and their moments.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(Parameter.Name);
        StateFloats.Write(writer, Parameter.Values);
        foreach (var moment in _moments)
        {
            StateFloats.Write(writer, moment.Span);
        }
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        var name = UntrustedData.ReadText(reader, "a parameter's name", 256);
        if (name != Parameter.Name)
        {
            throw new InvalidDataException($"It has the parameter {name} where {Parameter.Name} is expected.");
        }

        StateFloats.Read(reader, Parameter.Values, name);
        foreach (var moment in _moments)
        {
            StateFloats.Read(reader, moment.Span, $"the optimizer's state of {name}");
        }
    }

    /// <summary>Takes the step for the weights from <paramref name="start"/> on, as many as there are gradients.</summary>
    protected void Step(int start, ReadOnlySpan<float> gradient, float gradientScale) => _rule.Update(
        Parameter.Values.Slice(start, gradient.Length), gradient, Moment(0, start, gradient.Length), Moment(1, start, gradient.Length),
        gradientScale, _weightDecay);

    private Span<float> Moment(int index, int start, int length) =>
        index < _moments.Length ? _moments[index].Span.Slice(start, length) : default;
}
