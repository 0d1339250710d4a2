using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLSeq.Numerics;

/// <summary>
/// The element-wise part of one LSTM time step over the rows of a batch. Gates are [rows, 4 H] in the order i, o, f, g:
/// <code>
/// i = sigmoid(a_i)   o = sigmoid(a_o)   f = sigmoid(a_f)   g = tanh(a_g)
/// c = f c' + i g     h = o tanh(c)
/// </code>
/// where a are the pre-activations (x W + h' R + b) and c' the previous cell state.
/// </summary>
internal static class LstmGates
{
    /// <summary>One step forward.</summary>
    /// <param name="rows">The number of sequences that are still running at this step.</param>
    /// <param name="hiddenSize">H.</param>
    /// <param name="gates">[rows, 4 H]: pre-activations in, activated gates out.</param>
    /// <param name="previousCell">c' [rows, H], or empty for zero; may be the same memory as <paramref name="cell"/>.</param>
    /// <param name="cell">c [rows, H].</param>
    /// <param name="tanhCell">tanh(c) [rows, H], kept for the way back; or empty where there is none.</param>
    /// <param name="hidden">h [rows, H], rows <paramref name="ldHidden"/> apart.</param>
    /// <param name="ldHidden">The distance between rows of <paramref name="hidden"/>, at least H.</param>
    public static void Forward(
        int rows, int hiddenSize, Span<float> gates, ReadOnlySpan<float> previousCell, Span<float> cell,
        Span<float> tanhCell, Span<float> hidden, int ldHidden)
    {
        CheckSizes(rows, hiddenSize, gates.Length, previousCell.Length, hidden.Length, ldHidden);
        var cells = rows * hiddenSize;
        cell = cell[..cells];
        tanhCell = tanhCell.IsEmpty ? tanhCell : tanhCell[..cells];
        for (var r = 0; r < rows; r++)
        {
            // Three passes over a row in the first-level cache: one alone would be a single long chain of waiting.
            var row = gates.Slice(r * 4 * hiddenSize, 4 * hiddenSize);
            Activations.Sigmoid(row[..(3 * hiddenSize)]);
            Activations.Tanh(row[(3 * hiddenSize)..]);

            ref var g = ref MemoryMarshal.GetReference(row);
            ref var h = ref Unsafe.Add(ref MemoryMarshal.GetReference(hidden), (nint)r * ldHidden);
            var state = (nint)r * hiddenSize;
            nint j = 0;
            for (; j <= hiddenSize - Vector<float>.Count; j += Vector<float>.Count)
            {
                ForwardCells(
                    Vector<float>.Count, hiddenSize, ref Unsafe.Add(ref g, j), previousCell, cell, tanhCell, state + j,
                    ref Unsafe.Add(ref h, j));
            }

            if (j < hiddenSize)
            {
                LastForwardCells(
                    hiddenSize - j, hiddenSize, ref Unsafe.Add(ref g, j), previousCell, cell, tanhCell, state + j,
                    ref Unsafe.Add(ref h, j));
            }
        }
    }

    /// <summary>One step back.</summary>
    /// <param name="rows">The number of sequences that are running at this step.</param>
    /// <param name="hiddenSize">H.</param>
    /// <param name="gates">[rows, 4 H]: the activated gates of the forward step in, gradients of the pre-activations out.</param>
    /// <param name="previousCell">c' [rows, H] of the forward step, or empty for zero.</param>
    /// <param name="tanhCell">tanh(c) [rows, H] of the forward step.</param>
    /// <param name="dHidden">dL/dh [rows, H], all of it: from above and from the next step; rows <paramref name="ldHidden"/> apart.</param>
    /// <param name="ldHidden">The distance between rows of <paramref name="dHidden"/>, at least H.</param>
    /// <param name="dCell">[rows, H]: dL/dc from the next step in, dL/dc' for the previous step out.</param>
    public static void Backward(
        int rows, int hiddenSize, Span<float> gates, ReadOnlySpan<float> previousCell, ReadOnlySpan<float> tanhCell,
        ReadOnlySpan<float> dHidden, int ldHidden, Span<float> dCell)
    {
        CheckSizes(rows, hiddenSize, gates.Length, previousCell.Length, dHidden.Length, ldHidden);
        var cells = rows * hiddenSize;
        tanhCell = tanhCell[..cells];
        dCell = dCell[..cells];
        for (var r = 0; r < rows; r++)
        {
            ref var g = ref Unsafe.Add(ref MemoryMarshal.GetReference(gates), (nint)r * 4 * hiddenSize);
            var state = (nint)r * hiddenSize;
            ref var dh = ref Unsafe.Add(ref MemoryMarshal.GetReference(dHidden), (nint)r * ldHidden);
            nint j = 0;
            for (; j <= hiddenSize - Vector<float>.Count; j += Vector<float>.Count)
            {
                BackwardCells(
                    Vector<float>.Count, hiddenSize, ref Unsafe.Add(ref g, j), previousCell, tanhCell, dCell, state + j,
                    ref Unsafe.Add(ref dh, j));
            }

            if (j < hiddenSize)
            {
                LastBackwardCells(
                    hiddenSize - j, hiddenSize, ref Unsafe.Add(ref g, j), previousCell, tanhCell, dCell, state + j,
                    ref Unsafe.Add(ref dh, j));
            }
        }
    }

    /// <summary>
    /// c, tanh c and h of up to a vector of elements from the activated gates, which are H apart; the cells start at
    /// <paramref name="state"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ForwardCells(
        nint count, nint hiddenSize, ref float gates, ReadOnlySpan<float> previousCell, Span<float> cell,
        Span<float> tanhCell, nint state, ref float hidden)
    {
        var i = PartialVector.Load(ref gates, count);
        var o = PartialVector.Load(ref Unsafe.Add(ref gates, hiddenSize), count);
        var f = PartialVector.Load(ref Unsafe.Add(ref gates, 2 * hiddenSize), count);
        var g = PartialVector.Load(ref Unsafe.Add(ref gates, 3 * hiddenSize), count);

        var c = i * g;
        if (!previousCell.IsEmpty)
        {
            ref var previous = ref Unsafe.Add(ref MemoryMarshal.GetReference(previousCell), state);
            c = Vector.MultiplyAddEstimate(f, PartialVector.Load(ref previous, count), c);
        }

        PartialVector.Store(c, ref Unsafe.Add(ref MemoryMarshal.GetReference(cell), state), count);
        var t = VectorMath.Tanh(c);
        if (!tanhCell.IsEmpty)
        {
            PartialVector.Store(t, ref Unsafe.Add(ref MemoryMarshal.GetReference(tanhCell), state), count);
        }

        PartialVector.Store(o * t, ref hidden, count);
    }

    // What is left of a row is apart, so that the calls it takes cost the loop no registers.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LastForwardCells(
        nint count, nint hiddenSize, ref float gates, ReadOnlySpan<float> previousCell, Span<float> cell,
        Span<float> tanhCell, nint state, ref float hidden) =>
        ForwardCells(count, hiddenSize, ref gates, previousCell, cell, tanhCell, state, ref hidden);

    /// <summary>Up to a vector of elements back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void BackwardCells(
        nint count, nint hiddenSize, ref float gates, ReadOnlySpan<float> previousCell, ReadOnlySpan<float> tanhCell,
        Span<float> dCell, nint state, ref float dHidden)
    {
        ref var gateO = ref Unsafe.Add(ref gates, hiddenSize);
        ref var gateF = ref Unsafe.Add(ref gates, 2 * hiddenSize);
        ref var gateG = ref Unsafe.Add(ref gates, 3 * hiddenSize);
        ref var dCellAt = ref Unsafe.Add(ref MemoryMarshal.GetReference(dCell), state);
        var one = Vector<float>.One;

        var i = PartialVector.Load(ref gates, count);
        var o = PartialVector.Load(ref gateO, count);
        var f = PartialVector.Load(ref gateF, count);
        var g = PartialVector.Load(ref gateG, count);
        var t = PartialVector.Load(ref Unsafe.Add(ref MemoryMarshal.GetReference(tanhCell), state), count);
        var dh = PartialVector.Load(ref dHidden, count);

        var dc = Vector.MultiplyAddEstimate(dh * o, one - (t * t), PartialVector.Load(ref dCellAt, count));
        PartialVector.Store(dc * g * i * (one - i), ref gates, count);
        PartialVector.Store(dh * t * o * (one - o), ref gateO, count);
        PartialVector.Store(dc * i * (one - (g * g)), ref gateG, count);
        var df = Vector<float>.Zero;
        if (!previousCell.IsEmpty)
        {
            ref var previous = ref Unsafe.Add(ref MemoryMarshal.GetReference(previousCell), state);
            df = dc * PartialVector.Load(ref previous, count) * f * (one - f);
        }

        PartialVector.Store(df, ref gateF, count);
        PartialVector.Store(dc * f, ref dCellAt, count);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LastBackwardCells(
        nint count, nint hiddenSize, ref float gates, ReadOnlySpan<float> previousCell, ReadOnlySpan<float> tanhCell,
        Span<float> dCell, nint state, ref float dHidden) =>
        BackwardCells(count, hiddenSize, ref gates, previousCell, tanhCell, dCell, state, ref dHidden);

    private static void CheckSizes(int rows, int hiddenSize, int gates, int previousCell, int hidden, int ldHidden)
    {
        MatrixProduct.CheckSize(nameof(gates), gates, rows, 4 * hiddenSize, 4 * hiddenSize);
        MatrixProduct.CheckSize(nameof(hidden), hidden, rows, hiddenSize, ldHidden);
        if (previousCell > 0)
        {
            MatrixProduct.CheckSize(nameof(previousCell), previousCell, rows, hiddenSize, hiddenSize);
        }
    }
}
