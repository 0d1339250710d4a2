using MLSeq.Text;

namespace MLSeq.Tests.Text;

public class WordSpellingsTests
{
    [Fact]
    public void Equal_words_share_an_array_of_code_points()
    {
        var builder = new VocabularyBuilder();
        WordSpellings.Count("ab🙂a", builder);
        var spellings = new WordSpellings(builder.Build());

        var ids = spellings.Of("🙂ba?");

        Assert.Equal([3, 2, 1, 0], ids);
        Assert.Same(ids, spellings.Of("x🙂ba?".AsSpan(1)));
        Assert.Empty(spellings.Of(""));
    }
}
