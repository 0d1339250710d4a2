using System.Runtime.InteropServices;

namespace MLSeq.Networks.Layers;

/// <summary>Where the rows of one recurrent step lie in a <see cref="PackedBatch"/>.</summary>
/// <param name="At">The position of the step's first row.</param>
/// <param name="Rows">How many sequences take the step.</param>
/// <param name="Previous">The position of the first row of the step before.</param>
/// <param name="Carried">How many of the rows, the first ones, took the step before; the others start here.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RecurrentStep(int At, int Rows, int Previous, int Carried)
{
    /// <summary>The <paramref name="s"/>-th step from the start, or from the end if <paramref name="reverse"/>.</summary>
    public static RecurrentStep Of(PackedBatch batch, int s, bool reverse)
    {
        var t = reverse ? batch.Steps - 1 - s : s;
        var rows = batch.Count(t);
        if (s == 0)
        {
            return new(batch.Offset(t), rows, 0, 0);
        }

        var previous = reverse ? t + 1 : t - 1;
        return new(batch.Offset(t), rows, batch.Offset(previous), Math.Min(rows, batch.Count(previous)));
    }
}
