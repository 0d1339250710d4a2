using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MLSeq.Embeddings.Formats;

namespace MLSeq.Tests.Embeddings.Formats;

public sealed class FloatTextTests
{
    [Fact]
    public void Numbers_are_the_nearest_floats()
    {
        // Values near the middle between two floats are where rounding twice would go wrong.
        var middles = Gen.Choose(0, int.MaxValue).Select(bits => BitConverter.Int32BitsToSingle(bits)).Where(value => float.IsFinite(value * 2))
            .Select(value => ((double)value + MathF.BitIncrement(value)) / 2);
        var texts = Gen.OneOf(
            Gen.Choose(int.MinValue, int.MaxValue).Select(BitConverter.Int32BitsToSingle).Where(float.IsFinite).Select(value => value.ToString("R", CultureInfo.InvariantCulture)),
            middles.Select(value => value.ToString("R", CultureInfo.InvariantCulture)),
            middles.Select(value => value.ToString("E8", CultureInfo.InvariantCulture)),
            middles.Select(value => BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(value) + 1).ToString("R", CultureInfo.InvariantCulture)),
            from number in Gen.Choose(-999_999_999, 999_999_999)
            from places in Gen.Choose(0, 9)
            select ((decimal)number / (decimal)Math.Pow(10, places)).ToString(CultureInfo.InvariantCulture),
            from digits in Gen.Choose(0, 999_999_999).ListOf(4)
            from exponent in Gen.Choose(-60, 30)
            select string.Concat(digits) + "e" + exponent.ToString(CultureInfo.InvariantCulture));
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(5000), Prop.ForAll(texts.ToArbitrary(), text =>
        {
            Assert.True(FloatText.TryParse(Encoding.ASCII.GetBytes(text), out var value));
            Assert.Equal(BitConverter.SingleToInt32Bits(float.Parse(text, CultureInfo.InvariantCulture)), BitConverter.SingleToInt32Bits(value));
        }));
    }

    [Theory]
    [InlineData("16777217", 16777216f)]
    [InlineData("16777217.000000001", 16777218f)]
    [InlineData("-0", -0f)]
    [InlineData(".5", .5f)]
    [InlineData("+5.", 5f)]
    [InlineData("1e22", 1e22f)]
    [InlineData("1.401298464e-45", float.Epsilon)]
    [InlineData("NaN", float.NaN)]
    [InlineData("-inf", float.NegativeInfinity)]
    [InlineData("Infinity", float.PositiveInfinity)]
    public void These_are_numbers(string text, float expected)
    {
        Assert.True(FloatText.TryParse(Encoding.ASCII.GetBytes(text), out var value));
        Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(value));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("-")]
    [InlineData("e5")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1.2.3")]
    [InlineData("1,5")]
    [InlineData("0x10")]
    [InlineData("inform")]
    [InlineData("--1")]
    public void These_are_none(string text) => Assert.False(FloatText.TryParse(Encoding.ASCII.GetBytes(text), out _));
}
