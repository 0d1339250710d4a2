using System.CommandLine;
using MLSeq.TriggerWords;

namespace MLSeq.Tool.Commands.Detection;

/// <summary>When a word counts as detected.</summary>
internal sealed class DetectionOptions
{
    private readonly Option<float?> _threshold = OptionTypes.OptionalReal("--threshold", "Probability that must be reached.", 0.0001f, 1);
    private readonly Option<int?> _steps = OptionTypes.OptionalWhole("--least-steps", "For how many time steps on end.", 1, 100_000);
    private readonly Option<float?> _rest = OptionTypes.OptionalReal("--rest", "How long after a detection there is no other one, in seconds.", 0, 3600);

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _threshold, _steps, _rest })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What was chosen.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="defaults">What is not said there, such as a model's own.</param>
    public TriggerDetectionOptions Of(ParseResult parsed, TriggerDetectionOptions defaults) => new()
    {
        Threshold = parsed.GetValue(_threshold) ?? defaults.Threshold,
        LeastSteps = parsed.GetValue(_steps) ?? defaults.LeastSteps,
        Rest = parsed.GetValue(_rest) ?? defaults.Rest,
    };
}
