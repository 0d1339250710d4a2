using System.Runtime.InteropServices;

namespace MLSeq.Embeddings.Projection;

/// <summary>A cell of a <see cref="QuadTree"/>. Its subtree stands behind it, up to <see cref="Next"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct QuadTreeNode
{
    /// <summary>The centre of mass of its points.</summary>
    public float X;

    /// <inheritdoc cref="X"/>
    public float Y;

    /// <summary>The number of its points.</summary>
    public float Mass;

    /// <summary>(side / theta)²: seen from a squared distance above this, the cell counts as one point.</summary>
    public float NearLimit;

    /// <summary>Where the walk goes on once this cell is done with.</summary>
    public int Next;

    /// <summary>Its first point, in the tree's order.</summary>
    public int Start;

    /// <summary>Behind its last point.</summary>
    public int End;

    /// <summary>Not divided any further.</summary>
    public bool IsLeaf;
}
