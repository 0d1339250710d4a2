using MLSeq.Embeddings;
using MLSeq.Embeddings.Evaluation;

namespace MLSeq.Tests.Embeddings.Evaluation;

public sealed class AnalogyQuestionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null, AnalogyMethod.ThreeCosAdd)]
    [InlineData(0, AnalogyMethod.ThreeCosAdd)]
    [InlineData(300, AnalogyMethod.ThreeCosAdd)]
    [InlineData(9999, AnalogyMethod.ThreeCosAdd)]
    [InlineData(null, AnalogyMethod.ThreeCosMul)]
    [InlineData(300, AnalogyMethod.ThreeCosMul)]
    public void The_figures_are_those_of_the_rules_written_out(int? restrict, AnalogyMethod method)
    {
        var (vectors, questions) = Draw();
        File.WriteAllLines(_folder["q"], questions);
        var report = AnalogyQuestions.Load(_folder["q"]).Evaluate(vectors, restrict, method);
        var expected = Reference(vectors, questions, restrict is null or 0 ? vectors.Count : Math.Min(restrict.Value, vectors.Count), method);
        Assert.Equal(expected, report.Sections);
        Assert.Equal(Sum(expected.Take(5)), report.Semantic);
        Assert.Equal(Sum(expected.Skip(5)), report.Syntactic);
        Assert.Equal(Sum(expected), report.Total);
        Assert.InRange(report.Total.Correct, 1, report.Total.Seen - 1);
        Assert.InRange(report.Total.Seen, 1, report.Total.Total - 1);
        Assert.Equal((double)report.Total.Correct / report.Total.Seen, report.Total.Accuracy);
    }

    [Fact]
    public void Questions_before_the_first_section_are_semantic()
    {
        File.WriteAllText(_folder["q"], "a b c d\n" + string.Concat(Enumerable.Range(1, 6).Select(i => $": s{i}\na b c d\n\n")));
        var report = AnalogyQuestions.Load(_folder["q"]).Evaluate(new WordVectors(["A"], 1, [1]));
        Assert.Equal(new AnalogyScore(0, 0, 6), report.Semantic);
        Assert.Equal(new AnalogyScore(0, 0, 1), report.Syntactic);
        Assert.Equal(["", "s1", "s2", "s3", "s4", "s5", "s6"], report.Sections.Select(section => section.Name));
        Assert.Equal(0, report.Total.Accuracy);
    }

    [Theory]
    [InlineData(": s\na b c d\na b c\n", "line 3: found 3 words")]
    [InlineData("a b c d e\n", "line 1: found 5 words")]
    [InlineData(": s\n\n", "found no questions in 2 lines")]
    public void A_bad_file_is_an_error_that_names_the_line(string text, string error)
    {
        File.WriteAllText(_folder["q"], text);
        Assert.Contains(error, Assert.Throws<InvalidDataException>(() => AnalogyQuestions.Load(_folder["q"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_evaluation_can_be_cancelled()
    {
        File.WriteAllText(_folder["q"], "w1 w2 w3 w4\n");
        Assert.ThrowsAny<OperationCanceledException>(() => AnalogyQuestions.Load(_folder["q"]).Evaluate(VectorData.Draw(10, 2), cancellationToken: new CancellationToken(canceled: true)));
    }

    /// <summary>Words in families: member k of family f is near the sum of what makes f and what makes k. Some are there in two spellings.</summary>
    private static (WordVectors Vectors, string[] Questions) Draw()
    {
        const int Families = 60;
        const int Dimensions = 13;
        var random = new Random(4);
        var (families, members) = (VectorData.Draw(Families, Dimensions, 1), VectorData.Draw(10, Dimensions, 2));
        var (words, values) = (new List<string>(), new List<float>());
        for (var i = 0; i < 10 * Families; i++)
        {
            var (family, member) = (i % Families, i / Families);
            words.Add(i % 50 == 7 ? $"FAMILY{(i - 1) % Families}x{(i - 1) / Families}".ToUpperInvariant() : $"family{family}X{member}");
            for (var j = 0; j < Dimensions; j++)
            {
                values.Add(families.GetVector(family)[j] + members.GetVector(member)[j] + (float)(.8 * random.NextDouble()));
            }
        }

        var questions = new List<string>();
        for (var section = 0; section < 7; section++)
        {
            questions.Add($": section{section}");
            for (var i = 0; i < 60; i++)
            {
                var (f, g, k, l) = (random.Next(Families + 2), random.Next(Families), random.Next(10), random.Next(10));
                questions.Add($"family{f}x{k} FAMILY{f}x{l} family{g}X{k} Family{g}x{l}");
            }
        }

        return (new WordVectors(words, Dimensions, values.ToArray()), [.. questions]);
    }

    private static List<AnalogySection> Reference(WordVectors vectors, string[] lines, int count, AnalogyMethod method)
    {
        var words = vectors.Words.Take(count).Select(word => word.ToUpperInvariant()).ToArray();
        var units = vectors.Words.Take(count).Select(vectors.Unit).ToArray();
        var sections = new List<AnalogySection>();
        foreach (var line in lines)
        {
            var fields = line.ToUpperInvariant().Split(' ');
            if (fields[0] == ":")
            {
                sections.Add(new AnalogySection(line[2..], 0, 0, 0));
                continue;
            }

            var indices = fields.Select(word => Array.IndexOf(words, word)).ToArray();
            var (best, bestScore) = (-1, 0d);
            for (var i = 0; i < count && indices.Min() >= 0; i++)
            {
                double Cosine(int word) => units[indices[word]].Zip(units[i], (x, y) => x * y).Sum();
                var score = method == AnalogyMethod.ThreeCosAdd
                    ? Cosine(1) - Cosine(0) + Cosine(2)
                    : (1 + Cosine(1)) / 2 * ((1 + Cosine(2)) / 2) / (((1 + Cosine(0)) / 2) + .000001);
                if (score > bestScore && i != indices[0] && i != indices[1] && i != indices[2])
                {
                    (best, bestScore) = (i, score);
                }
            }

            var last = sections[^1];
            sections[^1] = last with
            {
                Correct = last.Correct + (best >= 0 && words[best] == fields[3] ? 1 : 0),
                Seen = last.Seen + (indices.Min() >= 0 ? 1 : 0),
                Total = last.Total + 1,
            };
        }

        return sections;
    }

    private static AnalogyScore Sum(IEnumerable<AnalogySection> sections)
    {
        var list = sections.ToList();
        return new AnalogyScore(list.Sum(section => section.Correct), list.Sum(section => section.Seen), list.Sum(section => section.Total));
    }
}
