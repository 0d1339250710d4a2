using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Trainers of models that give an answer at each step of a sequence.</summary>
public sealed class SequencesTrainers
{
    internal SequencesTrainers(IHostEnvironment environment) => Environment = environment;

    internal IHostEnvironment Environment { get; }
}
