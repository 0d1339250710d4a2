using MLSeq.Documentation;

namespace MLSeq.Tests.Documentation;

public class MemberIdTests
{
    private static readonly HashSet<string> Types =
    [
        "System.Environment", "System.Environment.SpecialFolder", "System.Collections.Generic.List`1", "System.Array",
        "System.Collections.Generic.Dictionary`2", "System.Collections.Generic.Dictionary`2.KeyCollection", "Global",
    ];

    [Theory]
    [InlineData("T:System.Environment", "System")]
    [InlineData("T:System.Environment.SpecialFolder", "System")] // a nested type
    [InlineData("F:System.Environment.SpecialFolder.Desktop", "System")]
    [InlineData("T:System.Collections.Generic.List`1", "System.Collections.Generic")]
    [InlineData("M:System.Collections.Generic.List`1.Add(`0)", "System.Collections.Generic")]
    [InlineData("M:System.Collections.Generic.List`1.ConvertAll``1(System.Converter{`0,``0})", "System.Collections.Generic")]
    [InlineData("M:System.Collections.Generic.Dictionary`2.KeyCollection.CopyTo(`0[],System.Int32)", "System.Collections.Generic")]
    [InlineData("M:System.Collections.Generic.List`1.#ctor(System.Collections.Generic.IEnumerable{`0})", "System.Collections.Generic")]
    [InlineData("P:System.Array.System#Collections#ICollection#Count", "System")] // an explicit interface's member
    [InlineData("M:System.Array.System#Collections#Generic#ICollection{T}#Add(`0)", "System")]
    [InlineData("M:System.Array.op_Explicit(System.Array)~System.Collections.Generic.List{System.Int32}", "System")]
    [InlineData("M:Not.Documented.Type.Method(System.Int32,System.String)", "Not.Documented")]
    [InlineData("T:Not.Documented.Type", "Not.Documented")]
    [InlineData("T:Global", "")]
    [InlineData("N:System.Collections", "")]
    [InlineData("!:Broken", "")]
    [InlineData("", "")]
    public void The_namespace_is_what_comes_before_the_outermost_type(string id, string expected) =>
        Assert.Equal(expected, MemberId.Namespace(id, Types));

    [Theory]
    [InlineData("T:System.Collections.Generic.List`1", "List")]
    [InlineData("T:System.Collections.Generic.List{System.Int32}", "List")]
    [InlineData("M:System.String.Join(System.String,System.Object[])", "Join")]
    [InlineData("M:System.Array.ConvertAll``2(``0[],System.Converter{``0,``1})", "ConvertAll")]
    [InlineData("M:System.Exception.#ctor(System.String)", "Exception")]
    [InlineData("P:System.Array.System#Collections#ICollection#Count", "Count")]
    [InlineData("F:System.Int32.MaxValue", "MaxValue")]
    [InlineData("T:Global", "Global")]
    [InlineData("!:Broken", "Broken")]
    [InlineData("Plain", "Plain")]
    public void A_reference_is_told_by_its_short_name(string id, string expected) => Assert.Equal(expected, MemberId.ShortName(id));
}
