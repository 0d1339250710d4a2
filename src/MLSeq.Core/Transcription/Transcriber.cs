using System.Text;
using MLSeq.Decoding.Ctc;
using MLSeq.Networks;
using MLSeq.Networks.Training;
using MLSeq.Text;

namespace MLSeq.Transcription;

/// <summary>
/// A network that writes down what is said: at each time step of a recording it gives the probability of each token and of none, from which texts are read
/// (connectionist temporal classification, Graves et al., 2006). The unknown token (id 0) of the vocabulary, which is never written, is the blank. A
/// transcriber never changes, and may be used by any number of threads at once.
/// </summary>
public sealed partial class Transcriber
{
    private readonly SequenceNetwork _network;
    private readonly System.Collections.Concurrent.ConcurrentBag<SequenceScorer> _scorers = [];

    /// <summary>Puts a transcriber together.</summary>
    /// <param name="network">Reads frames, and answers each step with <see cref="NetworkOutput.ConnectionistTemporalClassification"/>.</param>
    /// <param name="tokenizer">Cuts texts into the vocabulary's tokens; trained.</param>
    /// <param name="vocabulary">The tokens, as many as the network has outputs.</param>
    /// <exception cref="ArgumentException">The three do not belong together; the message says why.</exception>
    public Transcriber(SequenceNetwork network, Tokenizer tokenizer, Vocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(vocabulary);
        var options = network.Options;
        OptionCheck.Require(options.FrameSize > 0, nameof(options.FrameSize), options.FrameSize, "a network over frames");
        OptionCheck.Require(
            options.Output == NetworkOutput.ConnectionistTemporalClassification, nameof(options.Output), options.Output,
            $"{NetworkOutput.ConnectionistTemporalClassification}");
        OptionCheck.Require(options.OutputSize == vocabulary.Count, nameof(options.OutputSize), options.OutputSize, $"the size of the vocabulary, {vocabulary.Count}");
        OptionCheck.Require(tokenizer.IsTrained, "the tokenizer", "not trained", "a trained one");
        (_network, Tokenizer, Vocabulary) = (network, tokenizer, vocabulary);
    }

    /// <summary>The network. Its weights must not be changed.</summary>
    public SequenceNetwork Network => _network;

    /// <summary>Cuts texts into tokens.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>The tokens; id 0 is the blank.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>The number of values of a time step.</summary>
    public int FrameSize => _network.FrameSize;

    /// <summary>How the training went; null for a transcriber that was loaded or put together.</summary>
    public TrainingHistory? History { get; init; }

    /// <summary>The training texts that were left out, since their recordings are too short for them.</summary>
    public IReadOnlyList<TranscriptMisfit> Misfits { get; init; } = [];

    /// <summary>Writes a recording down.</summary>
    /// <param name="frames">Its features [T, FrameSize], row-major; an empty one gives an empty text.</param>
    /// <param name="search">Searches by the probability of all paths; null to read the likeliest token of each step (greedy).</param>
    /// <exception cref="ArgumentException">A value is not finite, or there is part of a frame.</exception>
    public Transcript Transcribe(ReadOnlySpan<float> frames, CtcBeamSearch? search = null) => Read(Score(frames), search);

    /// <summary>The natural logarithm of the probability of each token at each time step of a recording, [T, Vocabulary.Count].</summary>
    /// <param name="frames">Its features [T, FrameSize], row-major.</param>
    /// <exception cref="ArgumentException">A value is not finite, or there is part of a frame.</exception>
    public float[] Score(ReadOnlySpan<float> frames)
    {
        if (frames.IsEmpty)
        {
            return [];
        }

        var scorer = _scorers.TryTake(out var free) ? free : _network.CreateScorer();
        var output = new float[frames.Length / FrameSize * Vocabulary.Count];
        scorer.Score(frames, output);
        _scorers.Add(scorer);
        return output;
    }

    /// <summary>Reads the text off what <see cref="Score"/> gave.</summary>
    /// <param name="logProbabilities">The logarithms of the tokens' probabilities at each step [T, Vocabulary.Count].</param>
    /// <param name="search">As for <see cref="Transcribe"/>.</param>
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
        return LabelsOf(text, Tokenizer, Vocabulary);
    }

    internal static int[] LabelsOf(string text, Tokenizer tokenizer, Vocabulary vocabulary) =>
        [.. tokenizer.Tokenize(text).Select(vocabulary.GetId).Where(id => id != Vocabulary.UnknownId)];
}
