using System.Text;
using MLSeq.Decoding.Ctc;
using MLSeq.Text;

namespace MLSeq.Transcription;

/// <summary>Reads texts off the probabilities of tokens at each time step: what a <see cref="Transcriber"/> and its ONNX model have in common.</summary>
public abstract class TranscriptReader
{
    private protected TranscriptReader(Tokenizer tokenizer, Vocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(vocabulary);
        OptionCheck.Require(tokenizer.IsTrained, "the tokenizer", "not trained", "a trained one");
        (Tokenizer, Vocabulary) = (tokenizer, vocabulary);
    }

    /// <summary>Cuts texts into tokens.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>The tokens; id 0 is the blank.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>Reads the text off what a model gave.</summary>
    /// <param name="logProbabilities">The logarithms of the tokens' probabilities at each step [T, Vocabulary.Count].</param>
    /// <param name="search">Searches by the probability of all paths; null to read the likeliest token of each step (greedy).</param>
    /// <exception cref="ArgumentException">The number of values is no multiple of that of tokens.</exception>
    public Transcript Read(ReadOnlySpan<float> logProbabilities, CtcBeamSearch? search = null)
    {
        var best = search?.Decode(logProbabilities, Vocabulary.Count)[0];
        var labels = best?.Labels ?? CtcBestPath.Decode(logProbabilities, Vocabulary.Count);
        var sum = best?.LogProbability ?? CtcBestPath.LogProbability(logProbabilities, Vocabulary.Count);
        return new(Text(labels), sum);
    }

    /// <summary>The text of tokens.</summary>
    /// <param name="ids">The tokens' ids, from 1.</param>
    public string Text(IReadOnlyList<int> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var text = new StringBuilder();
        for (var u = 0; u < ids.Count; u++)
        {
            text.Append(Tokenizer.Piece(Vocabulary[ids[u]], startsLine: u == 0));
        }

        return text.ToString();
    }

    /// <summary>The ids of a text's tokens; those that the vocabulary lacks are left out.</summary>
    /// <param name="text">The text.</param>
    public int[] Labels(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Transcriber.LabelsOf(text, Tokenizer, Vocabulary);
    }
}
