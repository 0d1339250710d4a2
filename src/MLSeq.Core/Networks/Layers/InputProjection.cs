using MLSeq.Numerics;

namespace MLSeq.Networks.Layers;

/// <summary>
/// The input's part of a cell's pre-activations, a = x Wᵀ + b, and its way back. Where positions share vectors, it is worked out once
/// for each vector; going back, da is then summed over a vector's positions before it is multiplied:
/// <code>
/// s[v] = sum of da[p] over positions p with vector v      dW = sum of s[v] x[v]-transposed      dx[v] = W-transposed s[v]
/// </code>
/// Where they do not, dW is left to the cell, which makes it together with the gradients of its other parameters.
/// </summary>
/// <param name="weights">W [G H, I].</param>
/// <param name="bias">b [G H].</param>
/// <param name="packed">W.</param>
/// <param name="addsGradient">Whether dx is added to what is there: in the second direction.</param>
internal sealed class InputProjection(ParameterPart weights, ParameterPart bias, PackedWeights packed, bool addsGradient)
{
    /// <summary>Shared vectors' a [V, G H]; going back, s.</summary>
    private readonly Matrix _shared = new();

    private int InputSize => weights.Columns;

    private int Width => weights.Rows;

    /// <summary>Before the first block of a batch.</summary>
    public void Start(RecurrentInput input)
    {
        if (input.IsShared)
        {
            var vectors = input.Vectors;
            _shared.Resize(vectors.Rows, Width);
            packed.Multiply(vectors.Rows, vectors.Span, InputSize, _shared.Span, Width, bias.Values);
        }
    }

    /// <summary>a of a block's positions, into <paramref name="gates"/> [Total, G H].</summary>
    public void Forward(RecurrentInput input, StepBlock block, Matrix gates)
    {
        if (input.IsShared)
        {
            MatrixRows.Gather(_shared.Span, Width, input.Rows.Slice(block.At, block.Rows), gates.From(block.At));
            return;
        }

        packed.Multiply(block.Rows, input.Vectors.From(block.At), InputSize, gates.From(block.At), Width, bias.Values);
    }

    /// <summary>Before the first block's way back.</summary>
    public void StartBackward(RecurrentInput input)
    {
        if (input.IsShared)
        {
            _shared.Span.Clear();
        }
    }

    /// <summary>The way back of a block's positions, from da in <paramref name="gates"/>, to dx where it is asked for.</summary>
    public void Backward(RecurrentInput input, StepBlock block, Matrix gates, Matrix? inputGradient)
    {
        if (input.IsShared)
        {
            MatrixRows.ScatterAdd(gates.From(block.At), Width, input.Rows.Slice(block.At, block.Rows), _shared.Span);
        }
        else if (inputGradient is not null)
        {
            packed.MultiplyBack(block.Rows, gates.From(block.At), Width, inputGradient.From(block.At), InputSize, addsGradient);
        }
    }

    /// <summary>After the last block: of shared vectors dW, and dx where it is asked for.</summary>
    public void EndBackward(RecurrentInput input, Matrix? inputGradient)
    {
        if (!input.IsShared)
        {
            return;
        }

        var vectors = input.Vectors;
        MatrixProduct.Multiply(
            true, false, Width, InputSize, vectors.Rows, _shared.Span, Width, vectors.Span, InputSize, weights.Gradient, InputSize, false);
        if (inputGradient is not null)
        {
            packed.MultiplyBack(vectors.Rows, _shared.Span, Width, inputGradient.Span, InputSize, addsGradient);
        }
    }
}
