using System.Globalization;
using System.Text;

namespace MLSeq.Tests.Text;

/// <summary>
/// Interprets the subset of RE2 that <see cref="MLSeq.Text.WordTokenizer.Re2Pattern"/> is written in, as ONNX Runtime
/// does: leftmost, longest match, over and over. It shares no code or table with the scanner. An expression is a
/// function from the positions where it may start to those where it may end.
/// </summary>
internal sealed class Re2Oracle
{
    private readonly string _pattern;
    private readonly Func<Rune[], SortedSet<int>, SortedSet<int>> _match;
    private int _at;

    public Re2Oracle(string pattern)
    {
        _pattern = pattern;
        _match = Alternatives();
        Assert.Equal(pattern.Length, _at);
    }

    public List<string> Tokenize(string text)
    {
        Rune[] runes = [.. text.EnumerateRunes()];
        var tokens = new List<string>();
        for (int i = 0; i < runes.Length;)
        {
            int end = _match(runes, [i]).DefaultIfEmpty(i).Max();
            if (end > i)
            {
                tokens.Add(string.Concat(runes[i..end]));
            }

            i = Math.Max(end, i + 1);
        }

        return tokens;
    }

    private Func<Rune[], SortedSet<int>, SortedSet<int>> Alternatives()
    {
        var options = new List<Func<Rune[], SortedSet<int>, SortedSet<int>>> { Sequence() };
        while (_at < _pattern.Length && _pattern[_at] == '|')
        {
            _at++;
            options.Add(Sequence());
        }

        return (text, starts) => [.. options.SelectMany(option => option(text, starts))];
    }

    private Func<Rune[], SortedSet<int>, SortedSet<int>> Sequence()
    {
        var parts = new List<Func<Rune[], SortedSet<int>, SortedSet<int>>>();
        while (_at < _pattern.Length && _pattern[_at] is not ('|' or ')'))
        {
            parts.Add(Repeated());
        }

        return (text, starts) => parts.Aggregate(starts, (positions, part) => positions.Count == 0 ? positions : part(text, positions));
    }

    private Func<Rune[], SortedSet<int>, SortedSet<int>> Repeated()
    {
        Func<Rune[], SortedSet<int>, SortedSet<int>> item = Item();
        switch (_at < _pattern.Length ? _pattern[_at] : ' ')
        {
            case '*':
                _at++;
                return (text, starts) => Closure(item, text, starts);
            case '+':
                _at++;
                return (text, starts) => Closure(item, text, item(text, starts));
            case '{':
                Assert.Equal("{2}", _pattern.Substring(_at, 3));
                _at += 3;
                return (text, starts) => item(text, item(text, starts));
            default:
                return item;
        }
    }

    private static SortedSet<int> Closure(Func<Rune[], SortedSet<int>, SortedSet<int>> item, Rune[] text, SortedSet<int> starts)
    {
        SortedSet<int> all = [.. starts];
        for (SortedSet<int> fresh = starts; fresh.Count > 0;)
        {
            fresh = [.. item(text, fresh).Where(all.Add)];
        }

        return all;
    }

    private Func<Rune[], SortedSet<int>, SortedSet<int>> Item()
    {
        if (_pattern[_at] == '(')
        {
            Assert.Equal("(?:", _pattern.Substring(_at, 3));
            _at += 3;
            Func<Rune[], SortedSet<int>, SortedSet<int>> inner = Alternatives();
            Assert.Equal(')', _pattern[_at++]);
            return inner;
        }

        Func<int, bool> contains = _pattern[_at] == '[' ? Class() : Element();
        return (text, starts) => [.. starts.Where(i => i < text.Length && contains(text[i].Value)).Select(i => i + 1)];
    }

    private Func<int, bool> Class()
    {
        _at++;
        bool negated = _pattern[_at] == '^';
        _at += negated ? 1 : 0;
        var elements = new List<Func<int, bool>>();
        while (_pattern[_at] != ']')
        {
            elements.Add(Element());
        }

        _at++;
        var known = new Dictionary<int, bool>();
        return c =>
        {
            if (!known.TryGetValue(c, out bool contains))
            {
                known[c] = contains = elements.Exists(e => e(c)) != negated;
            }

            return contains;
        };
    }

    private Func<int, bool> Element()
    {
        if (_pattern[_at..].StartsWith(@"\p{", StringComparison.Ordinal))
        {
            string name = Braced();
            return c => Abbreviation(CharUnicodeInfo.GetUnicodeCategory(c)).StartsWith(name, StringComparison.Ordinal);
        }

        int first = Character();
        int last = first;
        if (_pattern[_at] == '-')
        {
            _at++;
            last = Character();
        }

        return c => c >= first && c <= last;
    }

    private int Character()
    {
        if (_pattern[_at] != '\\')
        {
            return _pattern[_at++];
        }

        Assert.Equal('x', _pattern[_at + 1]);
        return int.Parse(Braced(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    private string Braced()
    {
        int open = _pattern.IndexOf('{', _at);
        int close = _pattern.IndexOf('}', open);
        _at = close + 1;
        return _pattern[(open + 1)..close];
    }

    private static string Abbreviation(UnicodeCategory category) => category switch
    {
        UnicodeCategory.UppercaseLetter => "Lu",
        UnicodeCategory.LowercaseLetter => "Ll",
        UnicodeCategory.TitlecaseLetter => "Lt",
        UnicodeCategory.ModifierLetter => "Lm",
        UnicodeCategory.OtherLetter => "Lo",
        UnicodeCategory.NonSpacingMark => "Mn",
        UnicodeCategory.SpacingCombiningMark => "Mc",
        UnicodeCategory.EnclosingMark => "Me",
        UnicodeCategory.DecimalDigitNumber => "Nd",
        UnicodeCategory.LetterNumber => "Nl",
        UnicodeCategory.OtherNumber => "No",
        UnicodeCategory.SpaceSeparator => "Zs",
        UnicodeCategory.LineSeparator => "Zl",
        UnicodeCategory.ParagraphSeparator => "Zp",
        UnicodeCategory.Control => "Cc",
        UnicodeCategory.Format => "Cf",
        UnicodeCategory.Surrogate => "Cs",
        UnicodeCategory.PrivateUse => "Co",
        UnicodeCategory.ConnectorPunctuation => "Pc",
        UnicodeCategory.DashPunctuation => "Pd",
        UnicodeCategory.OpenPunctuation => "Ps",
        UnicodeCategory.ClosePunctuation => "Pe",
        UnicodeCategory.InitialQuotePunctuation => "Pi",
        UnicodeCategory.FinalQuotePunctuation => "Pf",
        UnicodeCategory.OtherPunctuation => "Po",
        UnicodeCategory.MathSymbol => "Sm",
        UnicodeCategory.CurrencySymbol => "Sc",
        UnicodeCategory.ModifierSymbol => "Sk",
        UnicodeCategory.OtherSymbol => "So",
        _ => "Cn",
    };
}
