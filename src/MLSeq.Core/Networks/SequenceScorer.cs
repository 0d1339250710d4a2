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
    private readonly ExampleCheck _check;
    private readonly PackedBatch _batch;
    private readonly BatchShape _shape;
    private readonly int _outputSize;
    private StackState? _state;

    internal SequenceScorer(SequenceNetwork network)
    {
        _shape = network.Shape;
        _outputSize = network.OutputSize;
        _check = new ExampleCheck(network);
        _batch = new PackedBatch(_shape);
        _stack = network.CreateStack();
        _stack.Prepare();
    }

    /// <summary>Scores one sequence of token ids.</summary>
    /// <param name="ids">The ids, from 0 to the vocabulary's size.</param>
    /// <param name="output">Where the outputs go [OutputSize], or [T, OutputSize] where each step is answered (1 step for an empty sequence).</param>
    /// <exception cref="ArgumentException">An id is out of range, the network works on frames, or the output has another length.</exception>
    public void Score(ReadOnlySpan<int> ids, Span<float> output) => Score(ids, default, output);

    /// <summary>Scores one sequence of frames.</summary>
    /// <param name="frames">The frames [T, FrameSize], row-major.</param>
    /// <param name="output">Where the outputs go [OutputSize], or [T, OutputSize] where each step is answered (1 step for an empty sequence).</param>
    /// <exception cref="ArgumentException">A value is not finite, the network works on ids, or a length is wrong.</exception>
    public void Score(ReadOnlySpan<float> frames, Span<float> output)
    {
        _check.Frames(frames, 0);
        _check.State(default, 0);
        CheckOutput(output.Length, AnswersOf(frames.Length / _shape.FrameSize));
        _batch.Pack(default, frames);
        _stack.Score(_batch).Span.CopyTo(output);
    }

    /// <summary>Scores one sequence of token ids that starts from a feature vector.</summary>
    /// <param name="ids">The ids, from 0 to the vocabulary's size.</param>
    /// <param name="state">The features [StateSize].</param>
    /// <param name="output">Where the outputs go [OutputSize], or [T, OutputSize] where each step is answered (1 step for an empty sequence).</param>
    /// <exception cref="ArgumentException">An id is out of range, a feature is not finite, or a length is wrong.</exception>
    public void Score(ReadOnlySpan<int> ids, ReadOnlySpan<float> state, Span<float> output)
    {
        _check.Ids(ids, 0);
        _check.State(state, 0);
        CheckOutput(output.Length, AnswersOf(ids.Length));
        _batch.Pack(ids, default, state);
        _stack.Score(_batch).Span.CopyTo(output);
    }

    /// <summary>Has <see cref="Continue(ReadOnlySpan{int}, Span{float})"/> begin a new sequence.</summary>
    /// <param name="state">The features that it starts from [StateSize]; none in a network without.</param>
    /// <exception cref="ArgumentException">A feature is not finite, or their number is wrong.</exception>
    public void Restart(ReadOnlySpan<float> state = default)
    {
        _check.State(state, 0);
        _state ??= _stack.NewState();
        _state.Restart(1);
        if (!state.IsEmpty)
        {
            _batch.Pack([0], default, state);
            _stack.Start(_batch, _state);
        }
    }

    /// <summary>Scores the next ids of a sequence, in a network that is not bidirectional: one by one, or many at a time.</summary>
    /// <param name="ids">The ids after those of the last call, at least one.</param>
    /// <param name="output">Where the outputs of these ids go [T, OutputSize], or [OutputSize] for a network that answers the whole sequence.</param>
    /// <exception cref="ArgumentException">An id is out of range, there is none, the network works on frames, or the output has another length.</exception>
    public void Continue(ReadOnlySpan<int> ids, Span<float> output)
    {
        ArgumentOutOfRangeException.ThrowIfZero(ids.Length, nameof(ids));
        _check.Ids(ids, 0);
        CheckOutput(output.Length, AnswersOf(ids.Length));
        if (_state is null)
        {
            Restart();
        }

        _batch.Pack(ids, default);
        _stack.Score(_batch, _state).Span.CopyTo(output);
    }

    /// <summary>Scores the next frames of a sequence, in a network that is not bidirectional: one by one, or many at a time.</summary>
    /// <param name="frames">The frames after those of the last call [T, FrameSize], row-major, at least one.</param>
    /// <param name="output">Where the outputs of these frames go [T, OutputSize], or [OutputSize] for a network that answers the whole sequence.</param>
    /// <exception cref="ArgumentException">A value is not finite, there is none, the network works on ids, or a length is wrong.</exception>
    public void Continue(ReadOnlySpan<float> frames, Span<float> output)
    {
        ArgumentOutOfRangeException.ThrowIfZero(frames.Length, nameof(frames));
        _check.Frames(frames, 0);
        CheckOutput(output.Length, AnswersOf(frames.Length / _shape.FrameSize));
        if (_state is null)
        {
            Restart();
        }

        _batch.Pack(default, frames);
        _stack.Score(_batch, _state).Span.CopyTo(output);
    }

    /// <summary>Scores one sequence, whatever the network takes in.</summary>
    /// <param name="example">The sequence; label and weight are not used.</param>
    /// <param name="output">Where the outputs go [OutputSize], or [T, OutputSize] where each step is answered (1 step for an empty sequence).</param>
    /// <param name="classes">Where the class of each answer goes, [1] or [T]: the best path of a conditional random field, else the likeliest; empty for none.</param>
    /// <exception cref="ArgumentException">The sequence does not fit the network, or a length is wrong.</exception>
    public void Score(SequenceExample example, Span<float> output, Span<int> classes = default)
    {
        ArgumentNullException.ThrowIfNull(example);
        _check.Values(example, 0);
        var answers = AnswersOf(example.LengthIn(_shape.FrameSize));
        CheckOutput(output.Length, answers);
        _batch.Pack(new ReadOnlySpan<SequenceExample>(in example));
        if (classes.IsEmpty)
        {
            _stack.Score(_batch).Span.CopyTo(output);
            return;
        }

        CheckClasses(classes, answers);
        _stack.Score(_batch, classes).Span.CopyTo(output);
    }

    /// <summary>Scores many sequences, sorted by length inside.</summary>
    /// <param name="batch">The sequences, in any order; labels and weights are not used.</param>
    /// <param name="outputs">
    /// Where the outputs go, in the order of the batch: [N, OutputSize], or the [T, OutputSize] of one sequence after those of the other where
    /// each step is answered.
    /// </param>
    /// <param name="classes">
    /// Where the class of each answer goes, in the same order, [N] or the [T] of each sequence: the best path of a conditional random field, else
    /// the likeliest; empty for none.
    /// </param>
    /// <exception cref="ArgumentException">A sequence does not fit the network (the message names its row), or a length is wrong.</exception>
    public void Score(IReadOnlyList<SequenceExample> batch, Span<float> outputs, Span<int> classes = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var sorted = new SequenceExample[batch.Count];
        var order = new (int FallingLength, int Row)[batch.Count];
        var starts = new int[batch.Count];
        var answers = 0;
        for (var row = 0; row < sorted.Length; row++)
        {
            sorted[row] = batch[row];
            _check.Values(sorted[row], row);
            var length = sorted[row].LengthIn(_shape.FrameSize);
            order[row] = (-length, row);
            starts[row] = answers;
            answers = checked(answers + AnswersOf(length));
        }

        CheckOutput(outputs.Length, answers);
        CheckClasses(classes, answers);
        Array.Sort(order, sorted);
        int[] packed = [];
        for (var first = 0; first < sorted.Length; first += BatchRows)
        {
            _batch.Pack(sorted.AsSpan(first, Math.Min(BatchRows, sorted.Length - first)));
            if (packed.Length < _batch.Answers && !classes.IsEmpty)
            {
                packed = new int[_batch.Answers];
            }

            var scores = classes.IsEmpty ? _stack.Score(_batch) : _stack.Score(_batch, packed.AsSpan(0, _batch.Answers));
            for (var r = 0; r < _batch.Rows; r++)
            {
                var start = starts[order[first + r].Row];
                for (var t = 0; t < AnswersOf(_batch.Lengths[r]); t++)
                {
                    var answer = _batch.Offset(t) + r;
                    scores.Row(answer).CopyTo(outputs[((start + t) * _outputSize)..]);
                    if (!classes.IsEmpty)
                    {
                        classes[start + t] = packed[answer];
                    }
                }
            }
        }
    }

    private int AnswersOf(int length) => _shape.EachStep ? Math.Max(1, length) : 1;

    private static void CheckClasses(ReadOnlySpan<int> classes, int answers)
    {
        if (!classes.IsEmpty && classes.Length != answers)
        {
            throw new ArgumentException($"There is room for {classes.Length} classes; expected {answers}.", nameof(classes));
        }
    }

    private void CheckOutput(int length, int answers)
    {
        if (length != (long)answers * _outputSize)
        {
            throw new ArgumentException($"The output has room for {length} values; expected {answers} x {_outputSize}.", nameof(length));
        }
    }
}
