// Made of 01-tokens.ipynb by 'dotnet run --project build/Notebooks -- --apps': change the notebook, not this file.
#:property PublishAot=false
#:project ../src/MLSeq.Interactive/MLSeq.Interactive.csproj
#:property UsesMicrosoftML=true

using MLSeq.Documentation;
using MLSeq.Interactive;
using MLSeq.Interactive.Charts;
using MLSeq.Interactive.Texts;
using MLSeq.Text;
using Microsoft.ML;
using Microsoft.ML.Data;

// The page with the pictures lies where the app was started; files are named from where the app lies.
var notebook = new ConsoleNotebook("01-tokens.html");
Directory.SetCurrentDirectory((string)AppContext.GetData("EntryPointFileDirectoryPath")!);
ShownValue display(object value) => notebook.Show(value);

// # 1. Tokens, vocabularies, one-hot
//
// A network reads numbers. This notebook goes from text to numbers and shows what can go wrong on the way: how a text
// is cut into tokens, which tokens get a number, and what becomes of those that do not.

var text = "Don't panic: the Ångström-sized 山 cost €3.50 😀!";
var tokenizers = new (string Name, Tokenizer Tokenizer)[]
{
    ("words", Tokenizers.Words()),
    ("white space", Tokenizers.Whitespace()),
    ("pattern [a-z]+", Tokenizers.Pattern("[a-z]+", TextNormalization.LowerCase)),
    ("characters", Tokenizers.Characters()),
};
display(new TextTable(text, ["tokenizer", "tokens"], tokenizers.Select(t => (IReadOnlyList<object>)[t.Name, string.Join(" | ", t.Tokenizer.Tokenize(text))])));

// Words follow Unicode's rules: a Han character is a word for itself, a number keeps its point, an emoji stays whole.
// White space alone leaves punctuation at the words, so that "panic" and "panic:" are strangers. A pattern finds what
// it says and drops the rest without a word.
//
// Normalization decides what counts as the same token. `Words` lower-case unless they are told otherwise:

display(new TextTable("Ångström, CAFÉ, 2026", ["normalization", "tokens"],
    new[] { TextNormalization.None, TextNormalization.LowerCase, TextNormalization.LowerCase | TextNormalization.RemoveDiacritics }
        .Select(n => (IReadOnlyList<object>)[n.ToString(), string.Join(" | ", Tokenizers.Words(n).Tokenize("Ångström, CAFÉ, 2026"))])));

// ## Vocabularies
//
// A vocabulary numbers the tokens of the texts that it is built from, the most frequent first. Number 0 is the unknown
// token: what is too rare, or was never seen, becomes it. The texts here are the summaries in the documentation of
// .NET's own APIs, which comes with every SDK. They have the famous shape of all texts: on axes that grow by factors,
// the counts of words by rank lie on a line that is nearly straight (Zipf's law). Few words make up most of a text, and
// most words are rare.

var corpus = NamespaceCorpus.Read(ReferencePacks.Documentation()).Parts;
string[] seen = [.. corpus.Train.SelectMany(row => tokenizers[0].Tokenizer.Tokenize(row.Text))];
string[] unseen = [.. corpus.Test.SelectMany(row => tokenizers[0].Tokenizer.Tokenize(row.Text))];
var all = Vocabulary.Build(seen);
Console.WriteLine($"{seen.Length:N0} tokens, {all.Count - 1:N0} different ones; {all.Skip(1).Index().Count(token => all.GetCount(token.Index + 1) == 1):N0} occur once");
int[] ranks = [.. Enumerable.Range(0, 80).Select(i => (int)Math.Pow(1.15, i)).Distinct().Where(rank => rank < all.Count)];
display(new LineChart("How often words occur, by rank", new ChartSeries("count", [.. ranks.Select(rank => ((double)rank, (double)all.GetCount(rank)))])) { IsLogarithmic = true, HasLogarithmicHorizontalAxis = true, HorizontalAxis = "rank", VerticalAxis = "count" });

// What a limit costs is the share of a text that becomes unknown. In texts that the vocabulary was not built from it is
// higher, and it does not come down to nothing however many words are kept: there are always new ones.

ChartSeries Unknown(string name, string[] tokens) => new(name, [.. new[] { 100, 300, 1_000, 3_000, 10_000, all.Count - 1 }.Select(size =>
{
    var vocabulary = Vocabulary.Build(seen, new() { MaxSize = size });
    return ((double)size, (double)tokens.Count(token => vocabulary.GetId(token) == Vocabulary.UnknownId) / tokens.Length);
})]);

display(new LineChart("The share of unknown tokens, by the size of the vocabulary", Unknown("the texts that it is built from", seen), Unknown("other texts", unseen)) { HasLogarithmicHorizontalAxis = true, HorizontalAxis = "words kept", VerticalAxis = "share" });

// ## One-hot rows
//
// A number is a name, not a quantity: token 7 is not more than token 3. One-hot rows say so: as many places as there
// are tokens, one of them 1. Any two tokens are then equally far apart, which is honest and useless; that is what word
// vectors are for, in the next notebook.

var small = Vocabulary.FromTokens(["the", "old", "man", "boats"]);
string[] sentence = ["the", "old", "man", "the", "ships"];
int[] ids = [.. sentence.Select(small.GetId)];
var rows = OneHot.Encode(ids, small.Count);
display(new HeatMap("One-hot rows", sentence, [.. small], [.. Enumerable.Range(0, ids.Length).Select(t => (IReadOnlyList<double>)[.. rows.Skip(t * small.Count).Take(small.Count).Select(v => (double)v)])]) { RowsAre = "tokens", ColumnsAre = "entries", Format = "0" });

// "ships" is not in the vocabulary, so it lands in the first place, the unknown token's.
//
// ## Byte pairs
//
// There is a way between words and characters: begin with characters, and join the most frequent pair of neighbours
// again and again. Frequent words end up whole, rare ones in pieces, and hardly anything is unknown.

var pairs = Tokenizers.BytePairs(1000, TextNormalization.LowerCase).Train(corpus.Train.Take(2000).Select(row => row.Text));
display(new TextTable("1,000 byte pairs, learned from 2,000 texts", ["text", "pieces"],
    new[] { "vectors", "vectorization", "the translator translates", "xylophone" }.Select(t => (IReadOnlyList<object>)[t, string.Join(" | ", pairs.Tokenize(t))])));

// In an ML.NET pipeline these are two stages, `TokenizeSequence` and `MapTokensToIds`. The numbers are ML.NET's own
// keys, so that stock transforms read them:

var ml = new MLContext(seed: 1);
var data = ml.Data.LoadFromEnumerable(new[] { new { Text = "The old man the boats." }, new { Text = "Boats float." } });
var pipeline = ml.Transforms.Text.TokenizeSequence("Tokens", "Text", Tokenizers.Words())
    .Append(ml.Transforms.Text.MapTokensToIds("Ids", "Tokens"));
var model = pipeline.Fit(data);
display(PipelineView.Of(model, data.Schema));

display(string.Join('\n', model.Transform(data).GetColumn<uint[]>("Ids").Select(row => string.Join(' ', row))));

notebook.Save();
