namespace MLSeq.Numerics.Matrices;

/// <summary>A thread's memory for packed blocks: of one fixed size, taken at the thread's first product.</summary>
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
