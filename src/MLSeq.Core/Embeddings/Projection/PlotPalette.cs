namespace MLSeq.Embeddings.Projection;

/// <summary>
/// The colours of groups, of which colour-blind readers can tell any two apart: those of Okabe and Ito (2008). On a light background brown stands for
/// their yellow, which would be too faint, and when darkened the same as their orange to many; on a dark one black and the blues are lightened.
/// </summary>
internal static class PlotPalette
{
    public const string LightBackground = "#ffffff";

    public const string DarkBackground = "#16181d";

    public static IReadOnlyList<string> Light { get; } = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#663311", "#000000"];

    public static IReadOnlyList<string> Dark { get; } = ["#3fa7e0", "#f0803c", "#2cc79b", "#e39cc6", "#e69f00", "#8fd0f5", "#f0e442", "#dddddd"];
}
