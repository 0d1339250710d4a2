using MLSeq.Decoding;
using MLSeq.Text;

namespace MLSeq.LanguageModels;

/// <summary>Texts drawn from the model.</summary>
public abstract partial class TextGenerator
{
    /// <summary>Goes on with a text.</summary>
    /// <param name="prompt">The text to go on with; empty to start from nothing.</param>
    /// <param name="options">How to choose tokens, how many, and where to stop; null for the defaults.</param>
    /// <returns>The prompt and what was drawn.</returns>
    /// <exception cref="ArgumentException">An option is out of range, or the stop token is not in the vocabulary.</exception>
    public string Generate(string prompt = "", GenerationOptions? options = null) =>
        string.Concat(GenerateStream(prompt, options).Prepend(prompt));

    /// <summary>Goes on with a text, piece by piece as it is drawn.</summary>
    /// <param name="prompt">The text to go on with; empty to start from nothing.</param>
    /// <param name="options">How to choose tokens, how many, and where to stop; null for the defaults.</param>
    /// <returns>What follows the prompt: a piece for each token, drawn when it is asked for.</returns>
    /// <exception cref="ArgumentException">An option is out of range, or the stop token is not in the vocabulary.</exception>
    public IEnumerable<string> GenerateStream(string prompt = "", GenerationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        options ??= new GenerationOptions();
        var sampler = new TokenSampler(options);
        return Generate(prompt, sampler, StopId(options), options);
    }

    /// <summary>Goes on after given ids, by id.</summary>
    internal IEnumerable<int> GenerateIds(IReadOnlyList<int> prompt, TokenSampler sampler, int stopId, GenerationOptions options)
    {
        var predictor = Rent(options.Features);
        try
        {
            var id = Codec.StartId;
            foreach (var next in prompt)
            {
                predictor.Predict(id);
                id = next;
            }

            for (var n = 0; n < options.MaxTokens; n++)
            {
                id = Draw(predictor, id, sampler, options.AllowUnknown);
                if (id == stopId || (id == Codec.EndId && !IsContinuous))
                {
                    yield break;
                }

                yield return id;
            }
        }
        finally
        {
            Return(predictor);
        }
    }

    private IEnumerable<string> Generate(string prompt, TokenSampler sampler, int stopId, GenerationOptions options)
    {
        var ids = new List<int>();
        Codec.Encode(prompt, ids);
        var startsLine = ids.Count == 0 || ids[^1] == Codec.EndId;
        foreach (var id in GenerateIds(ids, sampler, stopId, options))
        {
            yield return Codec.Piece(id, startsLine);
            startsLine = id == Codec.EndId;
        }
    }

    private int Draw(TokenPredictor predictor, int id, TokenSampler sampler, bool allowUnknown)
    {
        var probabilities = predictor.Predict(id);

        // A begin token follows nothing, and the unknown token is no text; but where nothing else is possible, they are.
        var (unknown, begin) = (probabilities[Vocabulary.UnknownId], 0f);
        probabilities[Vocabulary.UnknownId] = allowUnknown ? unknown : 0;
        if (!IsContinuous)
        {
            begin = probabilities[Codec.StartId];
            probabilities[Codec.StartId] = 0;
        }

        if (probabilities.IndexOfAnyExcept(0f) < 0)
        {
            probabilities[Vocabulary.UnknownId] = unknown + begin;
        }

        return sampler.Draw(probabilities);
    }

    /// <summary>The token to stop before, beside the end of a text; -1 for none.</summary>
    private int StopId(GenerationOptions options)
    {
        if (options.StopToken is not { } token)
        {
            return -1;
        }

        // The end of a line is known by what it looks like, too.
        var id = token == "\n" && IsContinuous ? Codec.EndId : Vocabulary.GetId(token);
        return id != Vocabulary.UnknownId || token == Vocabulary.UnknownToken
            ? id
            : throw new ArgumentException($"{nameof(options.StopToken)} is '{token}'; expected a token of the vocabulary.");
    }
}
