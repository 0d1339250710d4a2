using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Audio;
using MLSeq.Decoding.Ctc;
using MLSeq.Text;
using MLSeq.Tool.Data;
using MLSeq.Transcription;

namespace MLSeq.Tool.Transcription;

/// <summary>The pipeline that the commands train and load: Audio → Features → Transcript. Built on the public API alone, as any user of MLSeq would.</summary>
internal sealed class SpeechTranscriber : SavedTranscriber
{
    private readonly MLContext _ml;
    private readonly LogMelTransformer _features;
    private readonly SequenceTranscribingTransformer _transcriber;

    private SpeechTranscriber(MLContext ml, LogMelTransformer features, SequenceTranscribingTransformer transcriber) =>
        (_ml, _features, _transcriber) = (ml, features, transcriber);

    /// <summary>The stage that transcribes.</summary>
    public SequenceTranscribingTransformer Stage => _transcriber;

    public override int SampleRate => _features.Options.SampleRate;

    public override TranscriptReader Texts => _transcriber.Transcriber;

    private TransformerChain<ITransformer> Chain => new(_features, _transcriber);

    private DataViewSchema InputSchema => _ml.Data.LoadFromEnumerable(Array.Empty<SpeechRow>()).Schema;

    /// <summary>Trains on recordings, whose files are read once for each epoch unless all fit into memory together.</summary>
    public static SpeechTranscriber Train(
        MLContext ml, IEnumerable<SpeechRow> train, IEnumerable<SpeechRow>? validation, LogMelOptions features, SequenceTranscriberOptions options)
    {
        var data = ml.Data.LoadFromEnumerable(train);
        var logMel = ml.Transforms.LogMelSpectrogram("Features", "Audio", features).Fit(data);
        var trainer = ml.Sequences().Trainers.Transcriber("Text", "Features", options);
        var transcriber = trainer.Fit(logMel.Transform(data), validation is null ? null : logMel.Transform(ml.Data.LoadFromEnumerable(validation)));
        return new(ml, logMel, transcriber);
    }

    /// <summary>Loads a transcriber that was saved as <c>.zip</c>.</summary>
    /// <exception cref="ToolException">There is no such file, or it does not hold a transcriber of recordings.</exception>
    public static SpeechTranscriber Load(string path)
    {
        var (ml, model) = SavedModel.Load(path);
        return SavedModel.Stages(model).ToList() is [LogMelTransformer { InputColumnName: "Audio" } features, SequenceTranscribingTransformer transcriber]
            ? new(ml, features, transcriber)
            : throw new ToolException($"{path}: not a transcriber of recordings that 'mlseq transcribe train' saved.");
    }

    public override IEnumerable<SpeechPrediction> Transcribe(IEnumerable<SpeechRow> rows, CtcBeamSearchOptions? search) =>
        _ml.Data.CreateEnumerable<SpeechPrediction>(
            _transcriber.WithSearch(search).Transform(_features.Transform(_ml.Data.LoadFromEnumerable(rows))), reuseRowObject: false);

    public override void Dispose()
    {
        // All of it is managed.
    }

    /// <summary>Saves in ML.NET's own format.</summary>
    public void SaveZip(string path) => AtomicFile.Write(
        path, stream => _ml.Model.Save(Chain, InputSchema, stream));

    /// <summary>Saves as ONNX: samples in, logarithms of probabilities out.</summary>
    public void SaveOnnx(string path, SequenceOnnxExportOptions options) => _ml.Model.SaveAsOnnx(Chain, InputSchema, path, options);
}
