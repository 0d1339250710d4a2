using MLSeq.Embeddings.Projection;

namespace MLSeq.Interactive.Charts;

/// <summary>Labelled points of the plane, such as word vectors placed by t-SNE.</summary>
/// <param name="plot">The plot.</param>
public sealed class PlotView(ScatterPlot plot) : NotebookView
{
    /// <inheritdoc/>
    public override string Title => plot.Title;

    /// <inheritdoc/>
    public override string ToHtml() => plot.ToSvg();
}
