using MLSeq.Numerics;

namespace MLSeq.Networks.Training;

/// <summary>One thread's share of a step: its rows of the batch, its activations and its gradients.</summary>
internal sealed class TrainingWorker(SequenceNetwork network, int index, int stride)
{
    private readonly SeededRandom _random = new(index);
    private readonly PackedBatch _batch = new(network.Shape);
    private StackState? _state;

    public LayerStack Stack { get; } = network.CreateStack();

    /// <summary>Whether the last batch had rows for this worker; without any, its gradients mean nothing.</summary>
    public bool HasRows => _batch.Rows > 0;

    /// <summary>The sum of weighted losses of the last batch's rows.</summary>
    public double Loss { get; private set; }

    /// <summary>The sum of weights of the last measured batch's rows that were classified right.</summary>
    public double Right { get; private set; }

    /// <summary>Works out the gradients of <paramref name="scale"/> times the weighted loss. Dropout follows from the seed, the step and the worker.</summary>
    public void Differentiate(TrainingBatch batch, float scale, int seed, long step)
    {
        Loss = 0;
        batch.Pack(_batch, index, stride);
        if (!HasRows)
        {
            return;
        }

        _random.Seed(seed, step, index);
        Stack.Prepare();
        Loss = Stack.Differentiate(_batch, scale, _random, StateFor(batch));
    }

    /// <summary>Works out the loss without dropout.</summary>
    public void Measure(TrainingBatch batch)
    {
        (Loss, Right) = (0, 0);
        batch.Pack(_batch, index, stride);
        if (HasRows)
        {
            Stack.Prepare();
            (Loss, Right) = Stack.Measure(_batch, StateFor(batch));
        }
    }

    private StackState? StateFor(TrainingBatch batch)
    {
        if (!batch.CarriesState)
        {
            return null;
        }

        _state ??= Stack.NewState();
        if (batch.StartsAnew)
        {
            _state.Restart(_batch.Rows);
        }

        return _state;
    }
}
