using MLSeq.Decoding.Entities;

namespace MLSeq.Tests.Decoding.Entities;

public class EntityTagsTests
{
    // conlleval's rules: what starts a chunk, and what ends one.
    [Theory]
    [InlineData("", "")]
    [InlineData("O O", "")]
    [InlineData("B-X I-X O B-Y", "X 0-2, Y 3-4")]
    [InlineData("B-X B-X", "X 0-1, X 1-2")]
    [InlineData("O I-X I-X O", "X 1-3")]
    [InlineData("B-X I-Y", "X 0-1, Y 1-2")]
    [InlineData("I-X I-Y I-Y B-Y", "X 0-1, Y 1-3, Y 3-4")]
    [InlineData("I-X B-X I-X", "X 0-1, X 1-3")]
    [InlineData("B-X E-X S-X", "X 0-2, X 2-3")]
    [InlineData("B-X I-X E-X I-X", "X 0-3, X 3-4")]
    [InlineData("E-X E-X", "X 0-1, X 1-2")]
    [InlineData("S-X S-X I-X", "X 0-1, X 1-2, X 2-3")]
    [InlineData("B-X O E-X", "X 0-1, X 2-3")]
    [InlineData("B-creative-work I-creative-work", "creative-work 0-2")]
    [InlineData("B I O", " 0-2")]
    public void Entities_are_found_by_conllevals_rules(string tags, string expected) =>
        Assert.Equal(expected, string.Join(", ", EntityTags.Find(Split(tags)).Select(e => $"{e.Type} {e.Start}-{e.End}")));

    [Theory]
    [InlineData("B-X I-X O B-X B-Y I-Y I-Y", "B-X E-X O S-X B-Y I-Y E-Y")]
    [InlineData("I-X O I-X I-X", "S-X O B-X E-X")]
    public void Bio_becomes_Bioes_and_comes_back_repaired(string bio, string bioes)
    {
        Assert.Equal(Split(bioes), EntityTags.Convert(Split(bio), TagScheme.Bioes));
        var repaired = Split(bio);
        EntityTags.Repair(repaired, TagScheme.Bio);
        Assert.Equal(repaired, EntityTags.Convert(Split(bioes), TagScheme.Bio));
    }

    [Theory]
    [InlineData(TagScheme.Bio, "B-X I-X O", "B-X I-X O", 0)]
    [InlineData(TagScheme.Bio, "O I-X I-X I-Y", "O B-X I-X B-Y", 2)]
    [InlineData(TagScheme.Bioes, "B-X I-X E-X S-Y", "B-X I-X E-X S-Y", 0)]
    [InlineData(TagScheme.Bioes, "B-X O I-Y E-Y", "S-X O B-Y E-Y", 2)]
    [InlineData(TagScheme.None, "I-X NOUN", "I-X NOUN", 0)]
    public void Repair_counts_the_tags_that_it_changes(TagScheme scheme, string tags, string expected, int count)
    {
        var repaired = Split(tags);
        Assert.Equal(count, EntityTags.Repair(repaired, scheme));
        Assert.Equal(Split(expected), repaired);
    }

    [Fact]
    public void Repaired_tags_are_right_and_mark_the_same_entities()
    {
        string[] all = ["O", "B-X", "I-X", "E-X", "S-X", "B-Y", "I-Y", "E-Y", "S-Y"];
        var random = new Random(1);
        for (var n = 0; n < 500; n++)
        {
            var scheme = n % 2 == 0 ? TagScheme.Bio : TagScheme.Bioes;
            var tags = Enumerable.Range(0, random.Next(1, 9)).Select(_ => all[random.Next(all.Length)]).Where(tag => EntityTags.IsIn(tag, scheme)).ToArray();
            var entities = EntityTags.Find(tags);
            var isRight = IsRight(tags, scheme);
            Assert.Equal(isRight, EntityTags.Repair(tags, scheme) == 0);
            Assert.Equal(entities, EntityTags.Find(tags));
            Assert.True(IsRight(tags, scheme));
        }
    }

    [Fact]
    public void Tags_of_no_scheme_are_named()
    {
        var error = Assert.Throws<ArgumentException>(() => EntityTags.Find(["O", "NOUN"]));
        Assert.Contains("'NOUN' at 1", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => EntityTags.Repair(["O", "S-X"], TagScheme.Bio));
        Assert.Contains("'S-X' at 1", error.Message, StringComparison.Ordinal);
        foreach (var tag in new[] { "", "b-X", "B-", "BX", "O-X", "-X" })
        {
            Assert.False(EntityTags.IsIn(tag, TagScheme.Bioes), tag);
        }
    }

    [Theory]
    [InlineData("O", TagScheme.None)]
    [InlineData("NOUN VERB", TagScheme.None)]
    [InlineData("O B-X NOUN", TagScheme.None)]
    [InlineData("O B-X", TagScheme.Bio)]
    [InlineData("I-X O", TagScheme.Bio)]
    [InlineData("O S-X", TagScheme.Bioes)]
    public void The_scheme_is_seen_from_the_tags(string tags, TagScheme expected) => Assert.Equal(expected, EntityTags.SchemeOf(Split(tags)));

    private static string[] Split(string tags) => tags.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static bool IsRight(string[] tags, TagScheme scheme)
    {
        var parsed = tags.Select(Parse).ToArray();
        return parsed.Length == 0
            || (parsed[0].MayStart(scheme) && parsed[^1].MayEnd(scheme) && parsed.Zip(parsed.Skip(1)).All(pair => pair.Second.MayFollow(pair.First, scheme)));
    }

    private static EntityTag Parse(string tag)
    {
        Assert.True(EntityTag.TryParse(tag, out var parsed));
        return parsed;
    }
}
