namespace MLSeq.Text;

/// <summary>
/// Cuts at word boundaries in the spirit of Unicode Standard Annex #29, tailored to what sequence models want. White
/// space, control and format characters separate; everything else is in a token:
/// <list type="bullet">
/// <item>Words: runs of letters, marks, digits and connectors (<c>_</c>) of any script but those below. An apostrophe,
/// full stop or middle dot between two letters joins them (<c>don't</c>, <c>l'été</c>, <c>U.S.A</c>), and a comma, full
/// stop, semicolon, apostrophe or slash of fractions between two digits (<c>3.14</c>, <c>1,000</c>); these are rules WB5
/// to WB12 and the colon is left out, as in CLDR. Soft hyphens and joiners belong to the word (WB4).</item>
/// <item>Runs of Katakana.</item>
/// <item>Single characters, each with the marks upon it: Han ideographs, Hiragana, punctuation, symbols.</item>
/// <item>Emoji sequences: with skin tone, presentation selector, tags or zero-width joiners; flags; keycaps.</item>
/// </list>
/// The rules are the regular expression <see cref="Re2Pattern"/>, by which an exported graph cuts, done here as a
/// scanner. They name ranges rather than scripts, and take what a Unicode version has not assigned yet for a letter, or
/// for a symbol in the blocks of symbols, so two implementations with different versions of Unicode differ on next
/// to nothing.
/// </summary>
public sealed class WordTokenizer : Tokenizer
{
    /// <summary>
    /// The rules as a regular expression in RE2's syntax, to be matched over and over: leftmost, and of the matches that
    /// start there the longest; what no match covers is dropped. It has no groups and no look-around.
    /// </summary>
    public const string Re2Pattern =
        // a word: letters, joined ones; digits, joined ones; a presentation selector or keycap may end it
        $@"(?:{Letter}{Joiners}(?:{MiddleOfLetters}{Letter}{Joiners})*|\p{{Nd}}{Joiners}(?:{MiddleOfDigits}\p{{Nd}}{Joiners})*)+[{Presentation}]*" +
        $@"|[{Katakana}][{Katakana}\p{{M}}]*" +
        // one character with its marks, and emoji joined to it
        $@"|(?:[{Regional}]{{2}}|[{Single}{Symbols}\p{{Pd}}\p{{Ps}}\p{{Pe}}\p{{Pi}}\p{{Pf}}\p{{Po}}\p{{S}}\p{{Co}}]){Marks}(?:\x{{200D}}[{Symbols}]{Marks})*";

    internal const string KindName = "word";

    // CJK radicals, strokes, iteration marks and numerals, Hiragana, ideographs with their extensions
    private const string Single =
        @"\x{2E80}-\x{2FFF}\x{3005}-\x{3007}\x{3021}-\x{3029}\x{3038}-\x{303B}\x{3041}-\x{3096}\x{309D}-\x{309F}\x{31C0}-\x{31EF}" +
        @"\x{3400}-\x{4DBF}\x{4E00}-\x{9FFF}\x{F900}-\x{FAFF}\x{1B001}-\x{1B11F}\x{20000}-\x{3FFFF}";

    private const string Katakana =
        @"\x{3031}-\x{3035}\x{30A1}-\x{30FA}\x{30FC}-\x{30FF}\x{31F0}-\x{31FF}\x{FF66}-\x{FF9F}\x{1AFF0}-\x{1B000}";

    // whole blocks: currency; arrows, mathematics, dingbats and all between; more punctuation; legacy
    // computing; emoji (and U+2139)
    private const string Symbols =
        @"\x{20A0}-\x{20CF}\x{2139}\x{2190}-\x{2BFF}\x{2E00}-\x{2E7F}\x{1CC00}-\x{1CCEF}\x{1CD00}-\x{1CEBF}\x{1F000}-\x{1FBEF}";

    private const string Regional = @"\x{1F1E6}-\x{1F1FF}";
    private const string Presentation = @"\x{20E3}\x{FE0E}\x{FE0F}";
    private const string Joiners = @"[\x{AD}\x{200C}\x{200D}\x{2060}]*";
    private const string Marks = @"[\p{M}\x{1F3FB}-\x{1F3FF}\x{E0020}-\x{E007F}]*";

    // letters, marks, connectors, numbers that are no decimal digits, and what is not assigned
    private const string Letter =
        $@"[^\p{{Nd}}\p{{Pd}}\p{{Ps}}\p{{Pe}}\p{{Pi}}\p{{Pf}}\p{{Po}}\p{{S}}\p{{Z}}\p{{Cc}}\p{{Cf}}\p{{Co}}{Single}{Katakana}{Symbols}{Presentation}]";

    private const string MiddleOfLetters = @"['.\x{B7}\x{387}\x{55F}\x{5F4}\x{2018}\x{2019}\x{2024}\x{2027}\x{FE52}\x{FF07}\x{FF0E}]";

    private const string MiddleOfDigits =
        @"['.,;\x{37E}\x{589}\x{60C}\x{60D}\x{66B}\x{66C}\x{7F8}\x{2018}\x{2019}\x{2024}\x{2044}\x{FE10}\x{FE14}\x{FE50}\x{FE52}\x{FE54}\x{FF07}\x{FF0C}\x{FF0E}\x{FF1B}]";

    /// <summary>Makes a tokenizer.</summary>
    /// <param name="normalization">What is done to a text first.</param>
    public WordTokenizer(TextNormalization normalization = TextNormalization.LowerCase)
        : base(normalization)
    {
    }

    /// <inheritdoc/>
    public override string Name => KindName;

    private protected override void Cut(ReadOnlySpan<char> text, ICollection<string> tokens)
    {
        int start = 0;
        int length;
        while ((length = WordScanner.Next(text, ref start)) > 0)
        {
            tokens.Add(AsciiText.ToString(text.Slice(start, length)));
            start += length;
        }
    }
}
