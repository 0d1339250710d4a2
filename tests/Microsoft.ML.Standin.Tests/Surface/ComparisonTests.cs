namespace Microsoft.ML.StandinTests.Surface;

public class ComparisonTests
{
    private const string Listing = """
        // a comment
        public abstract class Microsoft.ML.StandinTests.Surface.Sample<T> : ICloneable, IProgress<T>, IHidden /*internal*/ where T : class, new()  // no public/protected ctor
            protected Sample(int count, params string[] names);
            public T Find(string name, out int? index, ref T other, double bound = 0.5D, SampleKind kind = SampleKind.Large);
            public abstract TResult Make<TResult>(TResult value = default) where TResult : struct;
            public override string ToString();
            public void Report(T value);
            public virtual object Clone();
            public int Count { get; protected set; }
            public T this[int index] { get; }
            public const string Name = "n";
            protected readonly ReadOnlyMemory<char>[] Texts;
            public event EventHandler<EventArgs> Changed;
        public enum Microsoft.ML.StandinTests.Surface.SampleKind : byte
            Small = 1,
            Large = 2,
        """;

    private static readonly Type[] Samples = [typeof(Sample<>), typeof(SampleKind)];

    [Fact]
    public void What_is_listed_passes() => Assert.Equal([], Differences(Listing));

    [Theory]
    [InlineData("public abstract class", "public sealed class")]
    [InlineData("IProgress<T>, ", "")]
    [InlineData(" where T : class, new()  //", " where T : class  //")]
    [InlineData("protected Sample(int count", "protected Sample(long count")]
    [InlineData("params string[]", "string[]")]
    [InlineData("string name, out int?", "string text, out int?")]
    [InlineData("out int? index", "ref int? index")]
    [InlineData("bound = 0.5D", "bound = 0.25D")]
    [InlineData("SampleKind.Large", "SampleKind.Small")]
    [InlineData("value = default", "value")]
    [InlineData(" where TResult : struct", "")]
    [InlineData("override string ToString", "string ToString")]
    [InlineData("virtual object Clone", "abstract object Clone")]
    [InlineData("protected set; ", "")]
    [InlineData("this[int index]", "this[long index]")]
    [InlineData("\"n\"", "\"m\"")]
    [InlineData("readonly ReadOnlyMemory<char>[]", "readonly ReadOnlyMemory<char>")]
    [InlineData("EventHandler<EventArgs>", "EventHandler")]
    [InlineData(": byte", "")]
    [InlineData("Small = 1,", "Small = 3,")]
    [InlineData("public enum Microsoft.ML.StandinTests.Surface.SampleKind", "public enum Microsoft.ML.StandinTests.Surface.Another")]
    public void Whatever_differs_is_found(string text, string replacement)
    {
        Assert.Contains(text, Listing, StringComparison.Ordinal);

        Assert.Single(Differences(Listing.Replace(text, replacement, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_member_that_is_not_listed_is_found() =>
        Assert.Equal(
            ["Microsoft.ML.StandinTests.Surface.Sample<T>: not listed: public void Report(T value);"],
            Differences(Listing.Replace("public void Report(T value);", "", StringComparison.Ordinal)));

    private static string[] Differences(string listing) =>
        [.. ApiComparison.Differences(Samples, new(internals: false), ApiListing.Parse(listing))];
}
