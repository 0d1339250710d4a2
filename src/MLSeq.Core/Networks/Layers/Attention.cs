using MLSeq.Graphs;
using MLSeq.Networks.EncoderDecoder;
using MLSeq.Numerics;

namespace MLSeq.Networks.Layers;

/// <summary>
/// Attention of a decoder's states h [H] over an encoder's states m [D] of the same sequence (Bahdanau, Cho and Bengio, 2015; Luong, Pham and
/// Manning, 2015):
/// <code>
/// s[j] = score(h, m[j])      a = softmax of s over the source's steps      c = sum of a[j] m[j]
/// </code>
/// and back: da[j] = dc · m[j], ds[j] = a[j] (da[j] - sum of a da), dm[j] += a[j] dc, and through the score. A derived class has the
/// score, between a query made of h and a key made of m; keys are made once a batch. Source rows are read where they lie in their
/// <see cref="PackedBatch"/>, so that there is no padding, and several target rows may share a source.
/// </summary>
internal abstract class Attention : Layer
{
    private readonly Matrix _shares = new();
    private readonly Matrix _scoreGradient = new();
    private readonly Matrix _memoryGradient = new();
    private Matrix _memory = null!;

    /// <summary>The weights a [target positions, source steps] of the last batch; past a source's end they are not set.</summary>
    public Matrix Shares => _shares;

    /// <summary>How the sources lie.</summary>
    protected PackedBatch Source { get; private set; } = null!;

    /// <summary>The layers with parameters.</summary>
    public abstract IReadOnlyList<Layer> Layers { get; }

    /// <summary>The attention of a kind; null for none.</summary>
    public static Attention? Create(EncoderDecoderOptions options, ParameterSource source) => options.Attention switch
    {
        AttentionKind.None => null,
        AttentionKind.Dot => new DotAttention(),
        AttentionKind.General => new GeneralAttention("attention", options.HiddenSize, options.MemorySize, source),
        AttentionKind.Additive => new AdditiveAttention("attention", options.HiddenSize, options.MemorySize, options.AdditiveSize, source),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Attention, "There is no such attention."),
    };

    /// <summary>Takes the encoder's states [source positions, D], until others come.</summary>
    public void Attend(PackedBatch source, Matrix memory)
    {
        (Source, _memory) = (source, memory);
        MakeKeys(memory);
    }

    /// <summary>Makes room for a batch of targets.</summary>
    public void BeginForward(PackedBatch target)
    {
        _shares.Resize(target.Total, Source.Steps);
        BeginQueries(target.Total);
    }

    /// <summary>The contexts c of the steps from <paramref name="first"/> to <paramref name="end"/>.</summary>
    /// <param name="target">How the targets lie.</param>
    /// <param name="sourceRows">The source row of each target row.</param>
    /// <param name="states">h [target positions, H].</param>
    /// <param name="first">The first step.</param>
    /// <param name="end">The step after the last one.</param>
    /// <param name="contexts">Where c goes, into the first D values of each row.</param>
    public void Forward(PackedBatch target, ReadOnlySpan<int> sourceRows, Matrix states, int first, int end, Matrix contexts)
    {
        MakeQueries(states, target.Offset(first), target.Offset(end) - target.Offset(first));
        for (var t = first; t < end; t++)
        {
            for (var r = 0; r < target.Count(t); r++)
            {
                var position = target.Offset(t) + r;
                var shares = _shares.Row(position)[..Source.Lengths[sourceRows[r]]];
                Score(states, position, sourceRows[r], shares);
                Softmax.Rows(1, shares.Length, shares, shares.Length);
                var context = contexts.Row(position)[.._memory.Columns];
                context.Clear();
                for (var j = 0; j < shares.Length; j++)
                {
                    Vectors.Axpy(shares[j], _memory.Row(Source.Offset(j) + sourceRows[r]), context);
                }
            }
        }
    }

    /// <summary>Makes ready to go back through a batch's steps.</summary>
    public virtual void BeginBackward()
    {
        _memoryGradient.Resize(_memory.Rows, _memory.Columns).Span.Clear();
        _scoreGradient.Resize(1, Source.Steps);
    }

    /// <summary>
    /// From dL/dc, the first D values of <paramref name="contextGradient"/>'s rows, back through the steps from <paramref name="end"/>, exclusive, to
    /// <paramref name="first"/>; dL/dh is added to <paramref name="stateGradient"/>.
    /// </summary>
    public void Backward(
        PackedBatch target, ReadOnlySpan<int> sourceRows, Matrix states, int first, int end, Matrix contextGradient, Matrix stateGradient)
    {
        for (var t = first; t < end; t++)
        {
            for (var r = 0; r < target.Count(t); r++)
            {
                var position = target.Offset(t) + r;
                var shares = _shares.Row(position)[..Source.Lengths[sourceRows[r]]];
                var gradient = _scoreGradient.Row(0)[..shares.Length];
                var dContext = contextGradient.Row(position)[.._memory.Columns];
                for (var j = 0; j < shares.Length; j++)
                {
                    var place = Source.Offset(j) + sourceRows[r];
                    gradient[j] = Vectors.Dot(dContext, _memory.Row(place));
                    Vectors.Axpy(shares[j], dContext, _memoryGradient.Row(place));
                }

                var mean = Vectors.Dot(shares, gradient);
                for (var j = 0; j < shares.Length; j++)
                {
                    gradient[j] = shares[j] * (gradient[j] - mean);
                }

                ScoreBackward(states, position, sourceRows[r], gradient, stateGradient);
            }
        }

        QueriesBackward(target.Offset(first), target.Offset(end) - target.Offset(first), stateGradient);
    }

    /// <summary>The parameters' gradients and dL/dm [source positions, D], after the first step's way back.</summary>
    public Matrix EndBackward(Matrix states)
    {
        EndBackward(states, _memory, _memoryGradient);
        return _memoryGradient;
    }

    /// <summary>Adds the keys [N, S, K] of an encoder's states [N, S, D] to a graph: made once a batch.</summary>
    public virtual GraphValue DescribeKeys(IGraph graph, GraphValue memory) => memory;

    /// <summary>Adds one step to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="states">h [N, H].</param>
    /// <param name="memory">The source of each row.</param>
    /// <returns>The contexts c [N, D], and the weights a [N, S], which are 0 past a source's end.</returns>
    public (GraphValue Contexts, GraphValue Shares) Describe(IGraph graph, GraphValue states, GraphMemory memory)
    {
        var scores = graph.Where(memory.Present, DescribeScores(graph, states, memory.Keys), graph.Constant("least", [float.MinValue], 1));
        var shares = graph.Softmax(scores, 1);
        return (graph.Squeeze(graph.MatMul(graph.Unsqueeze(shares, 1), memory.Values), 1), shares);
    }

    /// <summary>Adds the scores s [N, S] of h [N, H] and keys [N, S, K] to a graph; by default their dot products.</summary>
    protected virtual GraphValue DescribeScores(IGraph graph, GraphValue states, GraphValue keys) =>
        graph.Squeeze(graph.MatMul(keys, graph.Unsqueeze(states, 2)), 2);

    /// <summary>Makes the keys of all source positions.</summary>
    protected virtual void MakeKeys(Matrix memory)
    {
    }

    /// <summary>Makes room for queries.</summary>
    protected virtual void BeginQueries(int positions)
    {
    }

    /// <summary>Makes the queries of some target positions.</summary>
    protected virtual void MakeQueries(Matrix states, int from, int count)
    {
    }

    /// <summary>The scores s of a target position over the steps of its source.</summary>
    protected abstract void Score(Matrix states, int position, int sourceRow, Span<float> scores);

    /// <summary>From ds to the gradients of the keys and of the query, or of h where the score is of h itself.</summary>
    protected abstract void ScoreBackward(Matrix states, int position, int sourceRow, ReadOnlySpan<float> gradient, Matrix stateGradient);

    /// <summary>From the queries' gradients to dL/dh, which is added to.</summary>
    protected virtual void QueriesBackward(int from, int count, Matrix stateGradient)
    {
    }

    /// <summary>From the keys' and queries' gradients to the parameters' and, added, to dL/dm.</summary>
    protected virtual void EndBackward(Matrix states, Matrix memory, Matrix memoryGradient)
    {
    }

    /// <summary>Scores that are dot products of h and keys.</summary>
    protected void Dots(ReadOnlySpan<float> state, Matrix keys, int sourceRow, Span<float> scores)
    {
        for (var j = 0; j < scores.Length; j++)
        {
            scores[j] = Vectors.Dot(state, keys.Row(Source.Offset(j) + sourceRow));
        }
    }

    /// <summary>dh += sum of ds[j] k[j], dk[j] += ds[j] h.</summary>
    protected void DotsBackward(
        ReadOnlySpan<float> state, Matrix keys, int sourceRow, ReadOnlySpan<float> gradient, Span<float> stateGradient, Matrix keysGradient)
    {
        for (var j = 0; j < gradient.Length; j++)
        {
            var place = Source.Offset(j) + sourceRow;
            Vectors.Axpy(gradient[j], keys.Row(place), stateGradient);
            Vectors.Axpy(gradient[j], state, keysGradient.Row(place));
        }
    }

    /// <summary>dL/dm as it stands.</summary>
    protected Matrix MemoryGradient => _memoryGradient;

    /// <summary>m.</summary>
    protected Matrix Memory => _memory;
}
