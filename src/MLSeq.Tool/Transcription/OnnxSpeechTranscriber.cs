using MLSeq.Audio;
using MLSeq.Decoding.Ctc;
using MLSeq.Onnx.Models;
using MLSeq.Transcription;

namespace MLSeq.Tool.Transcription;

/// <summary>A transcriber as an ONNX model: samples in, probabilities of tokens out.</summary>
internal sealed class OnnxSpeechTranscriber : SavedTranscriber
{
    /// <summary>Recordings that are in memory at once.</summary>
    private const int Window = 128;

    private readonly OnnxTranscriber _transcriber;

    /// <exception cref="ToolException">There is no such file, or it does not hold a transcriber of recordings; names it.</exception>
    public OnnxSpeechTranscriber(string path, int threads)
    {
        try
        {
            _transcriber = OnnxTranscriber.Load(path, new() { Threads = threads });
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new ToolException(e.Message, inner: e);
        }
    }

    public override int SampleRate => _transcriber.SampleRate;

    public override TranscriptReader Texts => _transcriber;

    public override IEnumerable<SpeechPrediction> Transcribe(IEnumerable<SpeechRow> rows, CtcBeamSearchOptions? search)
    {
        var beam = search is null ? null : new CtcBeamSearch(search);
        return rows.Chunk(Window).SelectMany(window => window.Zip(
            _transcriber.Transcribe([.. window.Select(row => WaveFile.Read(row.Audio))], beam),
            (row, transcript) => new SpeechPrediction { Audio = row.Audio, Text = row.Text, Transcript = transcript.Text }));
    }

    public override void Dispose() => _transcriber.Dispose();
}
