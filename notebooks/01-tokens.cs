// Made of 01-tokens.ipynb by 'dotnet run --project build/Notebooks -- --apps': change the notebook, not this file.
#:property PublishAot=false
#:project ../src/MLSeq.Interactive/MLSeq.Interactive.csproj
#:property UsesMicrosoftML=true

using System.IO;
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
// token: what is too rare, or was never seen, becomes it. Here is a text with the famous shape of all texts: few words
// make up most of it, and most words are rare.

var words = Tokenizers.Words();
var chapter = File.ReadAllText("../README.md");
var tokens = words.Tokenize(chapter);
var all = Vocabulary.Build(tokens);
var counts = all.Skip(1).Select((token, i) => ((double)i + 1, (double)all.GetCount(i + 1))).ToList();
display(new LineChart("How often the words of this project's README occur, by rank", new ChartSeries("count", counts)) { IsLogarithmic = true, HorizontalAxis = "rank", VerticalAxis = "count" });

// What a limit costs is the share of the text that becomes unknown:

display(new TextTable("Vocabularies of the README", ["kept", "entries", "unknown tokens"],
    new (string Name, VocabularyOptions Options)[] { ("all", new()), ("twice or more", new() { MinCount = 2 }), ("five times or more", new() { MinCount = 5 }), ("the 100 most frequent", new() { MaxSize = 100 }) }
        .Select(kept =>
        {
            var vocabulary = Vocabulary.Build(tokens, kept.Options);
            return (IReadOnlyList<object>)[kept.Name, vocabulary.Count, (double)tokens.Count(token => vocabulary.GetId(token) == Vocabulary.UnknownId) / tokens.Count];
        })));

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

var pairs = Tokenizers.BytePairs(400, TextNormalization.LowerCase).Train(chapter.Split('\n'));
display(new TextTable("Byte pairs learned from the README", ["text", "pieces"],
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
