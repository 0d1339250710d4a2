using MLSeq.Networks.Layers;
using MLSeq.Numerics;
using MLSeq.Text;

namespace MLSeq.Networks.Training;

/// <summary>Trains a <see cref="SequenceNetwork"/> on rows of <see cref="SequenceBatch"/>es.</summary>
internal sealed class SequenceWorker(SequenceNetwork network, int worker, int workers) : TrainingWorker(worker, workers)
{
    private readonly LayerStack _stack = network.CreateStack();
    private readonly PackedBatch _batch = new(network.Shape);
    private StackState? _carried;
    private StackState? _state;

    public override IReadOnlyList<Layer> Layers => _stack.Layers;

    public override int RecurrentLayers => _stack.RecurrentLayers;

    public override StateGradients? StateGradients
    {
        get => _stack.StateGradients;
        set => _stack.StateGradients = value;
    }

    /// <summary>Writes the state that the next batch goes on from.</summary>
    public override void Save(BinaryWriter writer)
    {
        writer.Write(_carried?[0].Rows ?? 0);
        for (var layer = 0; _carried is not null && layer < _carried.Layers; layer++)
        {
            StateFloats.Write(writer, _carried[layer].Hidden.Span);
            StateFloats.Write(writer, _carried[layer].Cell.Span);
        }
    }

    /// <inheritdoc/>
    public override void Load(BinaryReader reader)
    {
        // Memory for states that are not there is not taken: each has at least a byte in the file.
        var rows = UntrustedData.ReadInt32(reader, "the sequences carried on", 0, (int)Math.Min(int.MaxValue, reader.BaseStream.Length));
        _carried = rows > 0 ? _stack.NewState() : null;
        _carried?.Restart(rows);
        for (var layer = 0; _carried is not null && layer < _carried.Layers; layer++)
        {
            StateFloats.Read(reader, _carried[layer].Hidden.Span, "a state");
            StateFloats.Read(reader, _carried[layer].Cell.Span, "a state");
        }
    }

    protected override bool Pack(TrainingBatch batch, int worker, int workers)
    {
        var sequences = (SequenceBatch)batch;
        sequences.Pack(_batch, worker, workers);
        _state = _batch.Rows > 0 ? StateFor(sequences) : null;
        return _batch.Rows > 0;
    }

    protected override double Differentiate(float scale, SeededRandom random, long step) => _stack.Differentiate(_batch, scale, random, _state);

    protected override (double Loss, double Right) Measure() => _stack.Measure(_batch, _state);

    private StackState? StateFor(SequenceBatch batch)
    {
        if (!batch.CarriesState)
        {
            return null;
        }

        _carried ??= _stack.NewState();
        if (batch.StartsAnew)
        {
            _carried.Restart(_batch.Rows);
        }

        return _carried;
    }
}
