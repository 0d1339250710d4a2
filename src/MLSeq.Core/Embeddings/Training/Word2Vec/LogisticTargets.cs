using MLSeq.Numerics;

namespace MLSeq.Embeddings.Training.Word2Vec;

/// <summary>What a window's inputs are regressed against: output rows with labels, in tiles for <see cref="WindowKernel"/>.</summary>
internal abstract unsafe class LogisticTargets
{
    private const int Tile = WindowKernel.TileRows;

    private readonly nint[] _rows;
    private readonly AlignedBuffer _labels;
    private readonly AlignedBuffer _rates;

    /// <param name="matrices">Whose output rows are meant.</param>
    /// <param name="maxCount">The most targets that a word has.</param>
    protected LogisticTargets(Word2VecMatrices matrices, int maxCount)
    {
        Matrices = matrices;
        var tiles = Math.Max(1, (maxCount + Tile - 1) / Tile);
        _rows = GC.AllocateArray<nint>(tiles * Tile, pinned: true);
        _labels = new AlignedBuffer(tiles * WindowKernel.LabelStride);
        _rates = new AlignedBuffer(tiles * WindowKernel.LabelStride);
    }

    /// <summary>The number of tiles that <see cref="Select"/> found.</summary>
    public int TileCount { get; private set; }

    protected Word2VecMatrices Matrices { get; }

    public float** Rows(int tile) => (float**)System.Runtime.CompilerServices.Unsafe.AsPointer(ref _rows[tile * Tile]);

    public float* Labels(int tile) => _labels.Pointer + (tile * WindowKernel.LabelStride);

    public float* Rates(int tile) => _rates.Pointer + (tile * WindowKernel.LabelStride);

    /// <inheritdoc cref="WindowStep.Begin"/>
    public abstract void Begin(ReadOnlySpan<int> centres, SeededRandom random);

    /// <inheritdoc cref="WindowStep.Prefetch"/>
    public abstract void Prefetch(int place);

    /// <summary>Fills the tiles for the word at <paramref name="place"/> of the block.</summary>
    public abstract void Select(int place, float rate);

    protected void Set(int target, float* row, float label, float rate)
    {
        var (tile, lane) = Math.DivRem(target, Tile);
        _rows[target] = (nint)row;
        float* labels = Labels(tile), rates = Rates(tile);
        labels[lane] = labels[lane + WindowKernel.GradientStride] = label;
        rates[lane] = rates[lane + WindowKernel.GradientStride] = rate;
    }

    /// <summary>Ends the list of <paramref name="count"/> targets; what is left of the last tile repeats a row and leaves it alone.</summary>
    protected void Finish(int count)
    {
        TileCount = (count + Tile - 1) / Tile;
        for (var target = count; target < TileCount * Tile; target++)
        {
            Set(target, (float*)_rows[0], 0, 0);
        }
    }
}
