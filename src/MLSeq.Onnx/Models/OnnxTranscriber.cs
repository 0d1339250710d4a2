using System.Globalization;
using MLSeq.Audio;
using MLSeq.Decoding.Ctc;
using MLSeq.Onnx.Graphs;
using MLSeq.Onnx.Scoring;
using MLSeq.Text;
using MLSeq.Transcription;

namespace MLSeq.Onnx.Models;

/// <summary>
/// A transcriber as an ONNX model: sound in, the probabilities of tokens out, from which the texts are read here. It gives what the pipeline gives that it was
/// saved from. Any number of threads may use it.
/// </summary>
public sealed class OnnxTranscriber : TranscriptReader, IDisposable
{
    /// <summary>The metadata entry with the tokenizer and the vocabulary: binary, in Base64.</summary>
    public const string TextKey = "mlseq.text";

    private const string Score = "Score";

    private readonly OnnxSequenceScorer _scorer;

    private OnnxTranscriber(OnnxSequenceScorer scorer, int sampleRate, Tokenizer tokenizer, Vocabulary vocabulary)
        : base(tokenizer, vocabulary) => (_scorer, SampleRate) = (scorer, sampleRate);

    /// <summary>The samples a second that sound is brought to.</summary>
    public int SampleRate { get; }

    /// <summary>Opens a file of <c>mlContext.Model.SaveAsOnnx</c>, such as <c>mlseq transcribe train --onnx</c> writes. It is not trusted.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to run it; null for the CPU.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">ONNX Runtime cannot load it, or it is no transcriber of sound.</exception>
    /// <exception cref="InvalidOperationException">CUDA cannot be used, and falling back is not allowed.</exception>
    public static OnnxTranscriber Load(string path, OnnxScorerOptions? options = null)
    {
        var scorer = new OnnxSequenceScorer(path, options);
        try
        {
            var rate = SoundModel.SampleRate(scorer, path, Score, "a transcriber");
            var (tokenizer, vocabulary) = TextMetadata.Read(scorer.Metadata.GetValueOrDefault(TextKey));
            var width = scorer.Outputs.First(output => output.Name == Score).StepSize;
            return width == vocabulary.Count
                ? new(scorer, rate, tokenizer, vocabulary)
                : throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"It scores {width} tokens, and names {vocabulary.Count}."));
        }
        catch (Exception e)
        {
            scorer.Dispose();
            if (e is FormatException or EndOfStreamException or ArgumentException || (e is InvalidDataException && !e.Message.Contains(path, StringComparison.Ordinal)))
            {
                throw new InvalidDataException($"The metadata of '{path}' are damaged. {e.Message}", e);
            }

            throw;
        }
    }

    /// <summary>Adds what <see cref="Load"/> takes from the metadata to a graph that gives the probabilities of a transcriber's tokens.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="transcriber">The transcriber.</param>
    public static void Describe(OnnxGraph graph, TranscriptReader transcriber)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(transcriber);
        graph.Metadata[TextKey] = TextMetadata.Write(transcriber.Tokenizer, transcriber.Vocabulary);
    }

    /// <summary>Writes recordings down.</summary>
    /// <param name="clips">The recordings; brought to the sample rate.</param>
    /// <param name="search">Searches by the probability of all paths; null to read the likeliest token of each step (greedy).</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public IReadOnlyList<Transcript> Transcribe(IReadOnlyList<AudioClip> clips, CtcBeamSearch? search = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(clips);
        var scores = _scorer.Score([.. clips.Select(clip => clip.AtRate(SampleRate).Samples)], cancellationToken);
        return [.. clips.Select((_, row) => Read(scores.Floats(Score, row), search))];
    }

    /// <inheritdoc/>
    public void Dispose() => _scorer.Dispose();
}
