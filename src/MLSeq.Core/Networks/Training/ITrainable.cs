namespace MLSeq.Networks.Training;

/// <summary>What training needs of a network.</summary>
internal interface ITrainable
{
    /// <summary>The learned weights.</summary>
    IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The network's options by name: a run goes on from a checkpoint only where all are the same.</summary>
    IEnumerable<(string Name, string Value)> Conditions { get; }

    /// <summary>Whether answers are right or wrong, and not numbers that are nearer or farther.</summary>
    bool HasAccuracy { get; }

    /// <summary>A replica of the layers over the same parameters, for one thread.</summary>
    /// <param name="worker">Which of the workers it is, from 0.</param>
    /// <param name="workers">How many there are.</param>
    TrainingWorker CreateWorker(int worker, int workers);
}
