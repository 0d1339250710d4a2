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
/// where a are the pre-activations (x W + h' R + b) and c' the previous cell state. With peepholes p [3 H], in the order i, o, f,
/// the gates see the cell: a_i and a_f have p_i c' and p_f c' added to them, a_o has p_o c.
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
    /// <param name="peepholes">p [3 H], or empty for none.</param>
    public static void Forward(
        int rows, int hiddenSize, Span<float> gates, ReadOnlySpan<float> previousCell, Span<float> cell,
        Span<float> tanhCell, Span<float> hidden, int ldHidden, ReadOnlySpan<float> peepholes = default)
    {
        CheckSizes(rows, hiddenSize, gates.Length, previousCell.Length, hidden.Length, ldHidden);
        var cells = rows * hiddenSize;
        cell = cell[..cells];
        tanhCell = tanhCell.IsEmpty ? tanhCell : tanhCell[..cells];
        for (var r = 0; r < rows; r++)
        {
            // Three passes over a row in the first-level cache: one alone would be a single long chain of waiting.
            var row = gates.Slice(r * 4 * hiddenSize, 4 * hiddenSize);
            if (peepholes.IsEmpty)
            {
                Activations.Sigmoid(row[..(3 * hiddenSize)]);
            }
            else
            {
                var previous = previousCell.IsEmpty ? default : previousCell.Slice(r * hiddenSize, hiddenSize);
                OpenInputAndForgetGates(row, previous, peepholes);
            }

            Activations.Tanh(row[(3 * hiddenSize)..]);

            ref var g = ref MemoryMarshal.GetReference(row);
            ref var h = ref Unsafe.Add(ref MemoryMarshal.GetReference(hidden), (nint)r * ldHidden);
            var state = (nint)r * hiddenSize;
            nint j = 0;
            for (; j <= hiddenSize - Vector<float>.Count; j += Vector<float>.Count)
            {
                ForwardCells(
                    Vector<float>.Count, hiddenSize, ref Unsafe.Add(ref g, j), previousCell, cell, tanhCell, state + j,
                    ref Unsafe.Add(ref h, j), peepholes, j);
            }

            if (j < hiddenSize)
            {
                LastForwardCells(
                    hiddenSize - j, hiddenSize, ref Unsafe.Add(ref g, j), previousCell, cell, tanhCell, state + j,
                    ref Unsafe.Add(ref h, j), peepholes, j);
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
    /// <param name="peepholes">p [3 H] of the forward step.</param>
    public static void Backward(
        int rows, int hiddenSize, Span<float> gates, ReadOnlySpan<float> previousCell, ReadOnlySpan<float> tanhCell,
        ReadOnlySpan<float> dHidden, int ldHidden, Span<float> dCell, ReadOnlySpan<float> peepholes = default)
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
                    ref Unsafe.Add(ref dh, j), peepholes, j);
            }

            if (j < hiddenSize)
            {
                LastBackwardCells(
                    hiddenSize - j, hiddenSize, ref Unsafe.Add(ref g, j), previousCell, tanhCell, dCell, state + j,
                    ref Unsafe.Add(ref dh, j), peepholes, j);
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
        Span<float> tanhCell, nint state, ref float hidden, ReadOnlySpan<float> peepholes, nint j)
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

        if (!peepholes.IsEmpty)
        {
            o = VectorMath.Sigmoid(Vector.MultiplyAddEstimate(Peephole(peepholes, hiddenSize + j, count), c, o));
            PartialVector.Store(o, ref Unsafe.Add(ref gates, hiddenSize), count);
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
        Span<float> tanhCell, nint state, ref float hidden, ReadOnlySpan<float> peepholes, nint j) =>
        ForwardCells(count, hiddenSize, ref gates, previousCell, cell, tanhCell, state, ref hidden, peepholes, j);

    /// <summary>Up to a vector of elements back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void BackwardCells(
        nint count, nint hiddenSize, ref float gates, ReadOnlySpan<float> previousCell, ReadOnlySpan<float> tanhCell,
        Span<float> dCell, nint state, ref float dHidden, ReadOnlySpan<float> peepholes, nint j)
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
        var daO = dh * t * o * (one - o);
        if (!peepholes.IsEmpty)
        {
            dc = Vector.MultiplyAddEstimate(daO, Peephole(peepholes, hiddenSize + j, count), dc);
        }

        var daI = dc * g * i * (one - i);
        var daF = Vector<float>.Zero;
        if (!previousCell.IsEmpty)
        {
            ref var previous = ref Unsafe.Add(ref MemoryMarshal.GetReference(previousCell), state);
            daF = dc * PartialVector.Load(ref previous, count) * f * (one - f);
        }

        var dPrevious = dc * f;
        if (!peepholes.IsEmpty)
        {
            dPrevious = Vector.MultiplyAddEstimate(daI, Peephole(peepholes, j, count), dPrevious);
            dPrevious = Vector.MultiplyAddEstimate(daF, Peephole(peepholes, (2 * hiddenSize) + j, count), dPrevious);
        }

        PartialVector.Store(daI, ref gates, count);
        PartialVector.Store(daO, ref gateO, count);
        PartialVector.Store(daF, ref gateF, count);
        PartialVector.Store(dc * i * (one - (g * g)), ref gateG, count);
        PartialVector.Store(dPrevious, ref dCellAt, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Peephole(ReadOnlySpan<float> peepholes, nint at, nint count) =>
        PartialVector.Load(ref Unsafe.Add(ref MemoryMarshal.GetReference(peepholes), at), count);

    /// <summary>i and f of a row with peepholes; o waits for c.</summary>
    private static void OpenInputAndForgetGates(Span<float> row, ReadOnlySpan<float> previousCell, ReadOnlySpan<float> peepholes)
    {
        var size = row.Length / 4;
        for (var gate = 0; gate < 3; gate += 2)
        {
            var a = row.Slice(gate * size, size);
            if (!previousCell.IsEmpty)
            {
                Vectors.MultiplyAdd(peepholes.Slice(gate * size, size), previousCell, a);
            }

            Activations.Sigmoid(a);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LastBackwardCells(
        nint count, nint hiddenSize, ref float gates, ReadOnlySpan<float> previousCell, ReadOnlySpan<float> tanhCell,
        Span<float> dCell, nint state, ref float dHidden, ReadOnlySpan<float> peepholes, nint j) =>
        BackwardCells(count, hiddenSize, ref gates, previousCell, tanhCell, dCell, state, ref dHidden, peepholes, j);

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
