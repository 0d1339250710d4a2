using System.Runtime.InteropServices;

namespace MLSeq.Embeddings.Search;

/// <summary>A row and how well it answers a query.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ScoredRow(int Index, double Score)
{
    /// <summary>Puts the better one first: the greater score, of equal scores the smaller index.</summary>
    public static int Compare(ScoredRow left, ScoredRow right)
    {
        var byScore = right.Score.CompareTo(left.Score);
        return byScore != 0 ? byScore : left.Index.CompareTo(right.Index);
    }
}
