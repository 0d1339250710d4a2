using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using MLSeq.Numerics;
using MLSeq.Numerics.Optimizers;

namespace MLSeq.Embeddings.Training.NeuralLanguageModel;

/// <summary>A matrix that is learnt, [rows, columns], with its gradient and Adam's moments.</summary>
internal sealed class Parameter(int rows, int columns)
{
    private readonly AlignedBuffer _first = new(checked(rows * columns));
    private readonly AlignedBuffer _second = new(checked(rows * columns));

    public int Columns => columns;

    public AlignedBuffer Value { get; } = new(checked(rows * columns));

    public AlignedBuffer Gradient { get; } = new(checked(rows * columns));

    /// <summary>The rows of a worker's part: the first one, and the one behind the last.</summary>
    public (int First, int End) Part(int worker, int workers) => ((int)((long)rows * worker / workers), (int)((long)rows * (worker + 1) / workers));

    /// <summary>Takes a step on some rows.</summary>
    public void Update(UpdateRule rule, int first, int end)
    {
        var (start, length) = (first * columns, (end - first) * columns);
        rule.Update(
            Value.Span.Slice(start, length), Gradient.Span.Slice(start, length), _first.Span.Slice(start, length), _second.Span.Slice(start, length));
    }

    public void Save(Stream stream)
    {
        foreach (var buffer in (AlignedBuffer[])[Value, _first, _second])
        {
            stream.Write(MemoryMarshal.AsBytes(buffer.Span));
        }
    }

    /// <exception cref="EndOfStreamException">The values are not all there.</exception>
    /// <exception cref="InvalidDataException">A value is one that training never gives.</exception>
    public void Load(Stream stream)
    {
        foreach (var buffer in (AlignedBuffer[])[Value, _first, _second])
        {
            stream.ReadExactly(MemoryMarshal.AsBytes(buffer.Span));
            if (!TensorPrimitives.IsFiniteAll<float>(buffer.Span))
            {
                throw new InvalidDataException("Damaged data: a parameter has a value that is not finite.");
            }
        }
    }
}
