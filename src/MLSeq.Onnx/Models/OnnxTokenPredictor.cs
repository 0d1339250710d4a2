using Microsoft.ML.OnnxRuntime;
using MLSeq.LanguageModels;
using MLSeq.Onnx.Graphs;

namespace MLSeq.Onnx.Models;

/// <summary>Reads one text by a graph from state to state (<see cref="LanguageModelGraph.Generator"/>).</summary>
internal sealed class OnnxTokenPredictor : TokenPredictor
{
    private readonly InferenceSession _session;
    private readonly string[] _states;
    private readonly string[] _inputs;
    private readonly string[] _outputs;
    private readonly float[][] _values;
    private float[] _probabilities = [];

    public OnnxTokenPredictor(InferenceSession session)
    {
        _session = session;
        _states = [.. session.InputNames.Where(name => name != LanguageModelGraph.Ids)];
        _inputs = [LanguageModelGraph.Ids, .. _states];
        _outputs = [LanguageModelGraph.Probabilities, .. _states.Select(name => LanguageModelGraph.Next + name)];
        _values = Array.ConvertAll(_states, name => new float[session.InputMetadata[name].Dimensions[^1]]);
    }

    public override void Restart(ReadOnlySpan<float> features = default) => Array.ForEach(_values, Array.Clear);

    public override void Score(ReadOnlySpan<int> ids, ReadOnlySpan<int> next, Span<double> logProbabilities)
    {
        var width = Run(ids) / ids.Length;
        for (var t = 0; t < ids.Length; t++)
        {
            logProbabilities[t] = Math.Log(Math.Max(_probabilities[(t * width) + next[t]], LanguageModelGraph.LeastProbability));
        }
    }

    public override Span<float> Predict(int id)
    {
        var width = Run([id]);
        return _probabilities.AsSpan(0, width);
    }

    /// <summary>Reads tokens; their probabilities [T, V] and the states are kept.</summary>
    /// <returns>How many probabilities there are.</returns>
    private int Run(ReadOnlySpan<int> ids)
    {
        var inputs = new List<OrtValue>(_inputs.Length)
        {
            OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(ids.ToArray(), id => (long)id), [1, ids.Length]),
        };
        try
        {
            inputs.AddRange(_values.Select(values => OrtValue.CreateTensorValueFromMemory(values, [1, values.Length])));
            using var options = new RunOptions();
            using var results = _session.Run(options, _inputs, inputs, _outputs);
            for (var i = 0; i < _values.Length; i++)
            {
                results[i + 1].GetTensorDataAsSpan<float>().CopyTo(_values[i]);
            }

            var probabilities = results[0].GetTensorDataAsSpan<float>();
            if (_probabilities.Length < probabilities.Length)
            {
                _probabilities = new float[probabilities.Length];
            }

            probabilities.CopyTo(_probabilities);
            return probabilities.Length;
        }
        finally
        {
            inputs.ForEach(input => input.Dispose());
        }
    }
}
