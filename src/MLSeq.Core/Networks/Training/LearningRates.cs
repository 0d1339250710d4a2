using MLSeq.Text;

namespace MLSeq.Networks.Training;

/// <summary>The step size of each step. With warm-up, step t of the first w is of t / w times the schedule's size.</summary>
/// <param name="options">The schedule.</param>
/// <param name="totalSteps">The number of steps of all epochs; used by the cosine only.</param>
internal sealed class LearningRates(SequenceTrainerOptions options, long totalSteps) : ITrainingState
{
    private float _reduction = 1;
    private double _lowestLoss = double.PositiveInfinity;
    private int _epochsSince;

    /// <summary>The size of step <paramref name="step"/>, counted from 1 over all epochs.</summary>
    public float At(int epoch, long step)
    {
        var rate = options.LearningRate * options.Schedule switch
        {
            LearningRateSchedule.Decay => MathF.Pow(options.Decay, Math.Max(0, epoch - options.DecayAfter)),
            LearningRateSchedule.Step => MathF.Pow(options.Decay, (epoch - 1) / options.DecayAfter),
            LearningRateSchedule.Plateau => _reduction,
            LearningRateSchedule.Cosine => Cosine(step),
            _ => 1,
        };
        return step < options.WarmupSteps ? rate * ((float)step / options.WarmupSteps) : rate;
    }

    /// <summary>Takes an epoch's validation loss into account.</summary>
    public void EndEpoch(double? validationLoss)
    {
        if (validationLoss is not { } loss || options.Schedule != LearningRateSchedule.Plateau)
        {
            return;
        }

        if (loss < _lowestLoss)
        {
            (_lowestLoss, _epochsSince) = (loss, 0);
        }
        else if (++_epochsSince == options.DecayAfter)
        {
            _reduction *= options.Decay;
            _epochsSince = 0;
        }
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(_reduction);
        writer.Write(_lowestLoss);
        writer.Write(_epochsSince);
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        (_reduction, _lowestLoss) = (reader.ReadSingle(), reader.ReadDouble());
        _epochsSince = UntrustedData.ReadInt32(reader, "the epochs without a better loss", 0, int.MaxValue);
        if (_reduction is not (>= 0 and <= 1) || double.IsNaN(_lowestLoss))
        {
            throw new InvalidDataException($"Damaged data: the step size is reduced to {_reduction}, the lowest loss is {_lowestLoss}.");
        }
    }

    /// <summary>From 1 at the end of the warm-up to 0 after the last step.</summary>
    private float Cosine(long step)
    {
        var length = Math.Max(1, totalSteps - options.WarmupSteps);
        var done = Math.Clamp((step - 1 - options.WarmupSteps) / (double)length, 0, 1);
        return (float)((1 + Math.Cos(Math.PI * done)) / 2);
    }
}
