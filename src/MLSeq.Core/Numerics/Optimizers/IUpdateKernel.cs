using System.Numerics;

namespace MLSeq.Numerics.Optimizers;

/// <summary>The arithmetic of an <see cref="UpdateRule"/> in one step.</summary>
internal interface IUpdateKernel
{
    /// <summary>How many moments are read and written, 0 to 2.</summary>
    static abstract int Moments { get; }

    /// <summary>The new p; changes the moments that are kept.</summary>
    Vector<float> Update(Vector<float> p, Vector<float> g, ref Vector<float> first, ref Vector<float> second);
}
