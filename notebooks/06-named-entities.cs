// Made of 06-named-entities.ipynb by 'dotnet run --project build/Notebooks -- --apps': change the notebook, not this file.
#:property PublishAot=false
#:project ../src/MLSeq.Interactive/MLSeq.Interactive.csproj
#:property UsesMicrosoftML=true

using System.Diagnostics;
using System.IO;
using MLSeq;
using MLSeq.Decoding.Entities;
using MLSeq.Interactive;
using MLSeq.Interactive.Charts;
using MLSeq.Interactive.Texts;
using MLSeq.Networks;
using MLSeq.Text;
using Microsoft.ML;
using Microsoft.ML.Data;

// The page with the pictures lies where the app was started; files are named from where the app lies.
var notebook = new ConsoleNotebook("06-named-entities.html");
Directory.SetCurrentDirectory((string)AppContext.GetData("EntryPointFileDirectoryPath")!);
ShownValue display(object value) => notebook.Show(value);

// # 6. Named entities, with a conditional random field
//
// Which words of a sentence name a person, a place, an organization? A tagger answers for each word. But the answers
// belong together: the middle of a name cannot come without its beginning. This notebook trains a network that judges
// each word for itself, then one that scores the tags of a sentence together (a conditional random field), and then one
// that also looks at how words are spelled.

// ## The data
//
// WikiANN (Pan et al., 2017): sentences and titles of English Wikipedia whose links were turned into entities by
// machine, so that some of its labels are wrong. The files `tagging/wikiann-en.train.gz` and `wikiann-en.dev.gz` are
// looked for in the folder that the environment variable `MLSEQ_DATA` names (or in `data`). They are the files `train`
// and `dev` of the English part, a token TAB tag a line, each token with `en:` before it;
// [davidsbatista/NER-datasets](https://github.com/davidsbatista/NER-datasets) on GitHub says where each set comes from
// (CC BY 4.0).

var data = Environment.GetEnvironmentVariable("MLSEQ_DATA") ?? "data";
List<Sentence> ReadSentences(string part, int count) =>
[
    .. ConllReader.Read(Path.Combine(data, $"tagging/wikiann-en.{part}.gz"), new() { TokenPrefix = "en:" }).Take(count)
        .Select(sentence => new Sentence { Tokens = [.. sentence.Tokens], Tags = [.. sentence.Tags] }),
];
var (train, test) = (ReadSentences("train", 10_000), ReadSentences("dev", 3_000));

string[] names = [.. test.SelectMany(sentence => sentence.Tokens.Zip(sentence.Tags).Where(pair => pair.Second != "O").Select(pair => pair.First))];
var known = train.SelectMany(sentence => sentence.Tokens).ToHashSet();
Console.WriteLine($"{train.Count:N0} sentences to learn from, {test.Count:N0} to test on; {(double)names.Count(name => !known.Contains(name)) / names.Length:P0} of the words of the test's entities are in no training sentence");
TaggedText Show(IEnumerable<(string[] Tokens, string[] Tags)> sentences) =>
    new([.. sentences.Select(sentence => ((IReadOnlyList<string>)sentence.Tokens, (IReadOnlyList<string>)sentence.Tags))]) { Kinds = ["PER", "LOC", "ORG"] };
display(Show(test.Skip(16).Take(6).Select(sentence => (sentence.Tokens, sentence.Tags))));

// The tags say it word by word, in the scheme BIO: `B-PER` begins a person, `I-PER` goes on with it, `O` is outside of
// all. So two neighbouring entities stay apart, and a tag sequence such as `O I-PER` has no meaning:

var example = test.First(sentence => sentence.Tokens.Length is > 5 and < 12 && EntityTags.Find(sentence.Tags) is { Count: 2 });
display(new TextTable("A sentence as it is tagged", example.Tokens, [example.Tags]));

// ## Each word for itself
//
// The network is an embedding and a bidirectional LSTM, whose state at a word has seen the whole sentence. A softmax
// makes of it the probability of each tag, at each word for itself:
//
// $$p(y_t \mid x) = \operatorname{softmax}(V h_t + a)$$
//
// An entity counts as found if its type, its first and its last word are right: the F1 of the script conlleval, which
// published results use. Tags that make no sense are read as kindly as conlleval does.

var ml = new MLContext(seed: 1);
var (trainRows, testRows) = (ml.Data.LoadFromEnumerable(train), ml.Data.LoadFromEnumerable(test));
Tagged Fit(string name, SequenceTaggerOptions options)
{
    (options.HiddenSize, options.Dropout, options.LearningRate, options.Epochs, options.Seed) = (64, 0.3f, 3e-3f, 4, 1);
    var watch = Stopwatch.StartNew();
    var model = ml.Transforms.Text.MapTokensToIds("Ids", "Tokens", new VocabularyOptions { MinCount = 2 })
        .Append(ml.Transforms.Conversion.MapValueToKey("TagKeys", "Tags"))
        .Append(ml.Sequences().Trainers.Tagger("TagKeys", "Ids", options))
        .Fit(trainRows);
    var seconds = watch.Elapsed.TotalSeconds;
    var found = Find(model, testRows);
    var scores = new EntityScores();
    foreach (var (sentence, tags) in test.Zip(found))
    {
        scores.Add(sentence.Tags, tags);
    }

    return new(name, model, found, scores, seconds);
}

List<string[]> Find(TransformerChain<SequenceTaggingTransformer> model, IDataView rows) =>
    [.. model.Transform(rows).GetColumn<uint[]>("PredictedLabel").Select(keys => (string[])[.. keys.Select(key => model.LastTransformer.Tags[(int)key - 1])])];

TextTable Compare(params Tagged[] taggers) => new("On the test sentences", ["tagger", "precision", "recall", "F1", "seconds"],
    taggers.Select(tagger => (IReadOnlyList<object>)[tagger.Name, tagger.Scores.Overall.Precision, tagger.Scores.Overall.Recall, tagger.Scores.Overall.F1, tagger.Seconds])) { BarColumn = 3 };

var alone = Fit("softmax", new());
int Senseless(Tagged tagger) => tagger.Found.Count(tags => EntityTags.Repair((string[])tags.Clone(), TagScheme.Bio) > 0);
Console.WriteLine($"{Senseless(alone)} of {test.Count:N0} sentences are tagged against the scheme, such as:");
display(Show(test.Zip(alone.Found, (sentence, tags) => (sentence.Tokens, Tags: tags)).Where(sentence => sentence.Tags.Length < 12 && EntityTags.Repair((string[])sentence.Tags.Clone(), TagScheme.Bio) > 0).Take(5)));

// Each word's answer is likely by itself, but nobody asked whether they fit together: entities break in the middle, and
// change their type half-way.
//
// ## All tags together
//
// A conditional random field scores whole sequences of tags. To the emissions, what the network says of each word, it
// adds what it has learned of tags that follow each other, a matrix of transitions $A$:
//
// $$\operatorname{score}(x, y) = \sum_t \big(A_{y_{t-1}, y_t} + (V h_t + a)_{y_t}\big), \qquad p(y \mid x) = \frac{e^{\operatorname{score}(x, y)}}{\sum_{y'} e^{\operatorname{score}(x, y')}}$$
//
// The sum in the denominator has $K^T$ terms. Because a score only looks at neighbours, it is taken step by step, in $T
// K^2$ (the forward algorithm); training maximizes $\log p$ of the right tags, and the best sequence is found in the
// same way with a maximum for the sum (Viterbi). Transitions that the scheme forbids get no score at all:

var together = Fit("softmax, then a conditional random field", new() { Crf = true, Scheme = TagScheme.Bio });
Console.WriteLine($"{Senseless(together)} of {test.Count:N0} sentences are tagged against the scheme");
display(Compare(alone, together));

// The same words, the same network, a few dozen more weights, and several points of F1, nearly all of it precision:
// broken entities are gone. These weights can be looked at. Here is what the transitions alone would make of the next
// tag, each row a softmax:

var tagNames = together.Model.LastTransformer.Tags;
var weights = together.Model.LastTransformer.Model.Network.Parameters;
double[] Softmax(IEnumerable<float> scores) => scores.Select(score => Math.Exp(score)).ToArray() is var powers ? [.. powers.Select(power => power / powers.Sum())] : [];
var transitions = weights.Single(parameter => parameter.Name.EndsWith("transitions", StringComparison.Ordinal)).Values.ToArray();
var starts = weights.Single(parameter => parameter.Name.EndsWith("start", StringComparison.Ordinal)).Values.ToArray();
display(new HeatMap("What the transitions have learned", ["(start)", .. tagNames], tagNames, [Softmax(starts), .. transitions.Chunk(tagNames.Count).Select(row => Softmax(row))]) { RowsAre = "a tag", ColumnsAre = "the next one" });

// The empty cells are what the scheme forbids: no `I-` without its `B-`. In the others a name's beginning prefers its
// own continuation. The preferences are mild, since the emissions know the words; but one mild word against an entity
// that breaks in the middle is enough.
//
// ## Words that were never seen
//
// Nearly a third of the words of the test's entities are in no training sentence. To an embedding they are all the
// same, the unknown word. But their spelling tells a lot: capitals, digits, endings such as *-ville* or *-son*. A small
// convolution over each word's characters makes a vector of them, which is put behind the word's own (Ma and Hovy,
// 2016).

var spelled = Fit("and characters", new() { Crf = true, Scheme = TagScheme.Bio, Characters = CharacterFeatures.Cnn });
display(Compare(alone, together, spelled));

// Of the entities whose words are all known, or partly, or not at all: the share that is found.
string Kind(Sentence sentence, Entity entity) => sentence.Tokens[entity.Start..entity.End].Count(known.Contains) is var seen && seen == entity.End - entity.Start ? "all words known" : seen > 0 ? "some known" : "none known";
var there = test.SelectMany((sentence, i) => EntityTags.Find(sentence.Tags).Select(entity => (Row: i, Entity: entity, Kind: Kind(sentence, entity)))).ToList();
double Recall(Tagged tagger, IEnumerable<(int Row, Entity Entity, string Kind)> entities) => entities.Average(one => EntityTags.Find(tagger.Found[one.Row]).Contains(one.Entity) ? 1 : 0d);
display(new TextTable("Recall, by whether the words of an entity were seen in training", ["entities", "how many", "softmax", "random field", "and characters"],
    there.GroupBy(one => one.Kind).OrderBy(group => group.Key.Split(' ')[0] switch { "all" => 0, "some" => 1, _ => 2 }).Select(group => (IReadOnlyList<object>)[group.Key, group.Count(), Recall(alone, group), Recall(together, group), Recall(spelled, group)])));

// Where all words are unknown, the random field alone does no better than the softmax: its emissions have nothing to
// say. The characters find about a third more of those entities than it does, and more of the others, too.
//
// ## What it finds
//
// New sentences, none of them from the data:

string[] texts =
[
    "Ada Lovelace wrote to Charles Babbage in London .", "She was born in Zwickau and studied at the University of Leipzig .",
    "The Mississippi Department of Transportation moved to Jackson , Mississippi .", "He played for Real Madrid and FC Bayern Munich .",
];
var own = texts.Select(text => new Sentence { Tokens = text.Split(' '), Tags = [.. text.Split(' ').Select(_ => "O")] }).ToList();
display(Show(own.Zip(Find(spelled.Model, ml.Data.LoadFromEnumerable(own)), (sentence, found) => (sentence.Tokens, found))));

// By type, organizations are the hardest: their names are made of ordinary words and of the names of places.

display(new TextTable("F1 by type", ["type", "entities", "softmax", "random field", "and characters"],
    spelled.Scores.ByType.Select(type => (IReadOnlyList<object>)[type.Key, (int)type.Value.Actual, alone.Scores.ByType[type.Key].F1, together.Scores.ByType[type.Key].F1, type.Value.F1])));

// Entities that there are, by the type of an entity that overlaps them in what was found.
IEnumerable<(string, string)> Confusions() => there.Select(one => (one.Entity.Type,
    EntityTags.Find(spelled.Found[one.Row]).Where(found => found.Start < one.Entity.End && found.End > one.Entity.Start).Select(found => found.Type).FirstOrDefault("nothing")));
display(HeatMap.OfConfusion(Confusions()));

// Where a place is taken for an organization or the other way round, people would often disagree, too, and so does the
// data: it was labelled by machine. With all 20,000 sentences, word vectors and more epochs the same network is better
// still: `mlseq tag train --format conll --token-prefix en: --train wikiann-en.train.gz --valid wikiann-en.dev.gz --crf
// --characters cnn` does that from the shell.

notebook.Save();

class Sentence
{
    public string[] Tokens { get; set; } = [];
    public string[] Tags { get; set; } = [];
}

record Tagged(string Name, TransformerChain<SequenceTaggingTransformer> Model, IReadOnlyList<string[]> Found, EntityScores Scores, double Seconds);
