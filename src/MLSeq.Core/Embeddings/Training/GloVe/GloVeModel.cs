using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using MLSeq.Numerics;

namespace MLSeq.Embeddings.Training.GloVe;

/// <summary>
/// The word and context vectors, biases and AdaGrad's sums of squared gradients, by groups of words. A row is two vectors side by side, so
/// that they share pages and what is fetched ahead:
/// <code>
/// values  word: w, b, 1, padding     context: c, 1, b, padding       value . value = w c + b + b
/// G       starts at 1; so large for the constants that they never change
/// </code>
/// </summary>
internal sealed class GloVeModel
{
    private readonly WordGroups _groups;
    private readonly int _dimensions;
    private readonly AlignedBuffer[] _words;
    private readonly AlignedBuffer[] _contexts;

    /// <summary>Draws all values and biases uniformly from (-0.5, 0.5) / dimensions; G is 1.</summary>
    public GloVeModel(WordGroups groups, int dimensions, int seed)
    {
        (_groups, _dimensions, Stride) = (groups, dimensions, StrideOf(dimensions));
        _words = Draw(new SeededRandom(seed, 0), bias: dimensions, constant: dimensions + 1);
        _contexts = Draw(new SeededRandom(seed, 1), bias: dimensions + 1, constant: dimensions);
    }

    /// <summary>The number of values of a row, and of their G.</summary>
    public int Stride { get; }

    /// <summary>The bytes of a row.</summary>
    public static int RowBytes(int dimensions) => 2 * sizeof(float) * StrideOf(dimensions);

    /// <summary>The rows of a group's words, [words, values and G].</summary>
    public Span<float> Words(int group) => _words[group].Span;

    /// <summary>The rows of a group's words as contexts, [words, values and G].</summary>
    public Span<float> Contexts(int group) => _contexts[group].Span;

    /// <summary>w + c for each word, [words, dimensions].</summary>
    public AlignedBuffer Sum()
    {
        var sum = new AlignedBuffer(checked(_groups.WordCount * _dimensions));
        for (var group = 0; group < _groups.Count; group++)
        {
            for (var i = 0; i < _groups.Size(group); i++)
            {
                var row = 2 * Stride * i;
                TensorPrimitives.Add(
                    Words(group).Slice(row, _dimensions), Contexts(group).Slice(row, _dimensions),
                    sum.Span.Slice((_groups.Starts[group] + i) * _dimensions, _dimensions));
            }
        }

        return sum;
    }

    /// <summary>Writes all rows, without their padding.</summary>
    public void Save(Stream stream)
    {
        foreach (var buffer in _words.Concat(_contexts))
        {
            for (var at = 0; at < buffer.Length; at += Stride)
            {
                stream.Write(MemoryMarshal.AsBytes(buffer.Span.Slice(at, _dimensions + 2)));
            }
        }
    }

    /// <exception cref="InvalidDataException">The rows are not all there, or have values that training never gives.</exception>
    public void Load(Stream stream)
    {
        foreach (var buffer in _words.Concat(_contexts))
        {
            for (var at = 0; at < buffer.Length; at += Stride)
            {
                var values = buffer.Span.Slice(at, _dimensions + 2);
                var bytes = MemoryMarshal.AsBytes(values);
                if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
                {
                    throw new InvalidDataException($"Truncated data: expected {4L * _groups.WordCount} vectors of {bytes.Length} bytes.");
                }

                if (!TensorPrimitives.IsFiniteAll<float>(values))
                {
                    throw new InvalidDataException("Damaged data: a vector has a value that is not finite.");
                }
            }
        }
    }

    private static int StrideOf(int dimensions) => (dimensions + 1 + Vector<float>.Count) / Vector<float>.Count * Vector<float>.Count;

    private AlignedBuffer[] Draw(SeededRandom random, int bias, int constant)
    {
        var buffers = new AlignedBuffer[_groups.Count];
        for (var group = 0; group < buffers.Length; group++)
        {
            buffers[group] = new AlignedBuffer(_groups.Size(group) * 2 * Stride);
            for (var rows = buffers[group].Span; !rows.IsEmpty; rows = rows[(2 * Stride)..])
            {
                var values = rows[..Stride];
                var squares = rows.Slice(Stride, Stride);
                random.Uniform(values[.._dimensions], 0.5 / _dimensions);
                random.Uniform(values.Slice(bias, 1), 0.5 / _dimensions);
                values[constant] = 1;
                squares.Fill(1);
                squares[constant] = float.MaxValue;
            }
        }

        return buffers;
    }
}
