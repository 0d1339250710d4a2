using System.Text;
using MLSeq.Text;

namespace MLSeq.Onnx.Tests;

/// <summary>Texts for comparing a graph with what it was exported from.</summary>
internal static class SampleTexts
{
    public static readonly string[] Difficult =
    [
        "", " ", "a", "A", "\u00A0", "\u3000x\u3000", "a\u0301", "\u0301", "!\u0301!", "中\u0301a", "\0a\0b", "\uD800", "x\uDC00y",
        "Don't STOP: it's 3.14, 1,000 or 10/12!", "I'm 'quoted' rock'n'roll l'été U.S.A. e.g. a.b",
        "Ünïcödé ÅNGSTRÖM İstanbul ΣΊΣΥΦΟΣ ǅ Ⅷ Ⓐ ẞ", "这部电影很好看，真的！我喜欢它。", "東京タワーに行きました。カタカナ", "한국어 문장입니다.",
        "👍🏽 👨‍👩‍👧‍👦 🇫🇷🇩🇪 ☺️ ❤️‍🔥 1️⃣ 🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F", "e\u0301le\u0300ve नमस्ते ไทย שָׁלוֹם",
        "https://example.org/a?b=c&d=%20#frag user@example.com #tag @name", "<br /><br />Line\r\nnext\ttab\vvertical\ffeed\u2028sep\u0085nel",
        "snake_case CamelCase x86_64 C++ C# F# .NET", "soft\u00ADhyphen zero\u200Bwidth join\u200Der \uFEFFbom", new string('X', 3000),
        string.Concat(Enumerable.Repeat("Aa ", 700)), "٣٤٥ ४५६ 𝟘𝟙𝟚 ①②③ ½ Ⅻ", "𝐁𝐨𝐥𝐝 𐐀𐐨 \U00010400",
    ];

    /// <summary>Random code points, most of them from where tokenizers have much to decide.</summary>
    public static IEnumerable<string> Random(int count)
    {
        var random = new Random(20);
        (int First, int Last)[] ranges =
        [
            (0x20, 0x7F), (0x20, 0x7F), (0, 0x24F), (0x300, 0x36F), (0x370, 0x6FF), (0x900, 0x97F), (0xE00, 0xE7F), (0x1E00, 0x1FFF),
            (0x2000, 0x206F), (0x2100, 0x2BFF), (0x3000, 0x30FF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0xFE00, 0xFFFF),
            (0x1F100, 0x1FAFF), (0xE0020, 0xE007F), (0, 0x10FFFF),
        ];
        for (int i = 0; i < count; i++)
        {
            var text = new StringBuilder();
            int length = random.Next(40);
            var range = ranges[random.Next(ranges.Length)];
            for (int j = 0; j < length; j++)
            {
                if (random.Next(4) == 0)
                {
                    range = ranges[random.Next(ranges.Length)];
                }

                int c = random.Next(range.First, range.Last + 1);
                text.Append(Rune.IsValid(c) ? new Rune(c).ToString() : " ");
            }

            yield return text.ToString();
        }
    }

    /// <summary>Some lines of each text set under MLSEQ_DATA; skips the test where it is unset.</summary>
    public static List<string> Real(int linesEach)
    {
        string? data = Environment.GetEnvironmentVariable("MLSEQ_DATA");
        Skip.If(string.IsNullOrEmpty(data), "MLSEQ_DATA is not set");
        List<string> texts = [];
        foreach (string name in new[] { "sentiment/sst2.train.tsv", "sentiment/imdb.train.tsv.gz", "corpora/wiki-plain.valid.txt.gz", "translation/eng-fra.2019.txt.gz" })
        {
            string path = Path.Combine(data!, name);
            if (File.Exists(path))
            {
                texts.AddRange(TextFile.ReadLines(path).Take(linesEach));
            }
        }

        Assert.True(texts.Count >= linesEach, $"{data} holds {texts.Count} lines of the expected files");
        return texts;
    }
}
