namespace Microsoft.ML.Runtime;

/// <summary>The environment of one component.</summary>
public interface IHost : IHostEnvironment
{
    /// <summary>Random numbers that follow the seed of the MLContext.</summary>
    Random Rand { get; }
}
