namespace MLSeq.Decoding.Scores;

/// <summary>How <see cref="BleuScore"/> counts. The defaults are sacreBLEU's.</summary>
public sealed class BleuOptions
{
    /// <summary>How sentences are cut into tokens. <see cref="BleuTokenizer.Wmt13a"/> by default.</summary>
    public BleuTokenizer Tokenizer { get; set; }

    /// <summary>What becomes of precisions of zero. <see cref="BleuSmoothing.Exponential"/> by default.</summary>
    public BleuSmoothing Smoothing { get; set; }

    /// <summary>
    /// The number that <see cref="BleuSmoothing.Floor"/> and <see cref="BleuSmoothing.AddK"/> take, at least 0; unused by the others. Null by
    /// default: 0.1 and 1.
    /// </summary>
    public double? SmoothingValue { get; set; }

    /// <summary>The length of the longest n-grams, from 1. 4 by default.</summary>
    public int MaxOrder { get; set; } = 4;

    /// <summary>
    /// Whether n-grams longer than the output are left out of the mean, where the score would else be 0: for single sentences. No by default.
    /// </summary>
    public bool EffectiveOrder { get; set; }

    /// <summary>Whether upper and lower case are the same. No by default.</summary>
    public bool LowerCase { get; set; }

    internal BleuOptions Copy() => (BleuOptions)MemberwiseClone();

    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    internal void Check()
    {
        OptionCheck.Require(Enum.IsDefined(Tokenizer), nameof(Tokenizer), Tokenizer, $"{BleuTokenizer.Wmt13a} or {BleuTokenizer.None}");
        OptionCheck.Require(Enum.IsDefined(Smoothing), nameof(Smoothing), Smoothing, $"one of {string.Join(", ", Enum.GetNames<BleuSmoothing>())}");
        OptionCheck.Require(SmoothingValue is null or (>= 0 and < double.PositiveInfinity), nameof(SmoothingValue), SmoothingValue ?? 0, "a number from 0 up");
        OptionCheck.Require(MaxOrder is >= 1 and <= 16, nameof(MaxOrder), MaxOrder, "1 to 16");
    }
}
