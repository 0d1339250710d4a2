using System.Numerics;
using MLSeq.Numerics;

namespace MLSeq.Embeddings.Training.Word2Vec;

/// <summary>
/// The two matrices as they are trained: one row for each word's vector, and one for each word (or inner node) that is
/// predicted. Rows are padded with zeros to whole cache lines, and stay where they are in memory.
/// </summary>
internal sealed unsafe class Word2VecMatrices
{
    /// <summary>The floats in a cache line, which is also the widest vector.</summary>
    public const int RowMultiple = 16;

    private readonly float* _inputs;
    private readonly float* _outputs;

    /// <exception cref="ArgumentException">The matrices are too large.</exception>
    public Word2VecMatrices(int words, int outputs, int dimensions)
    {
        (Words, OutputCount, Dimensions) = (words, outputs, dimensions);
        Stride = (dimensions + RowMultiple - 1) / RowMultiple * RowMultiple;
        if ((long)words * Stride > Array.MaxLength - RowMultiple)
        {
            throw new ArgumentException(
                $"Dimensions is {dimensions}; expected at most {(Array.MaxLength - RowMultiple) / words / RowMultiple * RowMultiple} with {words} words.");
        }

        Columns = (dimensions + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        Inputs = new AlignedBuffer(words * Stride);
        Outputs = new AlignedBuffer(outputs * Stride);
        _inputs = Inputs.Pointer;
        _outputs = Outputs.Pointer;
    }

    public int Words { get; }

    public int OutputCount { get; }

    public int Dimensions { get; }

    /// <summary>The floats from one row to the next.</summary>
    public int Stride { get; }

    /// <summary>The floats of a row that kernels go through: whole vectors.</summary>
    public int Columns { get; }

    public AlignedBuffer Inputs { get; }

    public AlignedBuffer Outputs { get; }

    public float* Input(int word) => _inputs + ((nint)word * Stride);

    public float* Output(int row) => _outputs + ((nint)row * Stride);

    public Span<float> InputRow(int word) => new(Input(word), Dimensions);

    public Span<float> OutputRow(int row) => new(Output(row), Dimensions);

    /// <summary>Copies all values to matrices of the same shape.</summary>
    public void CopyTo(Word2VecMatrices other)
    {
        Inputs.Span.CopyTo(other.Inputs.Span);
        Outputs.Span.CopyTo(other.Outputs.Span);
    }

    /// <summary>The input rows without their padding.</summary>
    public AlignedBuffer CopyInputs()
    {
        var copy = new AlignedBuffer(Words * Dimensions);
        for (var word = 0; word < Words; word++)
        {
            InputRow(word).CopyTo(copy.Span[(word * Dimensions)..]);
        }

        return copy;
    }

    /// <summary>Takes the padding out of the input rows in their own memory: no more training after this.</summary>
    public AlignedBuffer PackInputs()
    {
        for (var word = 1; word < Words; word++)
        {
            InputRow(word).CopyTo(Inputs.Span[(word * Dimensions)..]);
        }

        Inputs.Resize(Words * Dimensions);
        return Inputs;
    }
}
