using FsCheck.Fluent;
using MLSeq.Text;

namespace MLSeq.Tests.Text;

public class BytePairTokenizerTests
{
    private static readonly string[] Paper =
        ["low low low low low lower lower newest newest newest newest newest newest widest widest widest"];

    [Fact]
    public void LearnsThePairsOfThePaper()
    {
        // The corpus of Sennrich et al.; 'e s' occurs 9 times, first of all, then 'es t'.
        var tokenizer = (BytePairTokenizer)Tokenizers.BytePairs(26).Train(Paper);
        Assert.Equal(["d", "e", "i", "l", "n", "o", "r", "s", "t", "w", "▁", "es", "est"], tokenizer.Tokens.Take(13));
        Assert.Equal(["▁low", "est"], tokenizer.Tokenize("lowest"));
        Assert.Equal(["▁newest", "▁", "x", "▁low"], tokenizer.Tokenize("newest x low"));
    }

    [Fact]
    public void LearnsWhatCountingAfreshAfterEachMergeLearns()
    {
        var words = Gen.NonEmptyListOf(Gen.NonEmptyListOf(Gen.Elements('a', 'b', 'c')).Select(w => string.Concat(w)));
        TextData.Check(words.Select(w => string.Join(' ', w)).ToArbitrary(), text =>
        {
            var tokenizer = (BytePairTokenizer)Tokenizers.BytePairs(24).Train([text]);
            Assert.Equal(TrainPlainly(text, 24), tokenizer.Tokens);
        });
    }

    [Fact]
    public void GivesBackTheTextItWasTrainedOn() => TextData.Check(TextData.Any, text =>
    {
        Tokenizer tokenizer = Tokenizers.BytePairs(60).Train([text, "a"]);
        Assert.Equal(TextData.WellFormed(text).Replace('▁', ' '), BytePairTokenizer.Detokenize(tokenizer.Tokenize(text)));
    });

    [Fact]
    public void GivesBackAnyOtherText()
    {
        Tokenizer tokenizer = Tokenizers.BytePairs(40).Train(Paper);
        TextData.Check(TextData.Any, text =>
            Assert.Equal(TextData.WellFormed(text).Replace('▁', ' '), BytePairTokenizer.Detokenize(tokenizer.Tokenize(text))));
        string longWord = string.Concat(Enumerable.Repeat("lowest😀", 1000));
        Assert.Equal(longWord, BytePairTokenizer.Detokenize(tokenizer.Tokenize(longWord)));
        Assert.Empty(tokenizer.Tokenize(string.Empty));
        Assert.Equal(string.Empty, BytePairTokenizer.Detokenize([]));
    }

    [SkippableFact]
    public void GivesBackRealText()
    {
        List<string> lines = [.. TextData.Lines("translation/eng-fra.2019.txt.gz", 20)];
        var tokenizer = (BytePairTokenizer)Tokenizers.BytePairs(1000).Train(lines);
        Assert.Equal(1000, tokenizer.Tokens.Count);
        Assert.All(lines, line => Assert.Equal(line, BytePairTokenizer.Detokenize(tokenizer.Tokenize(line))));
        Assert.Equal(tokenizer.Tokens, ((BytePairTokenizer)Tokenizers.BytePairs(1000).Train(lines)).Tokens);

        // Learned tokens make texts shorter than characters do, by far.
        Assert.True(lines.Sum(line => tokenizer.Tokenize(line).Count) < 0.45 * lines.Sum(line => line.Length));
    }

    [Fact]
    public void NoTokenCrossesAWordsBorder()
    {
        var tokenizer = (BytePairTokenizer)Tokenizers.BytePairs(200).Train([string.Concat(Enumerable.Repeat("ab, cd(ab) ", 50))]);
        Assert.All(tokenizer.Tokens, token => Assert.False(token.Contains('a', StringComparison.Ordinal) && token.Contains(',', StringComparison.Ordinal)));
        Assert.All(tokenizer.Tokens, token => Assert.True(token.LastIndexOf('▁') <= 0, token));
    }

    [Fact]
    public void NormalizesBeforeItLearns()
    {
        var tokenizer = (BytePairTokenizer)Tokenizers.BytePairs(50, TextNormalization.LowerCase).Train(["AB ab Ab aB"]);
        Assert.Equal(["▁ab"], tokenizer.Tokenize("AB"));
    }

    [Fact]
    public void KeepsTheSizeItIsGiven()
    {
        string text = string.Concat(Enumerable.Range(0x4E00, 500).Select(c => (char)c)) + " abab abab abab";
        var tokenizer = (BytePairTokenizer)Tokenizers.BytePairs(10).Train([text]);
        Assert.InRange(tokenizer.Tokens.Count, 6, 10);
        Assert.Equal(["▁abab"], tokenizer.Tokenize("abab"));
        Assert.Equal(["▁", "丂"], tokenizer.Tokenize("丂"));
    }

    [Fact]
    public void SaysWhatIsWrong()
    {
        Tokenizer untrained = Tokenizers.BytePairs();
        Assert.False(untrained.IsTrained);
        Assert.Contains("not trained", Assert.Throws<InvalidOperationException>(() => untrained.Tokenize("a")).Message, StringComparison.Ordinal);
        Assert.Contains("No text", Assert.Throws<InvalidOperationException>(() => untrained.Train(["", ""])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Tokenizers.BytePairs(1));
    }

    [Fact]
    public void MayBeUsedByManyThreads()
    {
        Tokenizer tokenizer = Tokenizers.BytePairs(40).Train(Paper);
        string[] texts = [.. Enumerable.Range(0, 2000).Select(i => $"low{i % 97} newest{i % 89} wid{i}")];
        string[] expected = [.. texts.Select(t => string.Join('|', tokenizer.Tokenize(t)))];
        string[] found = new string[texts.Length];
        Parallel.For(0, texts.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => found[i] = string.Join('|', tokenizer.Tokenize(texts[i])));
        Assert.Equal(expected, found);
    }

    // The algorithm as it is defined: count all pairs, merge the most frequent, again.
    private static List<string> TrainPlainly(string text, int size)
    {
        List<List<string>> words = [.. text.Split(' ').Select(w => ('▁' + w).Select(c => c.ToString()).ToList())];
        List<string> tokens = [.. words.SelectMany(w => w).Distinct().Order(StringComparer.Ordinal)];
        while (tokens.Count < size)
        {
            var best = words
                .SelectMany(w => w.Zip(w.Skip(1)))
                .GroupBy(pair => pair)
                .Where(group => group.Count() > 1)
                .OrderByDescending(group => group.Count())
                .ThenBy(group => tokens.IndexOf(group.Key.First))
                .ThenBy(group => tokens.IndexOf(group.Key.Second))
                .FirstOrDefault();
            if (best is null)
            {
                break;
            }

            (string left, string right) = best.Key;
            tokens.Add(left + right);
            foreach (List<string> word in words)
            {
                for (int i = 0; i + 1 < word.Count; i++)
                {
                    if (word[i] == left && word[i + 1] == right)
                    {
                        word[i] = left + right;
                        word.RemoveAt(i + 1);
                    }
                }
            }
        }

        return tokens;
    }
}
