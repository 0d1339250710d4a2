using MLSeq.Networks.Losses;
using MLSeq.Networks.Training;

namespace MLSeq.Networks;

/// <summary>
/// Scores sequences with a network's weights as they were when <see cref="SequenceNetwork.CreateScorer"/> was called.
/// It has its own buffers, so one scorer serves one thread at a time. An empty sequence is scored as one unknown token,
/// or one frame of zeros.
/// </summary>
public sealed class SequenceScorer
{
    private const int BatchRows = 64;

    private readonly LayerStack _stack;
    private readonly Loss _loss;
    private readonly ExampleCheck _check;
    private readonly PackedBatch _batch = new();
    private readonly int _frameSize;
    private readonly int _outputSize;

    internal SequenceScorer(SequenceNetwork network)
    {
        _loss = network.Loss;
        _frameSize = network.FrameSize;
        _outputSize = network.Options.OutputSize;
        _check = new ExampleCheck(network);
        _stack = network.CreateStack();
        _stack.Prepare();
    }

    /// <summary>Scores one sequence of token ids.</summary>
    /// <param name="ids">The ids, from 0 to the vocabulary's size.</param>
    /// <param name="output">Where the outputs go [OutputSize].</param>
    /// <exception cref="ArgumentException">An id is out of range, the network works on frames, or the output has another length.</exception>
    public void Score(ReadOnlySpan<int> ids, Span<float> output)
    {
        CheckOutput(output.Length, 1);
        _check.Ids(ids, 0);
        _batch.Pack(ids, default, 0);
        Run(output);
    }

    /// <summary>Scores one sequence of frames.</summary>
    /// <param name="frames">The frames [T, FrameSize], row-major.</param>
    /// <param name="output">Where the outputs go [OutputSize].</param>
    /// <exception cref="ArgumentException">A value is not finite, the network works on ids, or a length is wrong.</exception>
    public void Score(ReadOnlySpan<float> frames, Span<float> output)
    {
        CheckOutput(output.Length, 1);
        _check.Frames(frames, 0);
        _batch.Pack(default, frames, _frameSize);
        Run(output);
    }

    /// <summary>Scores many sequences, sorted by length inside.</summary>
    /// <param name="batch">The sequences, in any order; labels and weights are not used.</param>
    /// <param name="outputs">Where the outputs go [N, OutputSize], in the order of the batch.</param>
    /// <exception cref="ArgumentException">A sequence does not fit the network; the message names its row.</exception>
    public void Score(IReadOnlyList<SequenceExample> batch, Span<float> outputs)
    {
        ArgumentNullException.ThrowIfNull(batch);
        CheckOutput(outputs.Length, batch.Count);
        var sorted = new SequenceExample[batch.Count];
        var order = new (int FallingLength, int Row)[batch.Count];
        for (var row = 0; row < sorted.Length; row++)
        {
            sorted[row] = batch[row];
            _check.Values(sorted[row], row);
            order[row] = (-sorted[row].LengthIn(_frameSize), row);
        }

        Array.Sort(order, sorted);
        for (var first = 0; first < sorted.Length; first += BatchRows)
        {
            _batch.Pack(sorted.AsSpan(first, Math.Min(BatchRows, sorted.Length - first)), _frameSize);
            var scores = _stack.Forward(_batch);
            _loss.Activate(scores);
            for (var r = 0; r < scores.Rows; r++)
            {
                scores.Row(r).CopyTo(outputs[(order[first + r].Row * _outputSize)..]);
            }
        }
    }

    private void Run(Span<float> output)
    {
        var scores = _stack.Forward(_batch);
        _loss.Activate(scores);
        scores.Span.CopyTo(output);
    }

    private void CheckOutput(int length, int rows)
    {
        if (length != (long)rows * _outputSize)
        {
            throw new ArgumentException(
                $"The output has room for {length} values; {rows} sequences give {rows} x {_outputSize}.", nameof(length));
        }
    }
}
