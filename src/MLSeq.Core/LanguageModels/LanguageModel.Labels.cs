using MLSeq.Decoding.Ctc;
using MLSeq.Text;

namespace MLSeq.LanguageModels;

/// <summary>The model as the judge of texts that are read from other scores, such as a transcriber's.</summary>
public sealed partial class LanguageModel
{
    /// <summary>The model over the labels of a <see cref="CtcBeamSearch"/>: each label is a token.</summary>
    /// <param name="labels">The labels' tokens, such as a transcriber's vocabulary; label 0 is the blank. One that the model lacks is read as its unknown token.</param>
    /// <exception cref="ArgumentException">The model lacks most of them: it was made with another tokenizer.</exception>
    /// <exception cref="NotSupportedException">The model's texts start from features.</exception>
    public CtcLanguageModel OverLabels(Vocabulary labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (Network.Shape.StateSize > 0)
        {
            throw new NotSupportedException("The model's texts start from features, which a search does not have.");
        }

        int[] ids = [.. labels.Select(Vocabulary.GetId)];
        var missing = Enumerable.Range(1, labels.Count - 1).Where(label => ids[label] == Vocabulary.UnknownId).ToList();
        return 2 * missing.Count < labels.Count
            ? new LabelLanguageModel(this, ids)
            : throw new ArgumentException(
                $"The language model lacks {missing.Count} of {labels.Count - 1} tokens, such as '{labels[missing[0]]}'; its own are such as "
                + $"'{Vocabulary[Vocabulary.Count - 1]}'. Expected one whose text is cut as the labels' is: both into characters, or both into words.");
    }

    /// <summary>Reads a token after a text.</summary>
    /// <param name="state">Where the text ended, copied; null for the start of a text.</param>
    /// <param name="id">The token.</param>
    /// <param name="probabilities">Is given the probability of each token to come next.</param>
    /// <returns>Where the text ends now.</returns>
    internal TextState Read(TextState? state, int id, Action<ReadOnlySpan<float>> probabilities)
    {
        var predictor = (NetworkPredictor)Rent(null);
        try
        {
            predictor.Continue(state);
            probabilities(predictor.Predict(id));
            return predictor.State();
        }
        finally
        {
            Return(predictor);
        }
    }
}
