using Microsoft.ML;

namespace MLSeq.Tests;

/// <summary>A model that several tests use; trained once.</summary>
internal static class Models
{
    private static readonly MLContext SharedContext = new(seed: 1);

    private static readonly Lazy<ITransformer> LazyMulticlass = new(() => SampleData.Multiclass(SharedContext).Fit(SampleData.View(SharedContext)));

    public static MLContext Context => SharedContext;

    /// <summary>From text to the predicted label's text.</summary>
    public static ITransformer Multiclass => LazyMulticlass.Value;

    public static DataViewSchema InputSchema { get; } = SampleData.View(Context, 1).Schema;
}
