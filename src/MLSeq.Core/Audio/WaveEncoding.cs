namespace MLSeq.Audio;

/// <summary>How a WAV file holds a sample.</summary>
public enum WaveEncoding
{
    /// <summary>An unsigned byte; 128 is silence.</summary>
    Pcm8,

    /// <summary>A signed integer of 16 bits: compact discs, speech corpora.</summary>
    Pcm16,

    /// <summary>A signed integer of 24 bits.</summary>
    Pcm24,

    /// <summary>A signed integer of 32 bits.</summary>
    Pcm32,

    /// <summary>A floating-point number of 32 bits, full scale being -1 to 1.</summary>
    Float32,
}
