using System.Numerics.Tensors;

namespace MLSeq.Embeddings.Sentences;

/// <summary>Turns one sentence after the other into its output; for one thread.</summary>
/// <param name="encoding">How.</param>
internal sealed class SentenceEncoder(SentenceEncoding encoding)
{
    private readonly int _dimensions = encoding.Dimensions;
    private readonly float[] _vector = new float[encoding.Dimensions];
    private readonly float[] _sum = new float[encoding.Dimensions];
    private readonly float[] _least = new float[encoding.Dimensions];
    private readonly float[] _most = new float[encoding.Dimensions];
    private float[] _frames = [];
    private int _words;

    /// <summary>The number of values of the present sentence's output.</summary>
    public int Length => encoding.IsPerToken ? Math.Max(1, _words) * _dimensions : encoding.Width;

    /// <summary>Starts a sentence.</summary>
    public void Clear()
    {
        _words = 0;
        Array.Clear(_sum);
    }

    /// <summary>Adds a word.</summary>
    public void Add(string word) => Add(encoding.Vectors.IndexOf(word), word);

    /// <summary>Adds a word whose index among the vectors' words is known; -1 where it is none. Null is an unknown word.</summary>
    public void Add(int index, string? word)
    {
        if (!encoding.TryGetVector(index, word, _vector))
        {
            return;
        }

        _words++;
        switch (encoding.Output)
        {
            case WordVectorOutput.PerToken:
                AddFrame();
                break;
            case WordVectorOutput.Max:
                Widen();
                break;
            case WordVectorOutput.MinMeanMax:
                Widen();
                TensorPrimitives.Add(_sum, _vector, _sum);
                break;
            default:
                TensorPrimitives.Add(_sum, _vector, _sum);
                break;
        }
    }

    /// <summary>Writes the present sentence's output [<see cref="Length"/>]; zeros where it has no words.</summary>
    public void Write(Span<float> output)
    {
        if (_words == 0)
        {
            output.Clear();
            return;
        }

        switch (encoding.Output)
        {
            case WordVectorOutput.PerToken:
                _frames.AsSpan(0, output.Length).CopyTo(output);
                break;
            case WordVectorOutput.Max:
                _most.CopyTo(output);
                break;
            case WordVectorOutput.MinMeanMax:
                _least.CopyTo(output);
                TensorPrimitives.Divide(_sum, _words, output.Slice(_dimensions, _dimensions));
                _most.CopyTo(output[(2 * _dimensions)..]);
                break;
            default:
                TensorPrimitives.Divide(_sum, _words, output);
                break;
        }

        if (encoding.CommonDirection is { } direction)
        {
            Numerics.Vectors.Axpy(-TensorPrimitives.Dot<float>(output, direction), direction, output);
        }
    }

    private void Widen()
    {
        if (_words == 1)
        {
            _vector.CopyTo(_least, 0);
            _vector.CopyTo(_most, 0);
            return;
        }

        TensorPrimitives.Min(_least, _vector, _least);
        TensorPrimitives.Max(_most, _vector, _most);
    }

    private void AddFrame()
    {
        var end = _words * _dimensions;
        if (_frames.Length < end)
        {
            Array.Resize(ref _frames, Math.Max(end, 2 * _frames.Length));
        }

        _vector.CopyTo(_frames, end - _dimensions);
    }
}
