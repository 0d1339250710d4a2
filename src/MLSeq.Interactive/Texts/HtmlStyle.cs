namespace MLSeq.Interactive.Texts;

/// <summary>The style of tables and tagged text, for light and dark; its names begin with the views' own class.</summary>
internal static class HtmlStyle
{
    public const string Begin = """
        <div class="mlseq-text"><style>
        .mlseq-text { font-family: system-ui, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', Verdana, sans-serif; font-size: 14px; line-height: 1.5; padding: 12px 16px; background: #ffffff; color: #1a1a1a; }
        .mlseq-text h4 { margin: 0 0 8px; font-size: 15px; }
        .mlseq-text table { border-collapse: collapse; }
        .mlseq-text th, .mlseq-text td { text-align: left; padding: 3px 14px 3px 0; border-bottom: 1px solid #d0d0d0; vertical-align: top; background: none; color: inherit; }
        .mlseq-text .number { text-align: right; font-variant-numeric: tabular-nums; }
        .mlseq-text .bar { display: inline-block; height: 10px; background: #0072b2; }
        .mlseq-text .tagged { line-height: 2.3; }
        .mlseq-text .tag { border: 1px solid; border-radius: 4px; padding: 2px 4px; }
        .mlseq-text .tag small { font-weight: 600; margin-left: 4px; }
        .mlseq-text .g0 { border-color: #0072b2; background: #e3f0f8; } .mlseq-text .g1 { border-color: #d55e00; background: #fbebe0; }
        .mlseq-text .g2 { border-color: #009e73; background: #e0f4ee; } .mlseq-text .g3 { border-color: #cc79a7; background: #f9eef4; }
        .mlseq-text .g4 { border-color: #e69f00; background: #fcf3e0; } .mlseq-text .g5 { border-color: #56b4e9; background: #eaf6fd; }
        .mlseq-text .g6 { border-color: #b5a800; background: #f6f5e0; } .mlseq-text .g7 { border-color: #000000; background: #ececec; }
        @media (prefers-color-scheme: dark) {
        .mlseq-text { background: #16181d; color: #ededed; } .mlseq-text th, .mlseq-text td { border-color: #3a3d44; } .mlseq-text .bar { background: #3fa7e0; }
        .mlseq-text .g0 { background: #12303f; } .mlseq-text .g1 { background: #41240f; } .mlseq-text .g2 { background: #0d3329; } .mlseq-text .g3 { background: #3b2531; }
        .mlseq-text .g4 { background: #3d2c08; } .mlseq-text .g5 { background: #1c3340; } .mlseq-text .g6 { background: #35320c; } .mlseq-text .g7 { border-color: #dddddd; background: #33363c; }
        }
        </style>

        """;

    public const string End = "</div>\n";

    /// <summary>How many colours tags have.</summary>
    public const int Groups = 8;
}
