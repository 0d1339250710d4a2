namespace MLSeq.Decoding;

/// <summary>How the next token is chosen from a model's probabilities.</summary>
public class SamplingOptions
{
    /// <summary>
    /// The probabilities are raised to the power of 1 / temperature: below 1 the likely tokens become likelier, above 1
    /// all become more alike. 0 always takes the likeliest (greedy). 1 by default.
    /// </summary>
    public float Temperature { get; set; } = 1;

    /// <summary>Only so many of the likeliest tokens may be drawn; 0 for any number. 0 by default.</summary>
    public int TopK { get; set; }

    /// <summary>
    /// Only the likeliest tokens that together have at least this probability may be drawn (nucleus sampling, Holtzman et
    /// al., 2020); 1 for all. 1 by default.
    /// </summary>
    public float TopP { get; set; } = 1;

    /// <summary>Decides what is drawn: the same seed and probabilities give the same tokens. 1 by default.</summary>
    public int Seed { get; set; } = 1;

    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    internal virtual void Check()
    {
        OptionCheck.Require(float.IsFinite(Temperature) && Temperature >= 0, nameof(Temperature), Temperature, "0 (greedy) or a positive number");
        OptionCheck.Require(TopK >= 0, nameof(TopK), TopK, "0 (all) or more");
        OptionCheck.Require(TopP is > 0 and <= 1, nameof(TopP), TopP, "more than 0, up to 1 (all)");
    }
}
