namespace MLSeq.TriggerWords;

/// <summary>Decides from the probabilities of time steps, one after the other, when the trigger word was heard. For one thread.</summary>
/// <param name="options">When that is.</param>
/// <param name="secondsAStep">The length of a step.</param>
internal sealed class TriggerDetection(TriggerDetectionOptions options, double secondsAStep)
{
    private long _steps;
    private int _reached;
    private bool _counted;
    private double _restsUntil = double.NegativeInfinity;

    /// <summary>Takes in a step's probability.</summary>
    /// <returns>The time, in seconds, of the word that is detected with it; null for none.</returns>
    public double? Add(float probability)
    {
        var now = ++_steps * secondsAStep;
        if (probability < options.Threshold)
        {
            (_reached, _counted) = (0, false);
            return null;
        }

        // Steps on end are one word, however many they are.
        _reached++;
        if (_counted || _reached < options.LeastSteps || now < _restsUntil)
        {
            return null;
        }

        (_counted, _restsUntil) = (true, now + options.Rest);
        return now;
    }
}
