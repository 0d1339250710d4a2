using MLSeq.Text;

namespace MLSeq.Embeddings.Evaluation;

/// <summary>
/// Analogies in sections, as in word2vec's <c>questions-words.txt</c>: a line of four words for each question, before them
/// a line with a colon and the section's name.
/// </summary>
public sealed class AnalogyQuestions
{
    private const int SemanticSections = 5;

    private readonly List<(string Name, List<AnalogyQuestion> Questions)> _sections;

    private AnalogyQuestions(List<(string Name, List<AnalogyQuestion> Questions)> sections) => _sections = sections;

    /// <summary>The number of questions.</summary>
    public int Count => _sections.Sum(section => section.Questions.Count);

    /// <summary>Reads a file; blank lines are skipped.</summary>
    /// <param name="path">The file, UTF-8; <c>.gz</c> is decompressed.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A line holds neither four words nor a section, or there is no question; names the file and line.</exception>
    public static AnalogyQuestions Load(string path)
    {
        var sections = new List<(string Name, List<AnalogyQuestion> Questions)>();
        var number = 0;
        foreach (var line in TextFile.ReadLines(path))
        {
            number++;
            if (line.StartsWith(':'))
            {
                sections.Add((line[1..].Trim(), []));
                continue;
            }

            var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length is not 0 and not 4)
            {
                throw new InvalidDataException(
                    $"'{path}', line {number}: found {words.Length} words; expected four, or a colon and the name of a section.");
            }

            if (words.Length == 4)
            {
                if (sections.Count == 0)
                {
                    sections.Add((string.Empty, []));
                }

                sections[^1].Questions.Add(new AnalogyQuestion(Fold(words[0]), Fold(words[1]), Fold(words[2]), Fold(words[3])));
            }
        }

        return sections.Any(section => section.Questions.Count > 0)
            ? new AnalogyQuestions(sections)
            : throw new InvalidDataException($"'{path}': found no questions in {number} lines; expected lines of four words.");
    }

    /// <summary>
    /// Answers the questions by the rules of word2vec's compute-accuracy, with the same figures but where two scores differ
    /// in their last bits only: a question counts if all
    /// its words have a vector; its own first three words are no answers; words are compared with the letters a to z in
    /// upper case, and of words that then are the same the first is meant; no answer has a score of zero or less.
    /// </summary>
    /// <param name="vectors">The vectors. Those of subwords are not used.</param>
    /// <param name="restrict">Only the first so many words are looked at, for the questions and the answers; null or 0: all.</param>
    /// <param name="method">How answers are chosen. compute-accuracy's is <see cref="AnalogyMethod.ThreeCosAdd"/>.</param>
    /// <param name="cancellationToken">Stops it soon.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public AnalogyReport Evaluate(
        WordVectors vectors, int? restrict = null, AnalogyMethod method = AnalogyMethod.ThreeCosAdd, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        ArgumentOutOfRangeException.ThrowIfNegative(restrict ?? 0, nameof(restrict));
        var count = restrict is null or 0 ? vectors.Count : Math.Min(restrict.Value, vectors.Count);
        var folded = vectors.Words.Take(count).Select(Fold).ToArray();
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            first.TryAdd(folded[i], i);
        }

        var seen = _sections.Select(section => section.Questions.Where(
            question => first.ContainsKey(question.A) && first.ContainsKey(question.B)
                && first.ContainsKey(question.C) && first.ContainsKey(question.D)).ToArray()).ToArray();
        var asked = seen.SelectMany(questions => questions).ToArray();
        var answers = AnalogyAnswers.Find(
            vectors, count, [.. asked.Select(question => (first[question.A], first[question.B], first[question.C]))], method, cancellationToken);

        var sections = new List<AnalogySection>();
        var next = 0;
        for (var i = 0; i < seen.Length; i++)
        {
            var correct = 0;
            foreach (var question in seen[i])
            {
                var answer = answers[next++];
                correct += answer >= 0 && folded[answer] == question.D ? 1 : 0;
            }

            sections.Add(new AnalogySection(_sections[i].Name, correct, seen[i].Length, _sections[i].Questions.Count));
        }

        // Questions before the first section are semantic, too, but are no section to compute-accuracy.
        var semantic = SemanticSections + (sections[0].Name.Length == 0 ? 1 : 0);
        return new AnalogyReport(
            sections,
            AnalogyScore.Sum(sections.Take(semantic)),
            AnalogyScore.Sum(sections.Skip(semantic)),
            AnalogyScore.Sum(sections));
    }

    /// <summary>The letters a to z in upper case, all others as they are.</summary>
    private static string Fold(string word) =>
        string.Create(word.Length, word, (letters, source) =>
        {
            for (var i = 0; i < letters.Length; i++)
            {
                letters[i] = char.IsAsciiLetterLower(source[i]) ? (char)(source[i] - 'a' + 'A') : source[i];
            }
        });
}
