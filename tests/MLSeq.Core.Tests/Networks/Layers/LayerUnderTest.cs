using MLSeq.Networks;
using MLSeq.Networks.Layers;
using MLSeq.Networks.Training;
using MLSeq.Numerics;

namespace MLSeq.Tests.Networks.Layers;

/// <summary>A recurrent layer with weights of its own, and batches of frames for it.</summary>
internal sealed class LayerUnderTest
{
    private readonly List<Parameter> _parameters = [];

    public LayerUnderTest(RecurrentCell cell, int inputSize, int hiddenSize, bool bidirectional = false)
    {
        var random = new SeededRandom(5);
        var options = new SequenceNetworkOptions { Cell = cell, HiddenSize = hiddenSize, Bidirectional = bidirectional };
        Layer = RecurrentLayer.Create(options, "layer", inputSize, (name, rows, columns, _, _) =>
        {
            var parameter = new Parameter(name, rows, columns);
            random.Uniform(parameter.Values, 0.7);
            _parameters.Add(parameter);
            return parameter;
        });
        Layer.Prepare();
    }

    public RecurrentLayer Layer { get; }

    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>Sequences of random frames [length, I], longest first.</summary>
    public float[][] Draw(params ReadOnlySpan<int> lengths)
    {
        var random = new SeededRandom(9);
        var rows = new float[lengths.Length][];
        for (var r = 0; r < rows.Length; r++)
        {
            rows[r] = new float[lengths[r] * Layer.InputSize];
            random.Uniform(rows[r], 1.5);
        }

        return rows;
    }

    /// <summary>A batch of <paramref name="rows"/>, each from step <paramref name="first"/> to <paramref name="end"/>.</summary>
    public PackedBatch Pack(float[][] rows, int first = 0, int? end = null)
    {
        var size = Layer.InputSize;
        var batch = new PackedBatch(new BatchShape(size, EachStep: false, TargetSize: 0));
        batch.Pack([.. rows.Select(row => new SequenceExample { Frames = row[(first * size)..((end ?? (row.Length / size)) * size)] })]);
        return batch;
    }

    /// <summary>A state of random values.</summary>
    public RecurrentState State(int rows, int seed)
    {
        var random = new SeededRandom(seed);
        var state = new RecurrentState();
        state.Resize(rows, Layer.HiddenSize);
        random.Uniform(state.Hidden.Span, 0.8);
        random.Uniform(state.Cell.Span, 0.8);
        return state;
    }

    /// <summary>The gradients of all parameters, by name.</summary>
    public Dictionary<string, float[]> Gradients() =>
        Layer.DenseGradients.ToDictionary(g => g.Parameter.Name, g => g.Values.ToArray());
}
