using System.CommandLine;
using MLSeq.Decoding.Ctc;
using MLSeq.Tool.Data;
using MLSeq.Transcription;

namespace MLSeq.Tool.Commands.Transcription;

/// <summary>How texts are read from a transcriber's scores.</summary>
internal sealed class SearchOptions
{
    private readonly Option<int> _beam = OptionTypes.Whole("--beam", "Beginnings of a text that are followed; 1 reads the likeliest token of each time step.", 1, 1, 100_000);
    private readonly Option<string?> _model = OptionTypes.File(
        "--lm", "A language model that 'mlseq lm train' saved, of the transcriber's tokens (--tokens char --lines by default): the search prefers texts that it finds probable.", false, ".zip");

    private readonly Option<float> _weight = OptionTypes.Real("--lm-weight", "How much the language model counts; 0: not at all.", 1, 0, 100);
    private readonly Option<float> _bonus = OptionTypes.Real("--label-bonus", "What each token adds to a text's score, since a language model prefers short texts.", 0, -100, 100);

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _beam, _model, _weight, _bonus })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>How to search; null to read the likeliest token of each time step.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="transcriber">Whose tokens a text consists of.</param>
    /// <exception cref="ToolException">The options contradict each other, or the language model is of other tokens.</exception>
    public CtcBeamSearchOptions? Of(ParseResult parsed, TranscriptReader transcriber)
    {
        var (width, path) = (parsed.GetValue(_beam), parsed.GetValue(_model));
        if (width == 1)
        {
            return path is null && !parsed.IsGiven(_bonus)
                ? null
                : throw new ToolException($"{(path is null ? _bonus.Name : _model.Name)} belongs to a search; found --beam 1, expected more.", ExitCode.Usage);
        }

        if (path is null && parsed.IsGiven(_weight))
        {
            throw new ToolException("--lm-weight belongs to --lm.", ExitCode.Usage);
        }

        return new()
        {
            BeamWidth = width,
            LanguageModel = path is null ? null : LanguageModel(path, transcriber),
            LanguageModelWeight = parsed.GetValue(_weight),
            LabelBonus = parsed.GetValue(_bonus),
        };
    }

    private static CtcLanguageModel LanguageModel(string path, TranscriptReader transcriber)
    {
        try
        {
            return SavedModel.Stage<LanguageModelTransformer>(path, "a language model").Model.OverLabels(transcriber.Vocabulary);
        }
        catch (ArgumentException e)
        {
            throw new ToolException($"{path}: {e.Message}", inner: e);
        }
    }
}
