namespace MLSeq.TriggerWords;

/// <summary>When a <see cref="TriggerDetector"/> says that it heard the trigger word.</summary>
public sealed class TriggerDetectionOptions
{
    /// <summary>The probability that must be reached, more than 0 and at most 1. 0.5 by default.</summary>
    public float Threshold { get; set; } = 0.5f;

    /// <summary>For how many time steps on end it must be reached. 3 by default.</summary>
    public int LeastSteps { get; set; } = 3;

    /// <summary>How long after a detection there is no other one, in seconds. 0.4 by default.</summary>
    public double Rest { get; set; } = 0.4;

    internal TriggerDetectionOptions Copy() => (TriggerDetectionOptions)MemberwiseClone();

    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    internal void Check()
    {
        OptionCheck.Require(Threshold is > 0 and <= 1, nameof(Threshold), Threshold, "more than 0 and at most 1");
        OptionCheck.Require(LeastSteps is >= 1 and <= 100_000, nameof(LeastSteps), LeastSteps, "1 to 100,000");
        OptionCheck.Require(Rest is >= 0 and <= 3600, nameof(Rest), Rest, "0 to 3600 seconds");
    }
}
