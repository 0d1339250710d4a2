using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using MLSeq.Decoding.Beams;
using MLSeq.Onnx.Compression;
using MLSeq.Onnx.Graphs;
using MLSeq.Onnx.Scoring;
using MLSeq.Translation;

namespace MLSeq.Onnx.Models;

/// <summary>
/// A translation model in ONNX Runtime: an encoder and a decoder step as graphs, and the search around them. It gives what the
/// <see cref="TranslationModel"/> gives that it was saved from. Any number of threads may use it.
/// </summary>
public sealed class OnnxTranslator : TextTranslator, IDisposable
{
    /// <summary>The file of the encoder (<see cref="TranslationGraph.Encoder"/>) in a translator's folder.</summary>
    public const string EncoderFile = "encoder.onnx";

    /// <summary>The file of the decoder's step (<see cref="TranslationGraph.Step"/>) in a translator's folder.</summary>
    public const string StepFile = "decoder-step.onnx";

    private readonly ConcurrentBag<OnnxTargetDecoder> _idle = [];
    private readonly InferenceSession _encoder;
    private readonly InferenceSession _step;
    private readonly OrtMemoryInfo _memory;
    private readonly CudaOptions? _cuda;

    private OnnxTranslator(InferenceSession encoder, InferenceSession step, TranslationCodec codec, CudaOptions? cuda)
        : base(codec)
    {
        (_encoder, _step, _cuda) = (encoder, step, cuda);
        _memory = cuda is not null
            ? new OrtMemoryInfo(OrtMemoryInfo.allocatorCUDA, OrtAllocatorType.DeviceAllocator, cuda.DeviceId, OrtMemType.Default)
            : OrtMemoryInfo.DefaultInstance;
    }

    /// <summary>Where the graphs run: "cpu" or, for instance, "cuda:0".</summary>
    public string Device => _cuda?.Name ?? ScorerDevice.CpuName;

    /// <summary>Writes a model as a translator's two files, each whole or not at all.</summary>
    /// <param name="model">The model.</param>
    /// <param name="folder">The folder; made where it is missing.</param>
    /// <param name="weights">How weights are stored; single precision by default.</param>
    /// <param name="externalWeights">Whether they go to files of their own; see <see cref="OnnxGraph.Save"/>.</param>
    public static void Save(TranslationModel model, string folder, OnnxWeights weights = OnnxWeights.Float32, bool externalWeights = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Directory.CreateDirectory(folder);
        foreach (var (graph, file) in new[] { (TranslationGraph.Encoder(model), EncoderFile), (TranslationGraph.Step(model), StepFile) })
        {
            graph.Weights = weights;
            graph.Save(Path.Combine(folder, file), externalWeights);
        }
    }

    /// <summary>Opens the files that <see cref="Save"/> wrote. They are not trusted.</summary>
    /// <param name="folder">Their folder.</param>
    /// <param name="options">The device to run on; null for the CPU.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">ONNX Runtime cannot load a file, or they are not the two of one translator.</exception>
    /// <exception cref="InvalidOperationException">CUDA cannot be used, and falling back is not allowed.</exception>
    public static OnnxTranslator Load(string folder, OnnxScorerOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var checkedOptions = (options ?? new()).Checked();
        var (encoder, device) = Open(Path.Combine(folder, EncoderFile), TryOut, checkedOptions);
        InferenceSession? step = null;
        try
        {
            // Both run on the same device, so that states need not be copied.
            checkedOptions.Cuda = device == ScorerDevice.CpuName ? null : checkedOptions.Cuda;
            checkedOptions.FallbackToCpu = false;
            (step, _) = Open(Path.Combine(folder, StepFile), _ => { }, checkedOptions);
            return new OnnxTranslator(encoder, step, ReadText(folder, encoder, step), checkedOptions.Cuda);
        }
        catch
        {
            step?.Dispose();
            encoder.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var decoder in _idle)
        {
            decoder.Dispose();
        }

        _step.Dispose();
        _encoder.Dispose();
        if (_cuda is not null)
        {
            _memory.Dispose();
        }
    }

    internal override bool HasAttention => _step.InputMetadata.ContainsKey(TranslationGraph.Sources);

    internal override IReadOnlyList<BeamHypothesis>[] Decode(int[][] sources, Func<TargetDecoder, IReadOnlyList<BeamHypothesis>[]> find)
    {
        if (!_idle.TryTake(out var decoder))
        {
            decoder = new OnnxTargetDecoder(_encoder, _step, Codec.Target.StartId, Codec.Target.EndId, _memory);
        }

        decoder.Read(sources);
        var found = find(decoder);
        _idle.Add(decoder);
        return found;
    }

    private static (InferenceSession Session, string Device) Open(string path, Action<InferenceSession> tryOut, OnnxScorerOptions options) =>
        ScorerSession.Open($"'{path}'", ScorerSession.OfFile(path), tryOut, options);

    private static void TryOut(InferenceSession encoder)
    {
        using var ids = OrtValue.CreateTensorValueFromMemory([0L], [1, 1]);
        using var runOptions = new RunOptions();
        encoder.Run(runOptions, [TranslationGraph.Ids], [ids], encoder.OutputNames).Dispose();
    }

    private static TranslationCodec ReadText(string folder, InferenceSession encoder, InferenceSession step)
    {
        var (source, target) = (encoder.ModelMetadata.CustomMetadataMap, step.ModelMetadata.CustomMetadataMap);
        if (source.GetValueOrDefault(TranslationGraph.ModelKey) is not { } model || model != target.GetValueOrDefault(TranslationGraph.ModelKey))
        {
            throw new InvalidDataException($"{EncoderFile} and {StepFile} in '{folder}' are not the two files of one translator.");
        }

        try
        {
            var ((sourceTokenizer, sourceVocabulary), (targetTokenizer, targetVocabulary)) =
                (TextMetadata.Read(source.GetValueOrDefault(TranslationGraph.TextKey)), TextMetadata.Read(target.GetValueOrDefault(TranslationGraph.TextKey)));
            return TranslationCodec.Create(sourceTokenizer, sourceVocabulary, targetTokenizer, targetVocabulary);
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException or FormatException or EndOfStreamException)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"The metadata of {EncoderFile} or {StepFile} in '{folder}' are damaged. {e.Message}"), e);
        }
    }
}
