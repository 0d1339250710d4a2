// Made of 07-translation.ipynb by 'dotnet run --project build/Notebooks -- --apps': change the notebook, not this file.
#:property PublishAot=false
#:project ../src/MLSeq.Interactive/MLSeq.Interactive.csproj
#:property UsesMicrosoftML=true

using System.Globalization;
using System.IO;
using MLSeq.Decoding.Beams;
using MLSeq.Decoding.Scores;
using MLSeq.Interactive;
using MLSeq.Interactive.Charts;
using MLSeq.Interactive.Texts;
using MLSeq.Networks;
using MLSeq.Networks.EncoderDecoder;
using MLSeq.Networks.Training;
using MLSeq.Text;
using MLSeq.Translation;

// The page with the pictures lies where the app was started; files are named from where the app lies.
var notebook = new ConsoleNotebook("07-translation.html");
Directory.SetCurrentDirectory((string)AppContext.GetData("EntryPointFileDirectoryPath")!);
ShownValue display(object value) => notebook.Show(value);

// # 7. Translation: attention, beams, and whose fault an error is
//
// An encoder reads a text, a decoder writes another, word by word, and attention lets it look back at what was read.
// This notebook first trains such a network on dates, where one sees at a glance whether it looks at the right place,
// and then on German and English sentences, where translations have to be searched for, and measured.

// ## The data
//
// The dates are made here. The sentences are of Multi30k (Elliott et al., 2016), captions of photographs in German and
// English, lower-cased and cut into words: the files `translation/multi30k.train.de.gz`, `.train.en.gz`, `.val.de.gz`
// and `.val.en.gz` in the folder that the environment variable `MLSEQ_DATA` names (or in `data`), which are
// `data/task1/tok/train.lc.norm.tok.de` and so on of [multi30k/dataset](https://github.com/multi30k/dataset) on GitHub,
// compressed. For research. So that training takes seconds, only captions of up to ten words are used.

var data = Environment.GetEnvironmentVariable("MLSEQ_DATA") ?? "data";
IEnumerable<string> ReadLines(string part, string language) => TextFile.ReadLines(Path.Combine(data, $"translation/multi30k.{part}.{language}.gz"));
List<TextPair> ReadPairs(string part) =>
[
    .. ReadLines(part, "de").Zip(ReadLines(part, "en"), (german, english) => new TextPair(german.Trim(), english.Trim()))
        .Where(pair => pair.Source.Split(' ').Length <= 10 && pair.Target.Split(' ').Length <= 11),
];
var (train, test) = (ReadPairs("train"), ReadPairs("val")[..200]);
display(new TextTable($"{train.Count:N0} pairs to learn from, {test.Count} to test on, for instance:", ["German", "English"], test.Take(4).Select(pair => (IReadOnlyList<object>)[pair.Source, pair.Target])));

// ## Attention, on dates
//
// People write *3 May 1979*, *5/3/79* or *Thursday, May 3, 1979*; machines want *1979-05-03*. Character by character, a
// network can learn that, if at each character that it writes it finds the place to look at. With the encoder's states
// $h_s$ and the decoder's state $d_t$:
//
// $$a_{t,s} = \operatorname{softmax}_s\big(v^\top \tanh(W d_t + U h_s)\big), \qquad c_t = \sum_s a_{t,s} h_s$$
//
// and the next character depends on $d_t$ and on the context $c_t$. The weights $a_{t,s}$ are attention. Nobody tells
// the network where to look: it learns that from the answers alone. (This is the additive form of Bahdanau et al.,
// 2015.)

string[] forms = ["d MMMM yyyy", "MMMM d, yyyy", "dddd, MMMM d, yyyy", "dddd d MMM yyyy", "d MMM yy", "d.M.yyyy", "dd/MM/yyyy", "yyyy MMM d", "MMM d yyyy"];
var random = new Random(1);
TextPair WriteDate()
{
    var form = forms[random.Next(forms.Length)];
    var date = new DateOnly(1970, 1, 1).AddDays(random.Next(36_500));
    return new(date.ToString(form, CultureInfo.InvariantCulture), date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
}

var dates = Enumerable.Range(0, 5_500).Select(_ => WriteDate()).DistinctBy(pair => pair.Source).ToList();
var ofDates = new TranslationTrainer(
    new() { EmbeddingSize = 32, HiddenSize = 64, EncoderHiddenSize = 48, EncoderCell = RecurrentCell.Gru, DecoderCell = RecurrentCell.Gru, Attention = AttentionKind.Additive },
    new() { Epochs = 5, BatchSize = 32, LearningRate = 4e-3f, Schedule = LearningRateSchedule.Cosine, ValidationFraction = 0 },
    new() { SourceTokenizer = Tokenizers.Characters(), TargetTokenizer = Tokenizers.Characters() }).Fit(() => dates.Skip(500));
Console.WriteLine($"{ofDates.Evaluate([.. dates.Take(500)]).ExactMatch:P1} of 500 new dates are right");
display(HeatMap.OfAttention(ofDates.Translate("Thursday, May 3, 1979", new() { KeepAttention = true })));

// Rows are characters written, columns characters read, and dark cells are where it looked: for the year at the end of
// the text; for the month at its name, all letters of it, as none of them alone decides; for the day in the middle. A
// state of the encoder has read its neighbours, too, so that a digit may well be found one place beside.
//
// ## Words in pieces
//
// Sentences are made of words, and there are always more of them than a training set shows: German joins them freely.
// So a translator reads pieces: byte pairs, learned on the training sentences, join frequent neighbours, until frequent
// words are whole. What is rare is spelled.

var byWords = Vocabulary.Build(train.SelectMany(pair => pair.Source.Split(' ')));
var pieces = Tokenizers.BytePairs(1500).Train(train.Select(pair => pair.Source));
var byPieces = Vocabulary.Build(train.SelectMany(pair => pieces.Tokenize(pair.Source)));
double Unknown(Vocabulary vocabulary, IEnumerable<string> tokens) => tokens.Average(token => vocabulary.GetId(token) == Vocabulary.UnknownId ? 1 : 0d);
Console.WriteLine($"Of the test's German, {Unknown(byWords, test.SelectMany(pair => pair.Source.Split(' '))):P1} of the words are unknown (of a vocabulary of {byWords.Count:N0}), {Unknown(byPieces, test.SelectMany(pair => pieces.Tokenize(pair.Source))):P2} of the pieces (of {byPieces.Count:N0})");
display(new TextTable("Words that no training sentence has", ["word", "pieces"], test.SelectMany(pair => pair.Source.Split(' ')).Where(word => word.Length > 12 && byWords.GetId(word) == Vocabulary.UnknownId).Distinct().Take(6)
    .Select(word => (IReadOnlyList<object>)[word, string.Join(" | ", pieces.Tokenize(word))])));

// ## German to English
//
// The encoder reads in both directions. The decoder looks at it in the form of Luong et al. (2015), $d_t^\top W h_s$,
// which is a product of matrices and so quicker. Attention is fragile at first: at a high learning rate it may settle
// on one place, such as the end of the text, and stay there. So the rate grows over the first hundred steps. Four
// epochs take some 25 seconds on two cores that have nothing else to do:

var curves = new TrainingCurves();
var shown = display(curves);
curves.Changed = now => shown.Update(now);
var model = new TranslationTrainer(
    new() { EmbeddingSize = 128, HiddenSize = 160, EncoderHiddenSize = 96, Dropout = 0.1f, EncoderCell = RecurrentCell.Gru, DecoderCell = RecurrentCell.Gru, InputFeeding = false },
    new() { Epochs = 4, BatchSize = 16, LearningRate = 2e-3f, WarmupSteps = 100, Schedule = LearningRateSchedule.Cosine, ValidationFraction = 0.03f, Patience = 0, Progress = curves },
    new() { SourceTokenizer = Tokenizers.BytePairs(1500), TargetTokenizer = Tokenizers.BytePairs(1500) }).Fit(() => train);

var translations = model.Translate([.. test.Take(8).Select(pair => pair.Source)]);
display(new TextTable("Sentences that it never saw", ["German", "translation", "reference"], test.Take(8).Zip(translations, (pair, found) => (IReadOnlyList<object>)[pair.Source, found[0].Text, pair.Target])));

// After so little training, sentences begin well and go astray at rarer words. As it writes in pieces, it even makes up
// words. Where it is right, attention shows how; and where it is not, often why:

display(HeatMap.OfAttention(model.Translate("ein mann in einem blauen hemd sitzt auf einer bank .", new() { KeepAttention = true })));
display(HeatMap.OfAttention(model.Translate("in einem park spielen zwei kinder mit einem ball .", new() { KeepAttention = true })));

// In the first sentence it goes from word to word. The second begins with the place, as German sentences may; in
// English somebody has to come first. Few captions are built like that, so it reads on from left to right, and the
// children are lost.
//
// ## Searching
//
// The model gives the probability of a translation, $p(y \mid x) = \prod_t p(y_t \mid y_{<t}, x)$. Taking the likeliest
// piece at each step (greedy) need not lead to the likeliest sentence. A beam follows the best $B$ beginnings at a
// time. Longer sentences have more factors, so sums of logarithms are divided by the length to the power of $\alpha$,
// here 0.7:
//
// $$\operatorname{score}(y) = \frac{\log p(y \mid x)}{T_y^{\alpha}}$$

var search = new BeamSearchOptions { Width = 10, Best = 5 };
var five = model.Translate([test[2].Source], search)[0];
display(new TextTable($"The five best of a beam of 10: {test[2].Source}", ["translation", "log-probability", "score"], five.Select(one => (IReadOnlyList<object>)[one.Text, one.LogProbability, one.Score])));

// Two questions of a beam: does it find what the model likes better, and is that better English? BLEU counts the words,
// pairs, triples and quadruples that a translation shares with its reference, chrF its letters in the same way; both go
// to 100.

int[] widths = [1, 2, 5, 10];
var qualities = widths.Select(width => model.Evaluate(test, new() { Width = width })).ToList();
var errors = model.AnalyzeErrors(test, widths);
display(new TextTable("Beams of different widths", ["width", "mean score by the model", "BLEU", "chrF"],
    widths.Select((width, i) => (IReadOnlyList<object>)[width, errors[i].MeanScore, qualities[i].Bleu.Score, qualities[i].Chrf.Score])));

// A wider beam finds what the model likes better, so the score by the model rises, and here BLEU rises a little with
// it. Mostly at first: what the model does not know, no search can find, and the widest beams of large models even make
// translations worse (Koehn and Knowles, 2017).
//
// ## Whose fault is it?
//
// Where a translation $\hat y$ is not the reference $y^*$, ask the model what it thinks of both. If it prefers the
// reference, the search missed it: a wider beam may help. If it prefers its own sentence, no search will mend that: the
// model is to blame, and needs more data, time or parameters.

display(new TextTable("What the errors are due to", ["width", "as the reference", "search errors", "model errors"], errors.Select(width => (IReadOnlyList<object>)[width.Width, width.Equal, width.SearchErrors, width.ModelErrors])));

// Nearly all are the model's, and a beam of two finds the rest. (A sentence that is not its reference may be right,
// too: there are many good translations, and one reference. That is what BLEU is for.) The same, sentence by sentence,
// with the model's scores of both:

var outputs = model.Translate([.. test.Select(pair => pair.Source)]).Select(best => best[0]).ToList();
var references = model.LogProbabilities(test);
display(new TextTable("Sentences by the BLEU of each: the worst, the middle, the best", ["translation", "reference", "log p of the translation", "of the reference", "BLEU"],
    outputs.Select((output, i) => (output.Text, test[i].Target, Output: output.LogProbability, Reference: references[i], Bleu: BleuScore.OfSentence(output.Text, [test[i].Target])))
        .OrderBy(row => row.Bleu).Where((_, i) => i < 2 || Math.Abs(i - (test.Count / 2)) < 2 || i > test.Count - 3)
        .Select(row => (IReadOnlyList<object>)[row.Text, row.Target, row.Output, row.Reference, row.Bleu])));

// So the way to better translations is a better model. With all 29,000 captions, and the time to read them 14 times,
// this library's translator has a BLEU of 42.0 on the whole validation set; the command is in the README, under
// "Measured".

notebook.Save();
