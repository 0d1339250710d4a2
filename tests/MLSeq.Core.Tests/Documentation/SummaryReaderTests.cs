using System.Text;
using MLSeq.Documentation;

namespace MLSeq.Tests.Documentation;

public class SummaryReaderTests
{
    [Fact]
    public void Reads_the_summaries_of_a_file()
    {
        const string Xml = """
            <?xml version="1.0" encoding="utf-8"?>
            <doc>
              <assembly><name>A</name></assembly>
              <members>
                <member name="T:A.First">
                  <summary>Joins  a
                     <see cref="T:A.List`1" /> of <paramref name="count" /> items;<see langword="null" /> is &lt;none&gt;.</summary>
                  <remarks>Not this.</remarks>
                </member>
                <member name="M:A.First.NoSummary"><returns>Not this.</returns></member>
                <member name="M:A.First.Twice"><remarks>Before.</remarks><summary><para>One.</para><para>Two <c>code</c>.</para><code>int x;</code>Three.</summary></member>
                <member><summary>Nameless.</summary></member>
                <member name="F:A.First.Empty"><summary /></member>
                <member name="F:A.First.Text"><summary>See <see cref="M:A.First.#ctor">the constructor</see> and <see href="https://example.org">the page</see>.</summary></member>
              </members>
            </doc>
            """;

        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(Xml));

        Assert.Equal(
        [
            new MemberSummary("T:A.First", "Joins a List of count items;null is <none>."),
            new MemberSummary("M:A.First.NoSummary", ""),
            new MemberSummary("M:A.First.Twice", "One. Two code. Three."),
            new MemberSummary("F:A.First.Empty", ""),
            new MemberSummary("F:A.First.Text", "See the constructor and the page."),
        ],
        SummaryReader.Read(stream, "a.xml"));
    }

    [Fact]
    public void Says_where_a_file_is_not_well_formed()
    {
        using var stream = new MemoryStream("<doc>\n<members><member name='T:A'><summary>x</summry>"u8.ToArray());

        var error = Assert.Throws<InvalidDataException>(() => SummaryReader.Read(stream, "a.xml").ToList());

        Assert.StartsWith("a.xml(2,", error.Message, StringComparison.Ordinal);
    }
}
