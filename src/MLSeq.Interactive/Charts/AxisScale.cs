using System.Globalization;

namespace MLSeq.Interactive.Charts;

/// <summary>Where the values of an axis are between its ends, and at which of them it has ticks: round ones, or powers of ten.</summary>
internal sealed class AxisScale
{
    private const double FewPowers = 2.5;

    private static readonly int[] Digits = [1, 2, 5];

    private readonly double _low;
    private readonly double _high;
    private readonly bool _isLogarithmic;

    /// <param name="values">What is shown; of a logarithmic axis only what is greater than 0 is.</param>
    /// <param name="ticks">About how many ticks there are.</param>
    /// <param name="isLogarithmic">Whether each power of ten has the same length.</param>
    /// <param name="endsAtData">Whether the axis ends at the least and the greatest value, not at the ticks beyond; for axes that are not logarithmic.</param>
    public AxisScale(IEnumerable<double> values, int ticks, bool isLogarithmic = false, bool endsAtData = false)
    {
        _isLogarithmic = isLogarithmic;
        var shown = values.Where(Shows).Select(Map).DefaultIfEmpty(0).ToList();
        var (low, high) = (shown.Min(), shown.Max());
        if (high - low < 1e-12 * Math.Max(1, Math.Abs(high)))
        {
            // One value, such as a learning rate that stays, is seen in its own size.
            var around = isLogarithmic || low == 0 ? 0.5 : Math.Abs(low) / 2;
            (low, high) = (low - around, high + around);
        }

        if (isLogarithmic && high - low < FewPowers)
        {
            // Powers of ten alone would be too few.
            var marks = Enumerable.Range((int)Math.Floor(low), 5).SelectMany(power => Digits.Select(digit => digit * Math.Pow(10, power))).ToList();
            var (first, last) = (marks.FindLastIndex(mark => Math.Log10(mark) <= low + 1e-9), marks.FindIndex(mark => Math.Log10(mark) >= high - 1e-9));
            (_low, _high) = (Math.Log10(marks[first]), Math.Log10(marks[last]));
            Ticks = [.. marks[first..(last + 1)].Select(mark => (mark, mark.ToString(mark is >= 1e-4 and < 1e6 ? "0.####" : "0e0", CultureInfo.InvariantCulture)))];
            return;
        }

        var step = RoundStep((high - low) / ticks);
        step = isLogarithmic ? Math.Max(1, Math.Round(step)) : shown.All(double.IsInteger) ? Math.Max(1, step) : step; // epochs have no tenths
        var (lowest, highest) = (Math.Floor((low / step) + 1e-9), Math.Ceiling((high / step) - 1e-9));
        (_low, _high) = endsAtData ? (low, high) : (lowest * step, highest * step);
        Ticks = [.. Enumerable.Range(0, (int)(highest - lowest) + 1).Select(i => (lowest + i) * step).Where(tick => tick >= _low - (step * 1e-6) && tick <= _high + (step * 1e-6))
            .Select(tick => (isLogarithmic ? Math.Pow(10, tick) : tick, Text(tick, step)))];
    }

    /// <summary>The values at ticks, and their texts.</summary>
    public IReadOnlyList<(double Value, string Text)> Ticks { get; }

    /// <summary>Whether a value has a place.</summary>
    public bool Shows(double value) => double.IsFinite(value) && (!_isLogarithmic || value > 0);

    /// <summary>A value's place from 0 to 1.</summary>
    public double PlaceOf(double value) => (Map(value) - _low) / (_high - _low);

    private double Map(double value) => _isLogarithmic ? Math.Log10(value) : value;

    private string Text(double tick, double step)
    {
        if (_isLogarithmic)
        {
            return Math.Abs(tick) <= 4.5 ? Math.Pow(10, Math.Round(tick)).ToString("0.####", CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"1e{Math.Round(tick)}");
        }

        var digits = Math.Clamp((int)Math.Ceiling(-Math.Log10(step) - 1e-9), 0, 12);
        return Math.Abs(tick) < step / 1e6 ? "0" : Math.Abs(tick) >= 1e6 ? tick.ToString("G4", CultureInfo.InvariantCulture) : tick.ToString($"F{digits}", CultureInfo.InvariantCulture);
    }

    /// <summary>The next of 1, 2, 5 times a power of ten.</summary>
    private static double RoundStep(double step)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        return (step / power) switch { <= 1.0000001 => 1, <= 2.0000001 => 2, <= 5.0000001 => 5, _ => 10 } * power;
    }
}
