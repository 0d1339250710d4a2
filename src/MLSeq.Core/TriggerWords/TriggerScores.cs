namespace MLSeq.TriggerWords;

/// <summary>
/// How many trigger words were detected, missed, or detected where there was none. A detection belongs to the first trigger word not
/// detected yet that ends at most <c>early</c> seconds after and <c>late</c> seconds before it.
/// </summary>
/// <param name="early">How long before its end a word may be detected, in seconds. 0.3 by default.</param>
/// <param name="late">How long after its end a word may be detected, in seconds. 1 by default.</param>
public sealed class TriggerScores(double early = 0.3, double late = 1)
{
    /// <summary>Trigger words that were detected.</summary>
    public int Detected { get; private set; }

    /// <summary>Trigger words that were not.</summary>
    public int Missed { get; private set; }

    /// <summary>Detections where there was none.</summary>
    public int FalseAlarms { get; private set; }

    /// <summary>The length of all clips in seconds.</summary>
    public double Seconds { get; private set; }

    /// <summary>The share of detections that are right; 0 where there are none.</summary>
    public double Precision => Share(Detected, Detected + FalseAlarms);

    /// <summary>The detection rate: the share of trigger words that were detected; 0 where there are none.</summary>
    public double Recall => Share(Detected, Detected + Missed);

    /// <summary>The harmonic mean of precision and recall; 0 where nothing was detected.</summary>
    public double F1 => Share(2 * Detected, (2 * Detected) + Missed + FalseAlarms);

    /// <summary>False alarms an hour.</summary>
    public double FalseAlarmsPerHour => Seconds > 0 ? FalseAlarms * 3600 / Seconds : 0;

    /// <summary>Counts a clip's detections.</summary>
    /// <param name="detections">When words were detected, rising, in seconds.</param>
    /// <param name="clip">The clip.</param>
    public void Add(IReadOnlyList<double> detections, TriggerClip clip)
    {
        ArgumentNullException.ThrowIfNull(detections);
        ArgumentNullException.ThrowIfNull(clip);
        var found = new bool[clip.Ends.Count];
        foreach (var time in detections)
        {
            var word = Enumerable.Range(0, found.Length).FirstOrDefault(w => !found[w] && time >= clip.Ends[w] - early && time <= clip.Ends[w] + late, -1);
            if (word < 0)
            {
                FalseAlarms++;
                continue;
            }

            found[word] = true;
            Detected++;
        }

        Missed += found.Count(f => !f);
        Seconds += clip.Clip.Duration.TotalSeconds;
    }

    private static double Share(int part, int whole) => whole == 0 ? 0 : (double)part / whole;
}
