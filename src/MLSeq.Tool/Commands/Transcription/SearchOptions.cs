using System.CommandLine;
using MLSeq.Decoding.Ctc;

namespace MLSeq.Tool.Commands.Transcription;

/// <summary>How texts are read from a transcriber's scores.</summary>
internal sealed class SearchOptions
{
    private readonly Option<int> _beam = OptionTypes.Whole("--beam", "Beginnings of a text that are followed; 1 reads the likeliest token of each time step.", 1, 1, 100_000);

    public void AddTo(Command command) => command.Options.Add(_beam);

    public CtcBeamSearchOptions? Of(ParseResult parsed) => parsed.GetValue(_beam) is > 1 and var width ? new() { BeamWidth = width } : null;
}
