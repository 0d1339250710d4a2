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
        for (var r = 0; r < rows; r++)
        {
            for (var j = 0; j < hiddenSize; j++)
            {
                var at = (r * 4 * hiddenSize) + j;
                var i = gates[at] = 1 / (1 + MathF.Exp(-gates[at]));
                var o = gates[at + hiddenSize] = 1 / (1 + MathF.Exp(-gates[at + hiddenSize]));
                var f = gates[at + (2 * hiddenSize)] = 1 / (1 + MathF.Exp(-gates[at + (2 * hiddenSize)]));
                var g = gates[at + (3 * hiddenSize)] = MathF.Tanh(gates[at + (3 * hiddenSize)]);
                var s = (r * hiddenSize) + j;
                var c = (previousCell.IsEmpty ? 0 : f * previousCell[s]) + (i * g);
                cell[s] = c;
                var t = MathF.Tanh(c);
                if (!tanhCell.IsEmpty)
                {
                    tanhCell[s] = t;
                }

                hidden[(r * ldHidden) + j] = o * t;
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
        for (var r = 0; r < rows; r++)
        {
            for (var j = 0; j < hiddenSize; j++)
            {
                var at = (r * 4 * hiddenSize) + j;
                var i = gates[at];
                var o = gates[at + hiddenSize];
                var f = gates[at + (2 * hiddenSize)];
                var g = gates[at + (3 * hiddenSize)];
                var s = (r * hiddenSize) + j;
                var t = tanhCell[s];
                var dh = dHidden[(r * ldHidden) + j];
                var dc = dCell[s] + (dh * o * (1 - (t * t)));
                gates[at] = dc * g * i * (1 - i);
                gates[at + hiddenSize] = dh * t * o * (1 - o);
                gates[at + (2 * hiddenSize)] = previousCell.IsEmpty ? 0 : dc * previousCell[s] * f * (1 - f);
                gates[at + (3 * hiddenSize)] = dc * i * (1 - (g * g));
                dCell[s] = dc * f;
            }
        }
    }
}
