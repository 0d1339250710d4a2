using System.Globalization;
using MLSeq.Numerics;
using MLSeq.Translation;

namespace MLSeq.Benchmarks;

/// <summary>
/// Dates as people write them in English, German and French, with or without the day of the week, ordinals, abbreviated months, two-digit years and leading
/// zeros; beside each the date by ISO 8601. No form has two readings: numbers between dots or slashes are day, month, year, and two-digit years
/// are those from 1970 to 2069.
/// </summary>
internal sealed class WrittenDates(int seed)
{
    private const int FirstYear = 1900;
    private const int Years = 200;
    private const int FirstShortYear = 1970;
    private const int ShortYears = 100;

    private static readonly Language[] Languages =
    [
        new(
            ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
            ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
            [
                "{d} {M} {y}", "{d} {m} {y}", "{M} {d}, {y}", "{m} {d}, {y}", "{M} {o}, {y}", "the {o} of {M} {y}", "{o} {M} {y}", "{W}, {M} {d}, {y}",
                "{W}, {d} {M} {y}", "{W} the {o} of {M}, {y}", "{y} {M} {d}", "{d}-{m}-{s}", "{m} {d} '{s}", "{y}/{0M}/{0d}",
            ],
            day => (day % 100) is 11 or 12 or 13 ? $"{day}th" : $"{day}{(day % 10) switch { 1 => "st", 2 => "nd", 3 => "rd", _ => "th" }}"),
        new(
            ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"],
            ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."],
            ["Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"],
            [
                "{o} {M} {y}", "{o} {m} {y}", "{W}, {o} {M} {y}", "{W}, den {o} {M} {y}", "am {o} {M} {y}", "{0d}.{0M}.{y}", "{d}.{M1}.{y}", "{d}.{M1}.{s}",
                "{0d}.{0M}.{s}", "{o} {M} '{s}", "der {o} {M} {y}",
            ],
            day => $"{day}."),
        new(
            ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"],
            ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."],
            ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"],
            [
                "{o} {M} {y}", "{o} {m} {y}", "le {o} {M} {y}", "{W} {o} {M} {y}", "le {W} {o} {M} {y}", "{0d}/{0M}/{y}", "{d}/{M1}/{y}", "{0d}/{0M}/{s}",
                "{o} {m} {s}", "le {o} {M} de l'an {y}",
            ],
            day => day == 1 ? "1er" : $"{day}"),
    ];

    private readonly SeededRandom _random = new(seed);
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);

    /// <summary>So many dates, none written as one that was given before.</summary>
    public IReadOnlyList<TextPair> Next(int count)
    {
        var pairs = new List<TextPair>(count);
        while (pairs.Count < count)
        {
            var language = Languages[_random.Next(Languages.Length)];
            var form = language.Forms[_random.Next(language.Forms.Length)];
            var isShort = form.Contains("{s}", StringComparison.Ordinal);
            var first = new DateOnly(isShort ? FirstShortYear : FirstYear, 1, 1);
            var days = first.AddYears(isShort ? ShortYears : Years).DayNumber - first.DayNumber;
            var date = first.AddDays(_random.Next(days));
            var text = Write(language, form, date);
            if (_written.Add(text))
            {
                pairs.Add(new(text, date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
            }
        }

        return pairs;
    }

    private static string Write(Language language, string form, DateOnly date)
    {
        string Digits(int value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
        return form
            .Replace("{y}", Digits(date.Year, "0000"), StringComparison.Ordinal)
            .Replace("{s}", Digits(date.Year % 100, "00"), StringComparison.Ordinal)
            .Replace("{M}", language.Months[date.Month - 1], StringComparison.Ordinal)
            .Replace("{m}", language.ShortMonths[date.Month - 1], StringComparison.Ordinal)
            .Replace("{M1}", Digits(date.Month, "0"), StringComparison.Ordinal)
            .Replace("{0M}", Digits(date.Month, "00"), StringComparison.Ordinal)
            .Replace("{W}", language.Weekdays[(int)date.DayOfWeek], StringComparison.Ordinal)
            .Replace("{o}", language.Ordinal(date.Day), StringComparison.Ordinal)
            .Replace("{d}", Digits(date.Day, "0"), StringComparison.Ordinal)
            .Replace("{0d}", Digits(date.Day, "00"), StringComparison.Ordinal);
    }

    private sealed record Language(string[] Months, string[] ShortMonths, string[] Weekdays, string[] Forms, Func<int, string> Ordinal);
}
