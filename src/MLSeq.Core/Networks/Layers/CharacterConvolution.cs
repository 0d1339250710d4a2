using MLSeq.Graphs;
using MLSeq.Numerics;

namespace MLSeq.Networks.Layers;

/// <summary>
/// A convolution over a word's characters (dos Santos and Zadrozny, 2014; Ma and Hovy, 2016, section 2.1). With vectors x[t] [E] of the
/// characters, zero before the first and behind the last one, W [C, 3 E] and b [C]:
/// <code>
/// z[t] = W (x[t-1], x[t], x[t+1]) + b      y = tanh(max over t of z[t])
/// </code>
/// and back: dz[t] = dy (1 - y²) at the place of the maximum, the first of equals, and 0 elsewhere; dW, db and the windows' gradients as in
/// <see cref="Dense"/>, and dx[t] is the sum over the three windows that x[t] is in.
/// </summary>
internal sealed class CharacterConvolution : CharacterEncoder
{
    private const int Width = 3;

    private static readonly long[] KernelShape = [Width];
    private static readonly long[] Padding = [1, 1];

    private readonly Embedding _embedding;
    private readonly Parameter _weights;
    private readonly Dense _dense;
    private readonly MaxPooling _max = new();
    private readonly Matrix _windows = new();
    private readonly Matrix _inputGradient = new();
    private Matrix? _convolved;
    private Matrix? _output;

    public CharacterConvolution(Embedding embedding, int embeddingSize, int size, ParameterSource source)
    {
        (_embedding, Size) = (embedding, size);
        EmbeddingSize = embeddingSize;
        _dense = new("characters.convolution", Width * embeddingSize, size, source);
        _weights = _dense.WeightsGradient.Parameter;
        Layers = [embedding, _dense];
    }

    public override IReadOnlyList<Layer> Layers { get; }

    public override int Size { get; }

    private int EmbeddingSize { get; }

    public override Matrix Forward(PackedBatch words)
    {
        var x = _embedding.Forward(words.Ids, share: false);
        _windows.Resize(words.Total, Width * EmbeddingSize);
        for (var t = 0; t < words.Steps; t++)
        {
            for (var r = 0; r < words.Count(t); r++)
            {
                for (var w = 0; w < Width; w++)
                {
                    var part = _windows.Row(words.Offset(t) + r).Slice(w * EmbeddingSize, EmbeddingSize);
                    if (Neighbour(words, t, r, w) is var p and >= 0)
                    {
                        x.Row(p).CopyTo(part);
                    }
                    else
                    {
                        part.Clear();
                    }
                }
            }
        }

        _convolved = _dense.Forward(_windows);
        _output = _max.Forward(words, _convolved);
        Activations.Tanh(_output.Span);
        return _output;
    }

    public override void Backward(PackedBatch words, Matrix gradient)
    {
        var dy = gradient.Span;
        var y = _output!.Span;
        for (var i = 0; i < dy.Length; i++)
        {
            dy[i] *= 1 - (y[i] * y[i]);
        }

        var windows = _dense.Backward(_windows, _max.Backward(words, _convolved!, gradient));
        _inputGradient.Resize(words.Total, EmbeddingSize).Span.Clear();
        for (var t = 0; t < words.Steps; t++)
        {
            for (var r = 0; r < words.Count(t); r++)
            {
                for (var w = 0; w < Width; w++)
                {
                    if (Neighbour(words, t, r, w) is var p and >= 0)
                    {
                        Vectors.Add(windows.Row(words.Offset(t) + r).Slice(w * EmbeddingSize, EmbeddingSize), _inputGradient.Row(p));
                    }
                }
            }
        }

        _embedding.Backward(words.Ids, _inputGradient);
    }

    public override GraphValue Describe(IGraph graph, GraphValue characters, GraphValue lengths)
    {
        var x = _embedding.Describe(graph, graph.Transpose(characters, 1, 0));                     // [L, M, E]
        var running = graph.CastToFloat(graph.RunningSteps(x, lengths));
        x = graph.Multiply(x, graph.Unsqueeze(running, 2));

        // ONNX's kernel is [C, E, 3].
        var kernel = new float[_weights.Values.Length];
        for (var c = 0; c < Size; c++)
        {
            MatrixRows.Transpose(Width, EmbeddingSize, _weights.Values[(c * Width * EmbeddingSize)..], kernel.AsSpan(c * Width * EmbeddingSize));
        }

        var convolved = graph.Operator(
            "Conv",
            [graph.Transpose(x, 1, 2, 0), graph.Constant("kernel", kernel, Size, EmbeddingSize, Width), graph.Constant("bias", _dense.Bias.Values, Size)],
            1,
            string.Empty,
            new GraphAttribute("kernel_shape", KernelShape),
            new GraphAttribute("pads", Padding))[0];                                       // [M, C, L]
        return graph.Tanh(_max.Describe(graph, new(graph.Transpose(convolved, 2, 0, 1), GraphValue.None, GraphValue.None), lengths));
    }

    /// <summary>The position of the character at place <paramref name="w"/> of the window around step t of row r; -1 where there is none.</summary>
    private static int Neighbour(PackedBatch words, int t, int r, int w)
    {
        t += w - 1;
        return t >= 0 && t < words.Lengths[r] ? words.Offset(t) + r : -1;
    }
}
