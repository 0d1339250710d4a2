using MLSeq.Embeddings.Projection;

namespace MLSeq.Interactive.Texts;

/// <summary>The style of tables and tagged text, for light and dark; its names begin with the views' own class.</summary>
internal static class HtmlStyle
{
    public const string End = "</div>\n";

    public static readonly string Begin = $$"""
        <div class="mlseq-text"><style>
        .mlseq-text { font-family: system-ui, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', Verdana, sans-serif; font-size: 14px; line-height: 1.5; padding: 12px 16px; background: {{PlotPalette.LightBackground}}; color: #1a1a1a; }
        .mlseq-text h4 { margin: 0 0 8px; font-size: 15px; }
        .mlseq-text table { border-collapse: collapse; }
        .mlseq-text th, .mlseq-text td { text-align: left; padding: 3px 14px 3px 0; border-bottom: 1px solid #d0d0d0; vertical-align: top; background: none; color: inherit; }
        .mlseq-text .number { text-align: right; font-variant-numeric: tabular-nums; }
        .mlseq-text .bar { display: inline-block; height: 10px; background: {{PlotPalette.Light[0]}}; }
        .mlseq-text .tagged { line-height: 2.3; }
        .mlseq-text .tag { border: 1px solid; border-radius: 4px; padding: 2px 4px; }
        .mlseq-text .tag small { font-weight: 600; margin-left: 4px; }
        {{GroupsIn(PlotPalette.Light, opacity: "1f")}}
        @media (prefers-color-scheme: dark) {
        .mlseq-text { background: {{PlotPalette.DarkBackground}}; color: #ededed; } .mlseq-text th, .mlseq-text td { border-color: #3a3d44; } .mlseq-text .bar { background: {{PlotPalette.Dark[0]}}; }
        {{GroupsIn(PlotPalette.Dark, opacity: "33")}}
        }
        </style>

        """;

    /// <summary>How many colours tags have.</summary>
    public static int Groups => PlotPalette.Light.Count;

    /// <summary>Each colour as a frame, and faintly behind the text.</summary>
    private static string GroupsIn(IReadOnlyList<string> colours, string opacity) =>
        string.Join('\n', colours.Select((colour, group) => $".mlseq-text .g{group} {{ border-color: {colour}; background: {colour}{opacity}; }}"));
}
