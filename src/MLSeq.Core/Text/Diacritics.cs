using System.Globalization;
using System.Text;

namespace MLSeq.Text;

/// <summary>
/// Canonical decomposition without the non-spacing marks, one code point at a time. The runtime's own normalization
/// does nothing where globalization is invariant, so the letters that carry marks are listed here.
/// </summary>
internal static class Diacritics
{
    // Each group is a base and the code points that decompose into it and marks (Unicode 14; decompositions never
    // change). What an editor would compose or cannot show is escaped.
    private const string Groups =
        "<\u226E =\u2260 >\u226F AÀÁÂÃÄÅĀĂĄǍǞǠǺȀȂȦḀẠẢẤẦẨẪẬẮẰẲẴẶ\u212B BḂḄḆ CÇĆĈĊČḈ DĎḊḌḎḐḒ EÈÉÊËĒĔĖĘĚȄȆȨḔ " +
        "EḖḘḚḜẸẺẼẾỀỂỄỆ FḞ GĜĞĠĢǦǴḠ HĤȞḢḤḦḨḪ IÌÍÎÏĨĪĬĮİǏȈȊḬḮỈỊ JĴ KĶǨḰḲḴ LĹĻĽḶḸḺḼ MḾṀṂ NÑŃŅŇǸṄṆṈṊ OÒÓÔÕÖŌŎ " +
        "OŐƠǑǪǬȌȎȪȬȮȰṌṎṐṒỌỎỐỒỔỖỘỚỜỞỠỢ PṔṖ RŔŖŘȐȒṘṚṜṞ SŚŜŞŠȘṠṢṤṦṨ TŢŤȚṪṬṮṰ UÙÚÛÜŨŪŬŮŰŲƯǓǕǗǙǛȔȖṲṴṶṸṺỤỦỨỪỬỮỰ " +
        "VṼṾ WŴẀẂẄẆẈ XẊẌ YÝŶŸȲẎỲỴỶỸ ZŹŻŽẐẒẔ aàáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ bḃḅḇ cçćĉċčḉ dďḋḍḏḑḓ eèéêëēĕėę " +
        "eěȅȇȩḕḗḙḛḝẹẻẽếềểễệ fḟ gĝğġģǧǵḡ hĥȟḣḥḧḩḫẖ iìíîïĩīĭįǐȉȋḭḯỉị jĵǰ kķǩḱḳḵ lĺļľḷḹḻḽ mḿṁṃ nñńņňǹṅṇṉṋ oò " +
        "oóôõöōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ pṕṗ rŕŗřȑȓṙṛṝṟ sśŝşšșṡṣṥṧṩ tţťțṫṭṯṱẗ uùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻ " +
        "uụủứừửữự vṽṿ wŵẁẃẅẇẉẘ xẋẍ yýÿŷȳẏẙỳỵỷỹ zźżžẑẓẕ \u00A8\u0385\u1FC1\u1FED\u1FEE ÆǢǼ ØǾ æǣǽ øǿ ſẛ ƷǮ " +
        "ʒǯ ΑΆἈἉἊἋἌἍἎἏᾈᾉᾊᾋᾌᾍᾎᾏᾸᾹᾺ\u1FBBᾼ ΕΈἘἙἚἛἜἝῈ\u1FC9 ΗΉἨἩἪἫἬἭἮἯᾘᾙᾚᾛᾜᾝᾞᾟῊ\u1FCBῌ ΙΊΪἸἹἺἻἼἽἾἿῘῙῚ\u1FDB " +
        "ΟΌὈὉὊὋὌὍῸ\u1FF9 ΡῬ ΥΎΫὙὛὝὟῨῩῪ\u1FEB ΩΏὨὩὪὫὬὭὮὯᾨᾩᾪᾫᾬᾭᾮᾯῺ\u1FFBῼ αάἀἁἂἃἄἅἆἇὰ\u1F71ᾀᾁᾂᾃᾄᾅᾆᾇᾰᾱᾲᾳᾴᾶᾷ " +
        "εέἐἑἒἓἔἕὲ\u1F73 ηήἠἡἢἣἤἥἦἧὴ\u1F75ᾐᾑᾒᾓᾔᾕᾖᾗῂῃῄῆῇ ιΐίϊἰἱἲἳἴἵἶἷὶ\u1F77ῐῑῒ\u1FD3ῖῗ οόὀὁὂὃὄὅὸ\u1F79 ρῤ " +
        "ρῥ υΰϋύὐὑὒὓὔὕὖὗὺ\u1F7Bῠῡῢ\u1FE3ῦῧ ωώὠὡὢὣὤὥὦὧὼ\u1F7Dᾠᾡᾢᾣᾤᾥᾦᾧῲῳῴῶῷ ϒϓϔ ІЇ АӐӒ ГЃ ЕЀЁӖ ЖӁӜ ЗӞ ИЍЙӢӤ " +
        "КЌ ОӦ УЎӮӰӲ ЧӴ ЫӸ ЭӬ аӑӓ гѓ еѐёӗ жӂӝ зӟ ийѝӣӥ кќ оӧ уўӯӱӳ чӵ ыӹ эӭ ії ѴѶ ѵѷ ӘӚ әӛ ӨӪ өӫ א\uFB2E " +
        "א\uFB2F\uFB30 ב\uFB31\uFB4C ג\uFB32 ד\uFB33 ה\uFB34 ו\uFB35\uFB4B ז\uFB36 ט\uFB38 י\uFB1D\uFB39 " +
        "ך\uFB3A כ\uFB3B\uFB4D ל\uFB3C מ\uFB3E נ\uFB40 ס\uFB41 ף\uFB43 פ\uFB44\uFB4E צ\uFB46 ק\uFB47 " +
        "ר\uFB48 ש\uFB2A\uFB2B\uFB2C\uFB2D\uFB49 ת\uFB4A ײ\uFB1F اآأإ وؤ يئ ہۂ ےۓ ەۀ \u0915\u0958 " +
        "\u0916\u0959 \u0917\u095A \u091C\u095B \u0921\u095C \u0922\u095D \u0928\u0929 \u092B\u095E " +
        "\u092F\u095F \u0930\u0931 \u0933\u0934 \u09A1\u09DC \u09A2\u09DD \u09AF\u09DF \u0A16\u0A59 " +
        "\u0A17\u0A5A \u0A1C\u0A5B \u0A2B\u0A5E \u0A32\u0A33 \u0A38\u0A36 \u0B21\u0B5C \u0B22\u0B5D " +
        "\u0B47\u0B48 \u0CC2\u0CCA \u0CD5\u0CC0\u0CC7 \u0CD6\u0CC8 \u0DD9\u0DDA \u0DDC\u0DDD \u0F40\u0F69 " +
        "\u0F42\u0F43 \u0F4C\u0F4D \u0F51\u0F52 \u0F56\u0F57 \u0F5B\u0F5C \u1025\u1026 \u1B35\u1B3B\u1B3D " +
        "\u1B35\u1B43 \u1FBF\u1FCD\u1FCE\u1FCF \u1FFE\u1FDD\u1FDE\u1FDF \u2190\u219A \u2192\u219B " +
        "\u2194\u21AE \u21D0\u21CD \u21D2\u21CF \u21D4\u21CE \u2203\u2204 \u2208\u2209 \u220B\u220C " +
        "\u2223\u2224 \u2225\u2226 \u223C\u2241 \u2243\u2244 \u2245\u2247 \u2248\u2249 \u224D\u226D " +
        "\u2261\u2262 \u2264\u2270 \u2265\u2271 \u2272\u2274 \u2273\u2275 \u2276\u2278 \u2277\u2279 " +
        "\u227A\u2280 \u227B\u2281 \u227C\u22E0 \u227D\u22E1 \u2282\u2284 \u2283\u2285 \u2286\u2288 " +
        "\u2287\u2289 \u2291\u22E2 \u2292\u22E3 \u22A2\u22AC \u22A8\u22AD \u22A9\u22AE \u22AB\u22AF " +
        "\u22B2\u22EA \u22B3\u22EB \u22B4\u22EC \u22B5\u22ED \u2ADD\u2ADC \u3046\u3094 \u304B\u304C " +
        "\u304D\u304E \u304F\u3050 \u3051\u3052 \u3053\u3054 \u3055\u3056 \u3057\u3058 \u3059\u305A " +
        "\u305B\u305C \u305D\u305E \u305F\u3060 \u3061\u3062 \u3064\u3065 \u3066\u3067 \u3068\u3069 " +
        "\u306F\u3070\u3071 \u3072\u3073\u3074 \u3075\u3076\u3077 \u3078\u3079\u307A \u307B\u307C\u307D " +
        "\u309D\u309E \u30A6\u30F4 \u30AB\u30AC \u30AD\u30AE \u30AF\u30B0 \u30B1\u30B2 \u30B3\u30B4 " +
        "\u30B5\u30B6 \u30B7\u30B8 \u30B9\u30BA \u30BB\u30BC \u30BD\u30BE \u30BF\u30C0 \u30C1\u30C2 " +
        "\u30C4\u30C5 \u30C6\u30C7 \u30C8\u30C9 \u30CF\u30D0\u30D1 \u30D2\u30D3\u30D4 \u30D5\u30D6\u30D7 " +
        "\u30D8\u30D9\u30DA \u30DB\u30DC\u30DD \u30EF\u30F7 \u30F0\u30F8 \u30F1\u30F9 \u30F2\u30FA " +
        "\u30FD\u30FE \U00011099\U0001109A \U0001109B\U0001109C \U000110A5\U000110AB \U000114B9\U000114BB";

    private static readonly Dictionary<int, int> Bases = Read();

    /// <summary>The number of code points that lose a mark.</summary>
    public static int Count => Bases.Count;

    /// <summary>The code point without its marks; -1 where nothing is left, as of a mark itself.</summary>
    public static int Remove(int codePoint) =>
        Bases.TryGetValue(codePoint, out int stripped) ? stripped
        : CharUnicodeInfo.GetUnicodeCategory(codePoint) == UnicodeCategory.NonSpacingMark ? -1
        : codePoint;

    private static Dictionary<int, int> Read()
    {
        var bases = new Dictionary<int, int>();
        foreach (string group in Groups.Split(' '))
        {
            int stripped = Rune.GetRuneAt(group, 0).Value;
            foreach (Rune rune in group.EnumerateRunes().Skip(1))
            {
                bases.Add(rune.Value, stripped);
            }
        }

        return bases;
    }
}
