namespace MLSeq.Audio;

/// <summary>What is done to the features of a clip at last.</summary>
public enum AudioNormalization
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Of each feature its mean over the clip is taken off, and with it what a microphone or room does to all of the clip.</summary>
    Mean,

    /// <summary>Each feature has mean 0 and deviation 1 over the clip.</summary>
    MeanAndVariance,
}
