using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Tasks over sequences that ML.NET has no catalog for, reached by <c>mlContext.Sequences()</c>.</summary>
public sealed class SequencesCatalog
{
    internal SequencesCatalog(IHostEnvironment environment) => Trainers = new(environment);

    /// <summary>The trainers.</summary>
    public SequencesTrainers Trainers { get; }
}
