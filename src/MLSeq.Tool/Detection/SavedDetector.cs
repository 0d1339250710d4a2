using Microsoft.ML;
using MLSeq.Onnx.Models;
using MLSeq.Text;
using MLSeq.Tool.Data;
using MLSeq.TriggerWords;

namespace MLSeq.Tool.Detection;

/// <summary>The stage that the commands train and load: Audio → DetectedTimes. Built on the public API alone, as any user of MLSeq would.</summary>
internal sealed class SavedDetector
{
    private readonly MLContext _ml;

    private SavedDetector(MLContext ml, TriggerWordDetectingTransformer stage) => (_ml, Stage) = (ml, stage);

    /// <summary>The stage that detects.</summary>
    public TriggerWordDetectingTransformer Stage { get; }

    private DataViewSchema InputSchema => _ml.Data.LoadFromEnumerable(Array.Empty<TriggerRow>()).Schema;

    /// <summary>Trains on clips, each of which is read once.</summary>
    public static SavedDetector Train(
        MLContext ml, IEnumerable<TriggerClip> train, IEnumerable<TriggerClip>? validation, TriggerWordDetectorOptions options)
    {
        IDataView Data(IEnumerable<TriggerClip> clips) => ml.Data.LoadFromEnumerable(clips.Select(TriggerRow.Of));
        var trainer = ml.Sequences().Trainers.TriggerWordDetector("Times", "Audio", options);
        return new(ml, trainer.Fit(Data(train), validation is null ? null : Data(validation)));
    }

    /// <summary>Loads what detects, saved as <c>.zip</c> or <c>.onnx</c>.</summary>
    /// <exception cref="ToolException">There is no such file, or it does not hold a detector; names it.</exception>
    public static WordDetector LoadDetector(string path)
    {
        if (!path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase))
        {
            return Load(path).Stage.Detector;
        }

        try
        {
            // Recordings are listened to side by side.
            return OnnxWordDetector.Load(path, new() { Threads = 1 });
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new ToolException(e.Message, inner: e);
        }
    }

    /// <summary>Loads a detector that was saved as <c>.zip</c>.</summary>
    /// <exception cref="ToolException">There is no such file, or it does not hold a detector.</exception>
    public static SavedDetector Load(string path)
    {
        var (ml, model) = SavedModel.Load(path);
        return SavedModel.Stages(model).ToList() is [TriggerWordDetectingTransformer stage]
            ? new(ml, stage)
            : throw new ToolException($"{path}: not a detector that 'mlseq detect train' saved.");
    }

    /// <summary>Saves in ML.NET's own format.</summary>
    public void SaveZip(string path) => AtomicFile.Write(path, stream => _ml.Model.Save(Stage, InputSchema, stream));

    /// <summary>Saves as ONNX: samples in, probabilities out.</summary>
    public void SaveOnnx(string path, SequenceOnnxExportOptions options) => _ml.Model.SaveAsOnnx(Stage, InputSchema, path, options);
}
