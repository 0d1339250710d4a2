using System.Runtime.InteropServices;

namespace MLSeq.Decoding.Entities;

/// <summary>How many entities there are, were found, and were found right: of the same type, from the same token to the same token.</summary>
/// <param name="Actual">How many there are.</param>
/// <param name="Predicted">How many were found.</param>
/// <param name="Right">How many of these are right.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct EntityCounts(long Actual, long Predicted, long Right)
{
    /// <summary>The share of those found that are right; 0 where none was found.</summary>
    public double Precision => Predicted == 0 ? 0 : (double)Right / Predicted;

    /// <summary>The share of those that there are which was found; 0 where there are none.</summary>
    public double Recall => Actual == 0 ? 0 : (double)Right / Actual;

    /// <summary>2 precision recall / (precision + recall); 0 where none is right.</summary>
    public double F1 => Right == 0 ? 0 : 2d * Right / (Actual + Predicted);
}
