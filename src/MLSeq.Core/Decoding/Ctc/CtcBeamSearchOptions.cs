namespace MLSeq.Decoding.Ctc;

/// <summary>How a <see cref="CtcBeamSearch"/> searches.</summary>
public sealed class CtcBeamSearchOptions
{
    /// <summary>How many beginnings are followed from step to step. 16 by default.</summary>
    public int BeamWidth { get; set; } = 16;

    /// <summary>A label is tried only at steps where its probability is at least this. 0.0001 by default; 0 tries all.</summary>
    public double LabelThreshold { get; set; } = 1e-4;

    /// <summary>Scores labels by those before them, such as <c>LanguageModel.OverLabels</c> makes; null for no language model. None by default.</summary>
    public CtcLanguageModel? LanguageModel { get; set; }

    /// <summary>What the language model's logarithms are multiplied by, at least 0. 1 by default.</summary>
    public double LanguageModelWeight { get; set; } = 1;

    /// <summary>What each label adds to the score: a language model makes long texts improbable, which this makes up for. 0 by default.</summary>
    public double LabelBonus { get; set; }

    internal CtcBeamSearchOptions Copy() => (CtcBeamSearchOptions)MemberwiseClone();

    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    internal void Check()
    {
        OptionCheck.Require(BeamWidth >= 1, nameof(BeamWidth), BeamWidth, "at least 1");
        OptionCheck.Require(LabelThreshold is >= 0 and < 1, nameof(LabelThreshold), LabelThreshold, "0 up to, but not including, 1");
        OptionCheck.Require(double.IsFinite(LanguageModelWeight) && LanguageModelWeight >= 0, nameof(LanguageModelWeight), LanguageModelWeight, "a number from 0 up");
        OptionCheck.Require(double.IsFinite(LabelBonus), nameof(LabelBonus), LabelBonus, "a finite number");
    }
}
