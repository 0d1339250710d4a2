using MLSeq.Numerics;
using MLSeq.Text;

namespace MLSeq.Networks.Training;

/// <summary>One thread's share of a step: its rows of the batch, its activations and its gradients.</summary>
internal sealed class TrainingWorker(SequenceNetwork network, int index, int stride) : ITrainingState
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

    /// <summary>Writes the state that the next batch goes on from.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_state?[0].Rows ?? 0);
        for (var layer = 0; _state is not null && layer < _state.Layers; layer++)
        {
            StateFloats.Write(writer, _state[layer].Hidden.Span);
            StateFloats.Write(writer, _state[layer].Cell.Span);
        }
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        // Memory for states that are not there is not taken: each has at least a byte in the file.
        var rows = UntrustedData.ReadInt32(reader, "the sequences carried on", 0, (int)Math.Min(int.MaxValue, reader.BaseStream.Length));
        _state = rows > 0 ? Stack.NewState() : null;
        _state?.Restart(rows);
        for (var layer = 0; _state is not null && layer < _state.Layers; layer++)
        {
            StateFloats.Read(reader, _state[layer].Hidden.Span, "a state");
            StateFloats.Read(reader, _state[layer].Cell.Span, "a state");
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
