using MLSeq.Documentation;

namespace MLSeq.Tests.Documentation;

public class NameWordsTests
{
    [Theory]
    [InlineData("GetHashCode", "get hash code", "GetHashCode")]
    [InlineData("ToInt32", "to int32", "ToInt32")]
    [InlineData("IPAddressOf", "ip address of", "IpAddressOf")]
    [InlineData("ReadXML", "read xml", "ReadXml")]
    [InlineData("A", "a", "A")]
    [InlineData("Get2DArray", "get2 d array", "Get2DArray")]
    [InlineData("_begin_Read", "begin read", "BeginRead")]
    [InlineData("", "", "")]
    public void Names_are_words_and_words_are_names(string name, string words, string joined)
    {
        Assert.Equal(words, NameWords.Split(name));
        Assert.Equal(joined, NameWords.Join(words));
    }
}
