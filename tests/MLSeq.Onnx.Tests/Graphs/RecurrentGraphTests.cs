using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MLSeq.Graphs;
using MLSeq.Networks;
using MLSeq.Networks.Layers;
using MLSeq.Networks.Training;
using MLSeq.Onnx.Graphs;

namespace MLSeq.Onnx.Tests.Graphs;

/// <summary>Every cell on ONNX Runtime, start states going in and end states coming out, and the same layer in the engine.</summary>
public class RecurrentGraphTests
{
    private const double Tolerance = 1e-4;
    private const int InputSize = 5;
    private const int HiddenSize = 11;

    private static readonly int[] Lengths = [9, 9, 6, 1];

    public static TheoryData<RecurrentCell, bool, bool> Layers()
    {
        var data = new TheoryData<RecurrentCell, bool, bool>();
        foreach (var cell in Enum.GetValues<RecurrentCell>())
        {
            data.Add(cell, false, false);
            data.Add(cell, false, true);
            data.Add(cell, true, false);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void States_and_end_states_are_the_engines(RecurrentCell cell, bool bidirectional, bool fromState)
    {
        var random = new Random(3);
        var layer = RecurrentLayer.Create(
            new() { Cell = cell, HiddenSize = HiddenSize, Bidirectional = bidirectional }, "layer", InputSize, (name, rows, columns, _, _) =>
            {
                var parameter = new Parameter(name, rows, columns);
                Fill(random, parameter.Values);
                return parameter;
            });
        layer.Prepare();
        var batch = new PackedBatch(new BatchShape(InputSize, EachStep: false, TargetSize: 0));
        batch.Pack([.. Lengths.Select(n => new SequenceExample { Frames = Fill(random, new float[n * InputSize]) })]);
        var state = new RecurrentState();
        state.Resize(Lengths.Length, HiddenSize);
        Fill(random, state.Hidden.Span);
        Fill(random, state.Cell.Span);
        var (hidden, start) = (state.Hidden.Span.ToArray(), state.Cell.Span.ToArray());

        var outputs = Run(layer, batch, fromState ? hidden : null, fromState ? start : null);

        var expected = layer.Forward(batch, batch.Frames, fromState ? state : null);
        for (int t = 0; t < batch.Steps; t++)
        {
            for (int r = 0; r < Lengths.Length; r++)
            {
                var found = outputs["Y"].AsSpan(((t * Lengths.Length) + r) * layer.OutputSize, layer.OutputSize);
                Close(t < Lengths[r] ? expected.Row(batch.Offset(t) + r) : new float[layer.OutputSize], found, $"row {r}, step {t}");
            }
        }

        if (fromState)
        {
            Close(state.Hidden.Span, outputs["Last"], "last");
            if (outputs.TryGetValue("LastCell", out float[]? cells))
            {
                Close(state.Cell.Span, cells, "last cell");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Only_LSTMs_have_cells(RecurrentCell cell, bool bidirectional, bool fromState)
    {
        var graph = new OnnxGraph();
        var layer = RecurrentLayer.Create(
            new() { Cell = cell, HiddenSize = 2, Bidirectional = bidirectional }, "layer", 3, (name, rows, columns, _, _) => new Parameter(name, rows, columns));
        var states = layer.Describe(
            graph, graph.Input("X", OnnxElementType.Float, "T", "N", "3"), graph.Input("Lengths", OnnxElementType.Int32, "N"),
            fromState ? new(graph.Input("H", OnnxElementType.Float, "N", "2"), graph.Input("C", OnnxElementType.Float, "N", "2")) : null);

        Assert.Equal(cell is RecurrentCell.Lstm or RecurrentCell.LstmPeephole, states.LastCell != GraphValue.None);
    }

    private static Dictionary<string, float[]> Run(RecurrentLayer layer, PackedBatch batch, float[]? hidden, float[]? start)
    {
        var graph = new OnnxGraph();
        var x = graph.Input("X", OnnxElementType.Float, "T", "N", $"{InputSize}");
        var lengths = graph.Input("Lengths", OnnxElementType.Int32, "N");
        GraphRecurrentState? initial = hidden is null
            ? null
            : new(graph.Input("Hidden", OnnxElementType.Float, "N", $"{HiddenSize}"), graph.Input("Cell", OnnxElementType.Float, "N", $"{HiddenSize}"));
        var states = layer.Describe(graph, x, lengths, initial);
        graph.Output("Y", states.Values, OnnxElementType.Float, "T", "N", $"{layer.OutputSize}");
        graph.Output("Last", states.Last, OnnxElementType.Float, "N", $"{layer.OutputSize}");
        if (states.LastCell != GraphValue.None)
        {
            graph.Output("LastCell", states.LastCell, OnnxElementType.Float, "N", $"{layer.OutputSize}");
        }

        var frames = new DenseTensor<float>([batch.Steps, Lengths.Length, InputSize]);
        for (int t = 0; t < batch.Steps; t++)
        {
            batch.Frames.From(batch.Offset(t))[..(batch.Count(t) * InputSize)].CopyTo(frames.Buffer.Span[(t * Lengths.Length * InputSize)..]);
        }

        List<NamedOnnxValue> inputs =
        [
            NamedOnnxValue.CreateFromTensor("X", frames),
            NamedOnnxValue.CreateFromTensor("Lengths", new DenseTensor<int>(Lengths, [Lengths.Length])),
        ];
        if (hidden is not null)
        {
            inputs.Add(NamedOnnxValue.CreateFromTensor("Hidden", new DenseTensor<float>(hidden, [Lengths.Length, HiddenSize])));
            inputs.Add(NamedOnnxValue.CreateFromTensor("Cell", new DenseTensor<float>(start, [Lengths.Length, HiddenSize])));
        }

        using var session = new InferenceSession(graph.ToArray());
        using var outputs = session.Run([.. inputs.Where(i => session.InputMetadata.ContainsKey(i.Name))]);
        return outputs.ToDictionary(o => o.Name, o => o.AsEnumerable<float>().ToArray());
    }

    private static float[] Fill(Random random, float[] values)
    {
        Fill(random, values.AsSpan());
        return values;
    }

    private static void Fill(Random random, Span<float> values)
    {
        foreach (ref float value in values)
        {
            value = (1.4f * random.NextSingle()) - 0.7f;
        }
    }

    private static void Close(ReadOnlySpan<float> expected, ReadOnlySpan<float> found, string what)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - found[i]) <= Tolerance, $"{what}, value {i}: the engine gives {expected[i]}, the graph {found[i]}");
        }
    }
}
