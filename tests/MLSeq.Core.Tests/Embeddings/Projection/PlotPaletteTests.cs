using System.Globalization;
using MLSeq.Embeddings.Projection;

namespace MLSeq.Tests.Embeddings.Projection;

/// <summary>The palette as colour-blind readers see it: simulated by the matrices of Machado, Oliveira and Fernandes (2009) for full severity, in linear RGB.</summary>
public class PlotPaletteTests
{
    private static readonly double[] Usual = [1, 0, 0, 0, 1, 0, 0, 0, 1];
    private static readonly double[] Protanopia = [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998];
    private static readonly double[] Deuteranopia = [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881];
    private static readonly double[] Tritanopia = [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900];

    public static TheoryData<string, string, double[]> All()
    {
        var data = new TheoryData<string, string, double[]>();
        foreach (var theme in new[] { "light", "dark" })
        {
            data.Add(theme, "usual", Usual);
            data.Add(theme, "protanopia", Protanopia);
            data.Add(theme, "deuteranopia", Deuteranopia);
            data.Add(theme, "tritanopia", Tritanopia);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Any_two_colours_are_told_apart(string theme, string vision, double[] matrix)
    {
        var seen = Palette(theme).Colours.Select(colour => (Colour: colour, Lab: Lab(See(colour, matrix)))).ToList();

        // A distance of about 2.3 in CIELAB is just noticed; small dots want several times that.
        Assert.All(
            seen.SelectMany((a, i) => seen.Skip(i + 1).Select(b => (a, b))),
            pair => Assert.True(Distance(pair.a.Lab, pair.b.Lab) >= 12, $"{vision}, {theme}: {pair.a.Colour} and {pair.b.Colour} are {Distance(pair.a.Lab, pair.b.Lab):F1} apart."));
    }

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public void Colours_stand_out_from_the_background(string theme)
    {
        var (colours, background) = Palette(theme);
        double Contrast(string colour)
        {
            var (a, b) = (Lightness(See(colour, Usual)) + 0.05, Lightness(See(background, Usual)) + 0.05);
            return Math.Max(a, b) / Math.Min(a, b);
        }

        // The first four, which nearly all pictures do with, as WCAG 2 asks of graphics.
        Assert.All(colours.Take(4), colour => Assert.True(Contrast(colour) >= 3, $"{theme}: {colour} has a contrast of {Contrast(colour):F2}."));
        Assert.All(colours, colour => Assert.True(Contrast(colour) >= 2.2, $"{theme}: {colour} has a contrast of {Contrast(colour):F2}."));
    }

    [Fact]
    public void A_grey_looks_the_same_to_all()
    {
        // The matrices' rows add up to 1: a check that none is mistyped.
        Assert.All(new[] { Usual, Protanopia, Deuteranopia, Tritanopia }, matrix => Assert.All(matrix.Chunk(3), row => Assert.Equal(1, row.Sum(), 1e-5)));
        Assert.Equal(53.6, Lab(See("#808080", Deuteranopia))[0], 0.1);
    }

    private static (IReadOnlyList<string> Colours, string Background) Palette(string theme) =>
        theme == "light" ? (PlotPalette.Light, PlotPalette.LightBackground) : (PlotPalette.Dark, PlotPalette.DarkBackground);

    /// <summary>Linear RGB as it is seen.</summary>
    private static double[] See(string colour, double[] matrix)
    {
        double[] linear = [.. new[] { 1, 3, 5 }.Select(at => int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255d)
            .Select(c => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4))];
        return [.. matrix.Chunk(3).Select(row => Math.Clamp((row[0] * linear[0]) + (row[1] * linear[1]) + (row[2] * linear[2]), 0, 1))];
    }

    private static double Lightness(double[] rgb) => (0.2126729 * rgb[0]) + (0.7151522 * rgb[1]) + (0.0721750 * rgb[2]);

    /// <summary>CIELAB, with the white of daylight (D65).</summary>
    private static double[] Lab(double[] rgb)
    {
        double F(double t) => t > 0.008856 ? Math.Cbrt(t) : (7.787 * t) + (16 / 116d);
        var (x, y, z) = (
            F(((0.4124564 * rgb[0]) + (0.3575761 * rgb[1]) + (0.1804375 * rgb[2])) / 0.95047),
            F(Lightness(rgb)),
            F(((0.0193339 * rgb[0]) + (0.1191920 * rgb[1]) + (0.9503041 * rgb[2])) / 1.08883));
        return [(116 * y) - 16, 500 * (x - y), 200 * (y - z)];
    }

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (p, q) => (p - q) * (p - q)).Sum());
}
