namespace MLSeq.Numerics.Matrices;

/// <summary>A thread's memory for packed blocks: at most 240 KiB of the left matrix and 2 MiB of the right one, taken when first needed.</summary>
internal sealed class MatrixScratch
{
    [ThreadStatic]
    private static MatrixScratch? _ofThread;

    private readonly AlignedBuffer _left = new();
    private readonly AlignedBuffer _right = new();

    public static MatrixScratch OfThread => _ofThread ??= new MatrixScratch();

    public Span<float> ForLeft(int length) => _left.Resize(length);

    public Span<float> ForRight(int length) => _right.Resize(length);
}
