namespace MLSeq.Audio;

/// <summary>How a <see cref="LogMelSpectrogram"/> is made.</summary>
public sealed class LogMelOptions
{
    /// <summary>The samples a second of the clips; others are brought to it first where their rate is known. 16,000 by default.</summary>
    public int SampleRate { get; set; } = 16000;

    /// <summary>The length of a frame in seconds. 0.025 by default.</summary>
    public double FrameLength { get; set; } = 0.025;

    /// <summary>From the start of one frame to the start of the next, in seconds. 0.01 by default.</summary>
    public double FrameShift { get; set; } = 0.01;

    /// <summary>The number of mel bands. 40 by default.</summary>
    public int Bands { get; set; } = 40;

    /// <summary>Where the lowest band starts, in Hz. 20 by default.</summary>
    public double LowFrequency { get; set; } = 20;

    /// <summary>Where the highest band ends, in Hz; 0 for half of the sample rate. 0 by default.</summary>
    public double HighFrequency { get; set; }

    /// <summary>How much of the sample before is taken off each sample, from 0 (nothing) to 1: it lifts high frequencies. 0.97 by default.</summary>
    public float PreEmphasis { get; set; } = 0.97f;

    /// <summary>The least power whose logarithm is taken: what is softer is silence. 1e-6 by default, far below speech of usual loudness.</summary>
    public float Floor { get; set; } = 1e-6f;

    /// <summary>How many frames, side by side, make one time step of a network; a rest of fewer is filled up with silence. 1 by default.</summary>
    public int FramesPerStep { get; set; } = 1;

    /// <summary>What is done to the features of a clip at last. <see cref="AudioNormalization.MeanAndVariance"/> by default.</summary>
    public AudioNormalization Normalization { get; set; } = AudioNormalization.MeanAndVariance;

    /// <summary>The number of values of a time step: <see cref="Bands"/> times <see cref="FramesPerStep"/>.</summary>
    public int StepSize => Bands * FramesPerStep;

    /// <summary>From the start of one time step to the start of the next, in seconds.</summary>
    public double StepSeconds => FrameShift * FramesPerStep;

    /// <summary>The length of a frame in samples.</summary>
    internal int FrameSamples => (int)Math.Round(FrameLength * SampleRate);

    /// <summary>The distance of frames in samples.</summary>
    internal int ShiftSamples => (int)Math.Round(FrameShift * SampleRate);

    internal double Ceiling => HighFrequency > 0 ? HighFrequency : SampleRate / 2d;

    internal LogMelOptions Copy() => (LogMelOptions)MemberwiseClone();

    /// <summary>Writes the options in the format that <see cref="Load"/> reads.</summary>
    internal void Save(BinaryWriter writer)
    {
        writer.Write(SampleRate);
        writer.Write(FrameLength);
        writer.Write(FrameShift);
        writer.Write(Bands);
        writer.Write(LowFrequency);
        writer.Write(HighFrequency);
        writer.Write(PreEmphasis);
        writer.Write(Floor);
        writer.Write(FramesPerStep);
        writer.Write((int)Normalization);
    }

    /// <summary>Reads options, which are not trusted.</summary>
    /// <exception cref="InvalidDataException">They are cut short, or one is out of range.</exception>
    internal static LogMelOptions Load(BinaryReader reader)
    {
        try
        {
            var options = new LogMelOptions
            {
                SampleRate = reader.ReadInt32(),
                FrameLength = reader.ReadDouble(),
                FrameShift = reader.ReadDouble(),
                Bands = reader.ReadInt32(),
                LowFrequency = reader.ReadDouble(),
                HighFrequency = reader.ReadDouble(),
                PreEmphasis = reader.ReadSingle(),
                Floor = reader.ReadSingle(),
                FramesPerStep = reader.ReadInt32(),
                Normalization = (AudioNormalization)reader.ReadInt32(),
            };
            options.Check();
            return options;
        }
        catch (Exception e) when (e is EndOfStreamException or ArgumentException)
        {
            throw new InvalidDataException($"The saved options of features are damaged. {e.Message}", e);
        }
    }

    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    internal void Check()
    {
        OptionCheck.Require(SampleRate is >= 100 and <= 1_000_000, nameof(SampleRate), SampleRate, "100 to 1,000,000");
        OptionCheck.Require(FrameLength > 0 && FrameLength * SampleRate is >= 2 and <= 1 << 16, nameof(FrameLength), FrameLength, $"2 to {1 << 16} samples, in seconds");
        OptionCheck.Require(FrameShift > 0 && FrameShift * SampleRate is >= 1 and <= 1 << 16, nameof(FrameShift), FrameShift, $"1 to {1 << 16} samples, in seconds");
        OptionCheck.Require(Bands is >= 1 and <= 1024, nameof(Bands), Bands, "1 to 1024");
        OptionCheck.Require(HighFrequency >= 0 && HighFrequency <= SampleRate / 2d, nameof(HighFrequency), HighFrequency, $"0, or up to half of the sample rate, {SampleRate / 2d}");
        OptionCheck.Require(LowFrequency >= 0 && LowFrequency < Ceiling, nameof(LowFrequency), LowFrequency, $"0 up to, but not including, {Ceiling}");
        OptionCheck.Require(PreEmphasis is >= 0 and <= 1, nameof(PreEmphasis), PreEmphasis, "0 to 1");
        OptionCheck.Require(float.IsNormal(Floor) && Floor > 0, nameof(Floor), Floor, "a positive number");
        OptionCheck.Require(FramesPerStep is >= 1 and <= 64, nameof(FramesPerStep), FramesPerStep, "1 to 64");
        OptionCheck.Require(Enum.IsDefined(Normalization), nameof(Normalization), Normalization, $"one of {string.Join(", ", Enum.GetNames<AudioNormalization>())}");
    }
}
