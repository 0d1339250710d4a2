using MLSeq.Networks.Layers;
using MLSeq.Numerics;

namespace MLSeq.Networks.Training;

/// <summary>Does one thread's share of a training step: its rows of the batch, with its own replica of the network's layers.</summary>
/// <param name="worker">Which of the workers it is, from 0.</param>
/// <param name="workers">How many there are.</param>
internal abstract class TrainingWorker(int worker, int workers) : ITrainingState
{
    private readonly SeededRandom _random = new(worker);

    /// <summary>The layers with parameters.</summary>
    public abstract IReadOnlyList<Layer> Layers { get; }

    /// <summary>The number of recurrent layers.</summary>
    public abstract int RecurrentLayers { get; }

    /// <summary>Told the gradients of the recurrent layers' states as they go back; null where nobody asks.</summary>
    public abstract StateGradients? StateGradients { get; set; }

    /// <summary>Whether the last batch had rows for this worker; without any, its gradients mean nothing.</summary>
    public bool HasRows { get; private set; }

    /// <summary>The sum of weighted losses of the last batch's rows.</summary>
    public double Loss { get; private set; }

    /// <summary>The sum of weights of the last measured batch's rows that were classified right.</summary>
    public double Right { get; private set; }

    /// <summary>Works out the gradients of <paramref name="scale"/> times the weighted loss. Dropout follows from the seed, the step and the worker.</summary>
    public void Differentiate(TrainingBatch batch, float scale, int seed, long step)
    {
        Loss = 0;
        HasRows = Pack(batch, worker, workers);
        if (HasRows)
        {
            _random.Seed(seed, step, worker);
            Prepare();
            Loss = Differentiate(scale, _random, step);
        }
    }

    /// <summary>Works out the loss without dropout.</summary>
    public void Measure(TrainingBatch batch)
    {
        (Loss, Right) = (0, 0);
        HasRows = Pack(batch, worker, workers);
        if (HasRows)
        {
            Prepare();
            (Loss, Right) = Measure();
        }
    }

    /// <summary>Writes what the next batch goes on from, beside the weights.</summary>
    public virtual void Save(BinaryWriter writer)
    {
    }

    /// <inheritdoc/>
    public virtual void Load(BinaryReader reader)
    {
    }

    /// <summary>Takes over the parameters' present values.</summary>
    private void Prepare()
    {
        // A loop over the interface would allocate its enumerator.
        for (var i = 0; i < Layers.Count; i++)
        {
            Layers[i].Prepare();
        }
    }

    /// <summary>Takes this worker's rows of a batch; gives whether there are any.</summary>
    protected abstract bool Pack(TrainingBatch batch, int worker, int workers);

    /// <summary>The sum of weighted losses of the rows taken; the layers' gradients become those of <paramref name="scale"/> times it.</summary>
    protected abstract double Differentiate(float scale, SeededRandom random, long step);

    /// <summary>The sum of weighted losses of the rows taken, and of weights of right answers, without dropout.</summary>
    protected abstract (double Loss, double Right) Measure();
}
