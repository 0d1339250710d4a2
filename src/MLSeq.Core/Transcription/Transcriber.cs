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
public sealed partial class Transcriber : TranscriptReader
{
    private readonly SequenceNetwork _network;
    private readonly System.Collections.Concurrent.ConcurrentBag<SequenceScorer> _scorers = [];

    /// <summary>Puts a transcriber together.</summary>
    /// <param name="network">Reads frames, and answers each step with <see cref="NetworkOutput.ConnectionistTemporalClassification"/>.</param>
    /// <param name="tokenizer">Cuts texts into the vocabulary's tokens; trained.</param>
    /// <param name="vocabulary">The tokens, as many as the network has outputs.</param>
    /// <exception cref="ArgumentException">The three do not belong together; the message says why.</exception>
    public Transcriber(SequenceNetwork network, Tokenizer tokenizer, Vocabulary vocabulary)
        : base(tokenizer, vocabulary)
    {
        ArgumentNullException.ThrowIfNull(network);
        var options = network.Options;
        OptionCheck.Require(options.FrameSize > 0, nameof(options.FrameSize), options.FrameSize, "a network over frames");
        OptionCheck.Require(
            options.Output == NetworkOutput.ConnectionistTemporalClassification, nameof(options.Output), options.Output,
            $"{NetworkOutput.ConnectionistTemporalClassification}");
        OptionCheck.Require(options.OutputSize == vocabulary.Count, nameof(options.OutputSize), options.OutputSize, $"the size of the vocabulary, {vocabulary.Count}");
        _network = network;
    }

    /// <summary>The network. Its weights must not be changed.</summary>
    public SequenceNetwork Network => _network;

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

    internal static int[] LabelsOf(string text, Tokenizer tokenizer, Vocabulary vocabulary) =>
        [.. tokenizer.Tokenize(text).Select(vocabulary.GetId).Where(id => id != Vocabulary.UnknownId)];
}
