using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MLSeq.Decoding.Beams;
using MLSeq.Networks;
using MLSeq.Onnx.Graphs;

namespace MLSeq.Onnx.Models;

/// <summary>
/// The steps of a translator's two graphs (<see cref="TranslationGraph"/>). States and what attention looks at stay where the graphs run; only the
/// outputs and the attention come back. For one thread at a time.
/// </summary>
internal sealed class OnnxTargetDecoder : TargetDecoder, IDisposable
{
    private const string Next = TranslationGraph.Next;

    private readonly InferenceSession _encoder;
    private readonly InferenceSession _step;
    private readonly OrtMemoryInfo _device;
    private readonly RunOptions _runOptions = new();
    private readonly Matrix _outputs = new();
    private int[] _lengths = [];
    private int[] _sources = [];
    private Results? _memory;
    private Results? _last;

    /// <summary>Makes a decoder.</summary>
    /// <param name="encoder">The encoder.</param>
    /// <param name="step">The step.</param>
    /// <param name="startId">What stands before the first token.</param>
    /// <param name="endId">What ends a target.</param>
    /// <param name="device">The memory that both run on.</param>
    public OnnxTargetDecoder(InferenceSession encoder, InferenceSession step, int startId, int endId, OrtMemoryInfo device) =>
        (_encoder, _step, StartId, EndId, _device) = (encoder, step, startId, endId, device);

    public override int StartId { get; }

    public override int EndId { get; }

    public override ReadOnlySpan<int> SourceLengths => _lengths;

    /// <summary>Reads sources, none empty.</summary>
    public void Read(ReadOnlySpan<int[]> sources)
    {
        _lengths = new int[sources.Length];
        for (var r = 0; r < sources.Length; r++)
        {
            _lengths[r] = sources[r].Length;
        }

        var ids = new DenseTensor<long>([sources.Length, _lengths.Max()]);
        ids.Fill(-1);
        for (var r = 0; r < sources.Length; r++)
        {
            for (var t = 0; t < sources[r].Length; t++)
            {
                ids[r, t] = sources[r][t];
            }
        }

        DisposeResults();
        using var input = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, ids.Buffer, [sources.Length, _lengths.Max()]);
        _memory = Run(_encoder, [(TranslationGraph.Ids, input)], _ => _device);
    }

    public override Matrix Step(ReadOnlySpan<int> ids, ReadOnlySpan<int> parents, ReadOnlySpan<int> sources)
    {
        _sources = sources.ToArray();
        using var idValues = Row(ids);
        using var parentValues = Row(parents);
        using var sourceValues = Row(sources);
        var inputs = new List<(string, OrtValue)> { (TranslationGraph.Ids, idValues), (TranslationGraph.Parents, parentValues) };
        foreach (var name in _step.InputMetadata.Keys)
        {
            if (name == TranslationGraph.Sources)
            {
                inputs.Add((name, sourceValues));
            }
            else if (name is not (TranslationGraph.Ids or TranslationGraph.Parents))
            {
                // A state of the step before; at the first step, and for what does not change, of the encoder.
                inputs.Add((name, _last?.Find(Next + name) ?? _memory!.Find(name)!));
            }
        }

        var results = Run(
            _step, inputs, name => name.StartsWith(Next, StringComparison.Ordinal) ? _device : OrtMemoryInfo.DefaultInstance);
        _last?.Dispose();
        _last = results;
        var outputs = results.Find(TranslationGraph.Outputs)!.GetTensorDataAsSpan<float>();
        outputs.CopyTo(_outputs.Resize(ids.Length, outputs.Length / ids.Length).Span);
        return _outputs;
    }

    public override ReadOnlySpan<float> Attention(int row)
    {
        if (_last!.Find(TranslationGraph.Attention) is not { } attention)
        {
            return default;
        }

        var shares = attention.GetTensorDataAsSpan<float>();
        return shares.Slice(row * (shares.Length / _sources.Length), _lengths[_sources[row]]);
    }

    public void Dispose()
    {
        DisposeResults();
        _runOptions.Dispose();
    }

    private static OrtValue Row(ReadOnlySpan<int> values) =>
        OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values.ToArray(), value => (long)value), [values.Length]);

    private Results Run(InferenceSession session, List<(string Name, OrtValue Value)> inputs, Func<string, OrtMemoryInfo> memoryOf)
    {
        using var binding = session.CreateIoBinding();
        foreach (var (name, value) in inputs)
        {
            binding.BindInput(name, value);
        }

        foreach (var name in session.OutputNames)
        {
            binding.BindOutputToDevice(name, memoryOf(name));
        }

        session.RunWithBinding(_runOptions, binding);
        return new Results(session.OutputNames, binding.GetOutputValues());
    }

    private void DisposeResults()
    {
        _memory?.Dispose();
        _last?.Dispose();
        (_memory, _last) = (null, null);
    }

    /// <summary>What a run gave.</summary>
    private sealed class Results(IReadOnlyList<string> names, IDisposableReadOnlyCollection<OrtValue> values) : IDisposable
    {
        /// <summary>A result by its name; null where there is none.</summary>
        public OrtValue? Find(string name)
        {
            for (var i = 0; i < names.Count; i++)
            {
                if (names[i] == name)
                {
                    return values[i];
                }
            }

            return null;
        }

        public void Dispose() => values.Dispose();
    }
}
