using System.IO.Compression;
using System.Text;
using MLSeq.Embeddings.Corpora;
using MLSeq.Text;

namespace MLSeq.Tests.Embeddings.Corpora;

public sealed class WordCorpusTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Words_come_by_falling_count_and_equal_counts_in_ordinal_order()
    {
        var corpus = Read("b a c a\nb a d\n", new() { MinCount = 1 });

        Assert.Equal(["a", "b", "c", "d"], corpus.Words);
        Assert.Equal([3, 2, 1, 1], corpus.Counts);
        Assert.Equal(7, corpus.TokenCount);
        Assert.Equal([1, 0, 2, 0, -1, 1, 0, 3, -1], Assert.Single(corpus.Segments));
    }

    [Fact]
    public void Rare_words_are_gone_and_so_are_sentences_without_others()
    {
        var corpus = Read("a rare b a\nseldom\nb\n\n a", new() { MinCount = 2 });

        Assert.Equal(["a", "b"], corpus.Words);
        Assert.Equal([0, 1, 0, -1, 1, -1, 0, -1], Assert.Single(corpus.Segments));
        Assert.Equal(5, corpus.TokenCount);
        Assert.Equal(7, corpus.TotalTokens);
    }

    [Fact]
    public void The_most_frequent_words_are_kept()
    {
        var corpus = Read("a a a b b c", new() { MinCount = 1, MaxWords = 2 });

        Assert.Equal(["a", "b"], corpus.Words);
        Assert.Equal(5, corpus.TokenCount);
    }

    [Theory]
    [InlineData("a\tb\va\fb a\r\nb a")]
    [InlineData("\uFEFFa b a b a\nb a")]
    [InlineData("a b a b a\nb a\n")]
    public void White_space_byte_order_marks_and_line_ends_are_no_words(string text)
    {
        var corpus = Read(text, new() { MinCount = 1 });

        Assert.Equal(["a", "b"], corpus.Words);
        Assert.Equal([0, 1, 0, 1, 0, -1, 1, 0, -1], Assert.Single(corpus.Segments));
    }

    [Fact]
    public void A_tokenizer_cuts_lines_of_raw_text()
    {
        const string Text = "\uFEFFThe cat, the Cat.\r\n\nThe end";
        var tokenizer = Tokenizers.Words(TextNormalization.None);

        var corpus = Read(Text, new() { MinCount = 1, Tokenizer = tokenizer });

        Assert.Equal(["The", ",", ".", "Cat", "cat", "end", "the"], corpus.Words);
        Assert.Equal([0, 4, 1, 6, 3, 2, -1, 0, 5, -1], Assert.Single(corpus.Segments));
        Assert.Equal(["the", "cat", ",", ".", "end"], Read(Text, new() { MinCount = 1, Tokenizer = Tokenizers.Words() }).Words);
        var error = Assert.Throws<ArgumentException>(() => Read("a", new() { Tokenizer = Tokenizers.BytePairs(300) }));
        Assert.Contains("Tokenizer is untrained", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_large_file_is_the_same_whoever_cuts_it()
    {
        var random = new Random(1);
        var text = string.Concat(Enumerable.Range(0, 400_000).Select(i => $"W{random.Next(500)}{(i % 9 == 8 ? '\n' : ' ')}"));

        var (plain, cut) = (Read(text, new()), Read(text, new() { Tokenizer = Tokenizers.Whitespace() }));

        Assert.Equal((plain.TokenCount, plain.TotalTokens), (cut.TokenCount, cut.TotalTokens));
        Assert.Equal(plain.Words, cut.Words);
        Assert.Equal(plain.Segments.SelectMany(s => s), cut.Segments.SelectMany(s => s));
    }

    [Fact]
    public void A_line_that_is_no_text_is_named_by_a_tokenizer_too()
    {
        File.WriteAllBytes(_folder["text.txt"], [.. "a\nb "u8, 0xFF, .. "\nc"u8]);
        var error = Assert.Throws<InvalidDataException>(() => WordCorpus.Read(_folder["text.txt"], new() { Tokenizer = Tokenizers.Words() }));
        Assert.Contains("text.txt, line 2: it is not UTF-8 text", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_compressed_file_and_sentences_in_memory_give_the_same_corpus()
    {
        const string Text = "der Bär tanzt 好 tanzt\nein Bär\n";
        using (var stream = new GZipStream(File.Create(_folder["text.gz"]), CompressionLevel.Fastest))
        {
            stream.Write(Encoding.UTF8.GetBytes(Text));
        }

        var plain = Read(Text, new() { MinCount = 1 });
        var compressed = WordCorpus.Read(_folder["text.gz"], new() { MinCount = 1 });
        var sentences = WordCorpus.FromSentences(Text.Split('\n').Select(line => line.Split(' ')), new() { MinCount = 1 });

        foreach (var other in new[] { compressed, sentences })
        {
            Assert.Equal(plain.Words, other.Words);
            Assert.Equal(plain.Counts, other.Counts);
            Assert.Equal(plain.Segments, other.Segments);
        }
    }

    [Fact]
    public void A_long_text_agrees_with_a_dictionary_of_strings()
    {
        var random = new Random(5);
        var lines = Enumerable.Range(0, 30_000)
            .Select(_ => string.Join(' ', Enumerable.Range(0, random.Next(80)).Select(_ => "w" + (int)Math.Exp(random.NextDouble() * 12))))
            .ToArray();
        var counts = lines.SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).CountBy(word => word)
            .Where(word => word.Value >= 3).OrderByDescending(word => word.Value).ThenBy(word => word.Key, StringComparer.Ordinal).ToArray();

        var corpus = Read(string.Join('\n', lines), new() { MinCount = 3 });

        Assert.Equal(counts.Select(word => word.Key), corpus.Words);
        Assert.Equal(counts.Select(word => (long)word.Value), corpus.Counts);
        Assert.True(corpus.Segments.Count > 1);
        Assert.All(corpus.Segments, segment => Assert.Equal(WordCorpus.SentenceEnd, segment[^1]));
        var kept = corpus.Words.ToHashSet();
        var expected = lines.Select(line => string.Join(' ', line.Split(' ').Where(kept.Contains))).Where(line => line.Length > 0);
        Assert.Equal(expected.Take(500), Lines(corpus).Take(500));
        Assert.Equal(corpus.TokenCount, corpus.Segments.Sum(segment => segment.Count(id => id != WordCorpus.SentenceEnd)));
    }

    [Fact]
    public void Text_that_is_not_utf8_is_refused_with_its_line()
    {
        File.WriteAllBytes(_folder["text"], [.. "good\ngood "u8, 0xE4, .. " good"u8]);

        var error = Assert.Throws<InvalidDataException>(() => WordCorpus.Read(_folder["text"]));

        Assert.Contains("text, line 2: a word is not UTF-8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Truncated_compressed_text_is_refused()
    {
        using var memory = new MemoryStream();
        using (var stream = new GZipStream(memory, CompressionLevel.Fastest, leaveOpen: true))
        {
            stream.Write(Encoding.UTF8.GetBytes(string.Join(' ', Enumerable.Range(0, 10_000))));
        }

        File.WriteAllBytes(_folder["text.gz"], memory.ToArray()[..^20]);

        var error = Assert.Throws<InvalidDataException>(() => WordCorpus.Read(_folder["text.gz"]));

        Assert.Contains("text.gz, line 1: cannot be read", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_word_without_end_takes_no_memory()
    {
        File.WriteAllText(_folder["text"], "a b\n" + new string('x', 3_000_000));

        var error = Assert.Throws<InvalidDataException>(() => WordCorpus.Read(_folder["text"]));

        Assert.Contains("line 2: a word is longer than 65536 bytes", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "has no words")]
    [InlineData(" \n\n ", "has no words")]
    [InlineData("a b c a", "None of the corpus' 3 words occurs 5 times (MinCount); the most frequent one occurs 2 times")]
    public void A_corpus_without_frequent_words_is_refused(string text, string message)
    {
        var error = Assert.Throws<InvalidDataException>(() => Read(text, new()));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(_folder["text"], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_and_wrong_options_are_named()
    {
        Assert.Throws<FileNotFoundException>(() => WordCorpus.Read(_folder["none"]));
        Assert.Contains("MinCount is 0", Assert.Throws<ArgumentException>(() => Read("a", new() { MinCount = 0 })).Message, StringComparison.Ordinal);
        Assert.Contains("MaxWords is 0", Assert.Throws<ArgumentException>(() => Read("a", new() { MaxWords = 0 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused()
    {
        var error = Assert.Throws<InvalidDataException>(() => WordCorpus.FromSentences([["a", "\uD83D"]], new() { MinCount = 1 }));

        Assert.Contains("Token 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_can_be_cancelled()
    {
        var options = new WordCorpusOptions { CancellationToken = new CancellationToken(canceled: true) };

        Assert.Throws<OperationCanceledException>(() => Read("a a a a a a", options));
        Assert.Throws<OperationCanceledException>(() => WordCorpus.FromSentences([["a"]], options));
    }

    private static IEnumerable<string> Lines(WordCorpus corpus) =>
        corpus.Segments.SelectMany(segment => string.Join(' ', segment.Select(id => id < 0 ? "\n" : corpus.Words[id])).Split('\n'))
            .Select(line => line.Trim()).Where(line => line.Length > 0);

    private WordCorpus Read(string text, WordCorpusOptions options)
    {
        File.WriteAllText(_folder["text"], text);
        return WordCorpus.Read(_folder["text"], options);
    }
}
