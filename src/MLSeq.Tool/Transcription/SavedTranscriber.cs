using MLSeq.Decoding.Ctc;
using MLSeq.Transcription;

namespace MLSeq.Tool.Transcription;

/// <summary>A transcriber of recordings from a file.</summary>
internal abstract class SavedTranscriber : IDisposable
{
    /// <summary>The samples a second that recordings are brought to.</summary>
    public abstract int SampleRate { get; }

    /// <summary>Its tokens.</summary>
    public abstract TranscriptReader Texts { get; }

    /// <summary>Loads a transcriber that was saved as <c>.zip</c> or <c>.onnx</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="threads">Threads that ONNX Runtime takes; 0 for all cores.</param>
    /// <exception cref="ToolException">There is no such file, or it does not hold a transcriber of recordings; names it.</exception>
    public static SavedTranscriber Load(string path, int threads) =>
        path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) ? new OnnxSpeechTranscriber(path, threads) : SpeechTranscriber.Load(path);

    /// <summary>Writes recordings down, in their order.</summary>
    /// <param name="rows">The recordings.</param>
    /// <param name="search">How to search; null to read the likeliest token of each time step.</param>
    public abstract IEnumerable<SpeechPrediction> Transcribe(IEnumerable<SpeechRow> rows, CtcBeamSearchOptions? search);

    public abstract void Dispose();
}
