namespace Microsoft.ML;

/// <summary>Gives <see cref="MLContext"/> MLSeq's catalog of tasks over sequences.</summary>
public static class SequencesContext
{
    /// <summary>Tasks over sequences that ML.NET has no catalog for.</summary>
    /// <param name="context">The context, whose seed and log the trainers use.</param>
    /// <returns>The catalog.</returns>
    public static SequencesCatalog Sequences(this MLContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new(context);
    }
}
