using System.Runtime.InteropServices;

namespace MLSeq.Networks.Layers;

/// <summary>Rows of one step, which a <see cref="Cell"/> works on together.</summary>
/// <param name="At">The position of the first one.</param>
/// <param name="Row">Its sequence.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Previous">
/// The position of their first row one step before; from <see cref="PackedBatch.Total"/> on where they start from a given
/// state, whose rows follow the batch's positions; -1 where they start from zero.
/// </param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CellRows(int At, int Row, int Count, int Previous)
{
    /// <summary>Whether the rows start from zero.</summary>
    public bool IsStart => Previous < 0;
}
