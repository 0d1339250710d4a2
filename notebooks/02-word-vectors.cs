// Made of 02-word-vectors.ipynb by 'dotnet run --project build/Notebooks -- --apps': change the notebook, not this file.
#:property PublishAot=false
#:project ../src/MLSeq.Interactive/MLSeq.Interactive.csproj
#:property UsesMicrosoftML=true

using System.IO;
using MLSeq.Embeddings;
using MLSeq.Embeddings.Corpora;
using MLSeq.Embeddings.Debiasing;
using MLSeq.Embeddings.Evaluation;
using MLSeq.Embeddings.Projection;
using MLSeq.Embeddings.Training;
using MLSeq.Interactive;
using MLSeq.Interactive.Charts;
using MLSeq.Interactive.Texts;

// The page with the pictures lies where the app was started; files are named from where the app lies.
var notebook = new ConsoleNotebook("02-word-vectors.html");
Directory.SetCurrentDirectory((string)AppContext.GetData("EntryPointFileDirectoryPath")!);
ShownValue display(object value) => notebook.Show(value);

// # 2. Word vectors
//
// One-hot rows know nothing of meaning: any two words are equally far apart. Word vectors are learned from the company
// that words keep: words that occur among the same words get similar vectors. This notebook trains vectors on 17
// million words of Wikipedia in a quarter of a minute, tests them on analogies, draws them, and then looks at something
// that they learn without being asked: the prejudices of their text, how much of them can be taken out, and what stays.

// ## The data
//
// The folder that the environment variable `MLSEQ_DATA` names holds these files; another text does as well, an article
// or sentence a line.
//
// | file | what | from |
// |---|---|---|
// | `corpora/wiki-text8like.txt.gz` | the beginnings of articles of the English Wikipedia, the letters a to z and spaces only | [Wikipedia](https://dumps.wikimedia.org), CC BY-SA 3.0; [text8](https://mattmahoney.net/dc/textdata.html) is made likewise |
// | `word-vectors/questions-words.txt` | 19,544 analogies | [word2vec](https://github.com/tmikolov/word2vec), Apache 2.0 |
// | `word-vectors/EN-WS-353-ALL.txt` | 353 pairs of words and how similar people find them | [eval-word-vectors](https://github.com/mfaruqui/eval-word-vectors) |
//
// The corpus is read once; the 30,000 most frequent words get a vector, all others are left out.

var data = Environment.GetEnvironmentVariable("MLSEQ_DATA") ?? "data";
var corpus = WordCorpus.Read(Path.Combine(data, "corpora/wiki-text8like.txt.gz"), new() { MaxWords = 30_000 });
display($"{corpus.TokenCount:N0} of {corpus.TotalTokens:N0} words are among the {corpus.Words.Count:N0} that get a vector");

// ## Training
//
// Skip-gram with negative sampling: for each word $w$ and each word $c$ of its surroundings, the vector $v_w$ is moved
// so that it tells $c$ apart from $k$ words $n_i$ that are drawn at random. What is made large is
//
// $$\log \sigma(u_c \cdot v_w) + \sum_{i=1}^{k} \log \sigma(-u_{n_i} \cdot v_w)$$
//
// There are two vectors for each word, $v$ for the word itself and $u$ for it as part of the surroundings; $v$ is kept.
// Two passes over the text with all cores; what comes out is shown with its first words.

var vectors = new Word2VecTrainer(new() { Dimensions = 100, Window = 5, Negatives = 5, Epochs = 2 }).Fit(corpus);
display(vectors);

// Similar is what has a small angle: the cosine of two vectors is near 1. Nobody told the network what a country or an
// instrument is.

string[] asked = ["france", "violin", "physics", "monday", "seven", "beautiful", "running"];
display(new TextTable("The nearest words", ["word", "nearest, the nearest first"],
    asked.Select(word => (IReadOnlyList<object>)[word, string.Join(", ", vectors.MostSimilar(word, 7).Select(near => near.Word))])));

// Do people agree? WordSim-353 has their judgement of 353 pairs of words, which is compared with the cosines by rank: 1
// would be the same order, 0 no relation.

var judged = SimilarityPairs.Load(Path.Combine(data, "word-vectors/EN-WS-353-ALL.txt")).Evaluate(vectors);
display($"rank correlation {judged.Spearman:F3} over {judged.PairsFound} of {judged.Pairs} pairs");

// ## Analogies
//
// Directions mean something, too. What leads from *man* to *king* should lead from *woman* to *queen*; so the answer to
// "a is to b as c is to ...?" is the word nearest to
//
// $$v_b - v_a + v_c$$
//
// other than a, b and c themselves. After two passes the queen herself may be missing, and one of history stands there
// instead.

(string A, string B, string C)[] questions = [("man", "king", "woman"), ("paris", "france", "berlin"), ("big", "bigger", "small"), ("car", "cars", "child"), ("go", "went", "begin"), ("germany", "german", "spain")];
display(new TextTable("a is to b as c is to ...", ["a", "b", "c", "best three answers"],
    questions.Select(q => (IReadOnlyList<object>)[q.A, q.B, q.C, string.Join(", ", vectors.Analogy(q.A, q.B, q.C, 3).Select(answer => answer.Word))])));

// Single examples flatter. Of all 19,544 questions those count whose four words have a vector, and only the very best
// answer is right:

var analogies = AnalogyQuestions.Load(Path.Combine(data, "word-vectors/questions-words.txt"));
var report = analogies.Evaluate(vectors);
display(new TextTable($"Analogies, {report.Total.Correct:N0} of {report.Total.Seen:N0} right: {report.Total.Accuracy:P1}", ["section", "right", "questions"],
    report.Sections.Where(section => section.Seen > 0).Select(section => (IReadOnlyList<object>)[section.Name, section.Accuracy, section.Seen])) { BarColumn = 1 });

// Families, comparatives and nationalities are easy, currencies and cities are not: they are rare in the text, and rare
// words are learned last. More passes help: four of them come to 35.6 % of the questions among the first 30,000 words,
// and CBOW with a wider window to 42.1 % (the table "Measured" of the project's README).
//
// ## A picture
//
// A hundred dimensions do not fit on a page. t-SNE lays words out in two so that neighbours stay neighbours; groups are
// what it shows, while how far apart two groups are means little.

string[] centres = ["france", "violin", "physics", "football", "monday", "bread"];
var words = centres.SelectMany(centre => vectors.MostSimilar(centre, 30).Select(near => (Word: near.Word, Group: centre)).Prepend((Word: centre, Group: centre))).DistinctBy(w => w.Word).ToList();
var layout = new TSne(new() { Perplexity = 60, Seed = 1 }).Fit(words.SelectMany(w => (vectors[w.Word] / vectors[w.Word].Norm).ToArray()).ToArray(), vectors.Dimensions);
display(new PlotView(new ScatterPlot([.. words.Select(w => w.Word)], layout.Points, [.. words.Select(w => w.Group)], new() { Title = "The neighbours of six words", Width = 640, Height = 440 })));

// ## A bias, and what can be done about it
//
// Vectors learn what their text says, also where it says that nurses are women. The gender direction $g$ is what the
// differences of pairs like *he* and *she* have in common, their first principal component (Bolukbasi and others,
// 2016). The cosine of an occupation and $g$ should be near 0; above 0 the text has it nearer to *he*, below 0 nearer
// to *she*.

(string First, string Second)[] pairs = [("he", "she"), ("his", "her"), ("man", "woman"), ("son", "daughter"), ("father", "mother"), ("king", "queen"), ("brother", "sister"), ("boy", "girl"), ("himself", "herself")];
string[] occupations = ["nurse", "dancer", "singer", "teacher", "librarian", "secretary", "designer", "writer", "artist", "cook", "doctor", "professor", "surgeon", "lawyer", "judge", "captain", "engineer", "architect", "scientist", "mathematician", "philosopher", "politician", "programmer", "mechanic"];
var direction = BiasDirection.FromPairs(vectors, pairs);
Console.WriteLine($"{direction.ExplainedVariance:P0} of the pairs' differences lie in this one direction");

// Across: the cosine with the direction. Up: how often a word occurs.
PlotView Map(string title, WordVectors of)
{
    var counts = vectors.Words.Zip(vectors.Counts!).ToDictionary(entry => entry.First, entry => entry.Second);
    var drawn = occupations.Select(word => (Word: word, Group: "occupation")).Concat(pairs.SelectMany(pair => new[] { (Word: pair.First, Group: "he"), (Word: pair.Second, Group: "she") })).ToList();
    var points = drawn.SelectMany(entry => new[] { 8 * (float)direction.Project(of, entry.Word), MathF.Log10(counts[entry.Word]) }).ToArray();
    return new(new ScatterPlot([.. drawn.Select(entry => entry.Word)], points, [.. drawn.Select(entry => entry.Group)], new() { Title = title, Subtitle = "left: nearer to she, right: nearer to he; up: more frequent", Width = 900, Height = 520 }));
}

display(Map("Before", vectors));

// Hard debiasing takes the direction out of words that should be neutral, $w \leftarrow w - (w \cdot g)\,g$ brought to
// length 1 (*neutralize*), and moves the words of each pair so that they differ in nothing but the direction
// (*equalize*): then every neutral word is as near to one as to the other.

var neutral = Debiaser.Equalize(Debiaser.Neutralize(vectors, direction, occupations), direction, pairs);
display(Map("After", neutral));

// In numbers: the mean of the cosines' sizes ("direct bias"), how differently far the occupations are from the words of
// each pair, and whether the vectors still know what they knew.

var change = DebiasReport.Compare(vectors, neutral, direction, occupations, pairs);
display(new TextTable("What debiasing changes", ["of the occupations", "before", "after"],
    change.Gaps.Take(4).Select(gap => gap with { Name = $"difference of the cosines with {gap.Name}" }).Prepend(change.DirectBias)
        .Append(new("analogies right", report.Total.Accuracy, analogies.Evaluate(neutral).Total.Accuracy))
        .Select(row => (IReadOnlyList<object>)[row.Name, row.Before, row.After])));
display(new TextTable("he is to ... as she is to ...", ["he", "she, before", "she, after"],
    new[] { "doctor", "programmer", "captain", "scientist" }.Select(word => (IReadOnlyList<object>)
        [word, string.Join(", ", vectors.Analogy("he", word, "she", 3).Select(w => w.Word)), string.Join(", ", neutral.Analogy("he", word, "she", 3).Select(w => w.Word))])));

// ### What it does not do
//
// It hides the bias more than it removes it (Gonen and Goldberg, 2019). Below, the direction is taken out of *every*
// word but those of the pairs. Of the 10,000 most frequent words the 400 that were nearest to *he* and the 400 nearest
// to *she* before are set apart, and each is asked for its ten nearest among these 800. If the bias were gone, half of
// them would be of its own group.

var blind = Debiaser.NeutralizeAllBut(vectors, direction, pairs.SelectMany(pair => new[] { pair.First, pair.Second }));
var ranked = vectors.Words.Take(10_000).Except(pairs.SelectMany(pair => new[] { pair.First, pair.Second })).OrderBy(word => direction.Project(vectors, word)).ToList();
var (hers, his) = (ranked.Take(400).ToHashSet(), ranked.TakeLast(400).ToHashSet());

double SameGroup(WordVectors of)
{
    var few = new WordVectors([.. hers, .. his], of.Dimensions, hers.Concat(his).SelectMany(word => of[word].ToArray()).ToArray());
    return few.Words.Average(word => few.MostSimilar(word, 10).Average(near => hers.Contains(near.Word) == hers.Contains(word) ? 1.0 : 0));
}

display(new TextTable("Of a word's ten nearest, the share of its own group", ["vectors", "share"], [["before", SameGroup(vectors)], ["with the direction taken out of every word", SameGroup(blind)], ["if there were no bias", 0.5]]) { BarColumn = 1 });

// The cosine with the direction is 0 for all of them now, and yet words that the text has near *she* still keep company
// with one another: they are similar in many other directions as well. Who uses such vectors to decide about people has
// not solved the problem by a projection.

notebook.Save();
