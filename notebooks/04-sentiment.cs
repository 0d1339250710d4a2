// Made of 04-sentiment.ipynb by 'dotnet run --project build/Notebooks -- --apps': change the notebook, not this file.
#:property PublishAot=false
#:project ../src/MLSeq.Interactive/MLSeq.Interactive.csproj
#:property UsesMicrosoftML=true

using System.IO;
using MLSeq;
using MLSeq.Embeddings;
using MLSeq.Embeddings.Corpora;
using MLSeq.Embeddings.Training;
using MLSeq.Interactive;
using MLSeq.Interactive.Charts;
using MLSeq.Interactive.Texts;
using MLSeq.Networks;
using MLSeq.Networks.Training;
using MLSeq.Text;
using Microsoft.ML;
using Microsoft.ML.Data;

// The page with the pictures lies where the app was started; files are named from where the app lies.
var notebook = new ConsoleNotebook("04-sentiment.html");
Directory.SetCurrentDirectory((string)AppContext.GetData("EntryPointFileDirectoryPath")!);
ShownValue display(object value) => notebook.Show(value);

// # 4. Sentiment: does the order of words matter?
//
// Is a sentence of a film review for or against the film? The simplest answer looks at the words and not at their
// order: it averages their vectors. A recurrent network reads the words one after the other. This notebook trains both
// kinds on the same sentences, shows what reading in order adds, and what word vectors from other texts add where
// labels are few.

// ## The data
//
// Three sets of texts, in the folder that the environment variable `MLSEQ_DATA` names (or in `data`):
//
// | file | what | where from |
// |---|---|---|
// | `sentiment/sst2.train.tsv`, `sst2.dev.tsv` | the Stanford Sentiment Treebank (Socher et al., 2013), whole sentences with two labels: sentence TAB 0 or 1 | [clairett/pytorch-sentiment-classification](https://github.com/clairett/pytorch-sentiment-classification) on GitHub, folder `data/SST2` |
// | `sentiment/imdb.train.tsv.gz` | 25,000 film reviews: label TAB stars TAB file TAB text. Only the texts are used here | [Maas et al. (2011)](https://ai.stanford.edu/~amaas/data/sentiment/), the files of `train/pos` and `train/neg`, one a line |
// | `corpora/wiki-text8like.txt.gz` | English Wikipedia, lower-cased, letters and spaces only, an article a line | any such text does, for instance [text8](http://mattmahoney.net/dc/textdata.html); CC BY-SA |
//
// The treebank writes "is n't" and "it 's". That is undone, so that all texts are cut into words in the same way.

var data = Environment.GetEnvironmentVariable("MLSEQ_DATA") ?? "data";
List<Review> ReadReviews(string part) =>
[
    .. TextFile.ReadLines(Path.Combine(data, $"sentiment/sst2.{part}.tsv")).Select(line => line.Split('\t'))
        .Select(fields => new Review { Text = fields[0].Replace(" n't", "n't").Replace(" '", "'"), Label = fields[1] == "1" }),
];
var (train, test) = (ReadReviews("train"), ReadReviews("dev"));

display(new TextTable($"{train.Count:N0} sentences to learn from, {test.Count} to test on, for instance:", ["sentence", "label"], test.Take(6).Select(row => (IReadOnlyList<object>)[row.Text, row.Label ? "positive" : "negative"])));

// With 872 sentences to test on, chance alone moves an accuracy $p$ by about $\sqrt{p(1-p)/872}$, which is 1.4 points
// at 80 %. Smaller differences below mean nothing.
//
// ## What a word's vector knows
//
// Word vectors are learned from texts without labels, so there can be far more of those. Here are two sets of them, by
// skip-gram: from encyclopedia articles and from film reviews.

var cut = Tokenizers.Words();
var encyclopedia = WordCorpus.FromSentences(TextFile.ReadLines(Path.Combine(data, "corpora/wiki-text8like.txt.gz")).Take(2000).Select(line => line.Split(' ')));
var reviews = WordCorpus.FromSentences(TextFile.ReadLines(Path.Combine(data, "sentiment/imdb.train.tsv.gz")).Select(line => cut.Tokenize(line.Split('\t')[3].Replace("<br />", " "))));
var ofWikipedia = new Word2VecTrainer(new() { Epochs = 2 }).Fit(encyclopedia);
var ofReviews = new Word2VecTrainer(new() { Epochs = 2 }).Fit(reviews);

string Near(WordVectors vectors, string word) => string.Join(", ", vectors.MostSimilar(word, 4).Select(near => near.Word));
display(new TextTable($"Nearest words, learned from {encyclopedia.TokenCount / 1e6:F1} million words of Wikipedia and {reviews.TokenCount / 1e6:F1} million of reviews", ["word", "Wikipedia", "reviews"],
    new[] { "moving", "plot", "light", "flat", "good" }.Select(word => (IReadOnlyList<object>)[word, Near(ofWikipedia, word), Near(ofReviews, word)])));

// In an encyclopedia, things that are *moving* turn and pass, and wings are *flat*; in a review, what moves touches the
// heart, and what is flat is bland. Vectors are worth as much as their texts resemble the task's. And both sets share a
// weakness: *good* and *bad* keep the same company, so their vectors are near each other. What tells them apart has to
// be learned from labels.
//
// ## The order does not matter: averages
//
// One vector for a sentence, the mean of its words' vectors, and a small network on it: 64 tanh units and a logistic
// output. To the trainer it is a sequence of one step, of which the plain recurrent cell makes exactly that: $h =
// \tanh(W \bar{x} + b)$.
//
// These few lines make the pipelines of this whole notebook: they cut the text and number the words, and each model
// comes behind them.

var ml = new MLContext(seed: 1);
var (trainRows, testRows) = (ml.Data.LoadFromEnumerable(train), ml.Data.LoadFromEnumerable(test));

// The words that occur twice or more, and those that have a vector.
var frequent = train.SelectMany(row => cut.Tokenize(row.Text)).CountBy(word => word).Where(word => word.Value > 1).Select(word => word.Key);
var prepare = ml.Transforms.Text.TokenizeSequence("Tokens", "Text", cut)
    .Append(ml.Transforms.Text.MapTokensToIds("Ids", "Tokens", Vocabulary.FromTokens([.. frequent.Union(ofReviews.Words)])));

Trained Fit(string name, IDataView rows, EstimatorChain<SequenceBinaryTransformer> pipeline)
{
    var model = pipeline.Fit(rows);
    return new(name, model, ml.BinaryClassification.Evaluate(model.Transform(testRows)).Accuracy);
}

Trained FitAverage(string name, IDataView rows, WordVectors vectors, int epochs = 10) => Fit(name, rows, prepare
    .Append(ml.Transforms.Text.ApplyWordVectors("Mean", "Tokens", vectors))
    .Append(ml.BinaryClassification.Trainers.SequenceClassifier("Label", "Mean",
        new() { FrameSize = vectors.Dimensions, Cell = RecurrentCell.Rnn, HiddenSize = 64, LearningRate = 3e-3f, Epochs = epochs, Patience = 0, Seed = 1 })));

TextTable Compare(string title, IEnumerable<Trained> models) => new(title, ["model", "accuracy"],
    models.Select(model => (IReadOnlyList<object>)[model.Name, model.Accuracy])) { BarColumn = 1 };

var average = FitAverage("average, vectors of reviews", trainRows, ofReviews);
display(Compare("On the test sentences", [FitAverage("average, vectors of Wikipedia", trainRows, ofWikipedia), average]));

// ## Reading in order
//
// Now networks that read word by word, each from random weights, with embeddings of 100 and states of 32 values. The
// last state is what they answer from. The bidirectional LSTM also reads from the end, and answers from the largest
// value of each feature over time (max pooling), so it need not carry everything to the end. A tenth of the sentences
// is held out and judged after each epoch:

Trained FitNetwork(string name, IDataView rows, RecurrentCell cell, bool bidirectional = false, int epochs = 5, WordVectors? vectors = null, bool freeze = false) =>
    Fit(name, rows, prepare.Append(ml.BinaryClassification.Trainers.SequenceClassifier("Label", "Ids", new()
    {
        Cell = cell, HiddenSize = 32, Bidirectional = bidirectional, Pooling = bidirectional ? SequencePooling.Max : SequencePooling.Last,
        Dropout = 0.5f, LearningRate = 2e-3f, Epochs = epochs, Patience = 0, Seed = 1, WordVectors = vectors, FreezeWordVectors = freeze,
    })));

Trained[] networks =
[
    FitNetwork("RNN", trainRows, RecurrentCell.Rnn), FitNetwork("GRU", trainRows, RecurrentCell.Gru),
    FitNetwork("LSTM", trainRows, RecurrentCell.Lstm), FitNetwork("BiLSTM", trainRows, RecurrentCell.Lstm, bidirectional: true),
];
display(new LineChart("Accuracy on the held-out sentences", [.. networks.Prepend(average).Select(model => ChartSeries.Of(model.Name, model.ByEpoch.Take(5)))])
{ HorizontalAxis = "epoch", VerticalAxis = "accuracy" });

display(Compare("On the test sentences", networks.Prepend(average)));

// Within the chance of the test set, all of them are equal! The networks learned their words from 6,920 sentences, the
// average knows them from millions of words of reviews, and that makes up for the order which it does not see. (What is
// kept of a training are the weights of the epoch with the lowest loss on held-out sentences, not the last ones.)
//
// ## What order is good for
//
// Two sentences of the same words have the same average:

float[] Probabilities(Trained model, IEnumerable<string> texts) =>
    [.. model.Model.Transform(ml.Data.LoadFromEnumerable(texts.Select(text => new Review { Text = text }))).GetColumn<float>("Probability")];

string[] twins = ["slow and dull, but moving and beautiful", "moving and beautiful, but slow and dull"];
display(new TextTable("Probability of 'positive'", ["model", .. twins], networks.Prepend(average).Select(model => (IReadOnlyList<object>)[model.Name, .. Probabilities(model, twins).Select(p => (object)p)])));

// The average gets one of the two wrong, whatever it learns. The networks that answer from their last state tell them
// apart; max pooling, which looks for the strongest signs anywhere, hardly does.
//
// A network that reads from left to right can be watched while it reads: what would it say if the sentence ended here?

var sentence = "the first half is slow and dull, but in the end it is a moving and beautiful film";
var read = cut.Tokenize(sentence);
var beginnings = Enumerable.Range(1, read.Count).Select(count => string.Join(' ', read.Take(count))).ToList();
display(new HeatMap("Probability of 'positive' after each word", [.. networks.Take(3).Select(model => model.Name)], read,
    [.. networks.Take(3).Select(model => (IReadOnlyList<double>)[.. Probabilities(model, beginnings).Select(p => (double)p)])]) { Format = "0.0" });

// Each word moves the answer, and *but*, *moving* and *beautiful* turn it.
//
// ## Transfer: words that no label ever named
//
// The labels taught those networks only words that occur in 6,920 sentences. Vectors of 6.6 million words of reviews
// know more of them, and which ones are alike. A network can start from them and leave them as they are (frozen), or go
// on learning them (fine-tuned):

Trained[] transferred =
[
    FitNetwork("GRU, vectors of reviews, frozen", trainRows, RecurrentCell.Gru, vectors: ofReviews, freeze: true),
    FitNetwork("GRU, vectors of reviews, fine-tuned", trainRows, RecurrentCell.Gru, vectors: ofReviews),
    FitNetwork("BiLSTM, vectors of reviews, fine-tuned", trainRows, RecurrentCell.Lstm, bidirectional: true, vectors: ofReviews),
];
display(Compare("On the test sentences", [networks[1], networks[3], .. transferred]));

// Knowing the words and reading in order together beat either alone. Where does the order count? In sentences with
// words that turn what others say:

bool Turns(Review row) => cut.Tokenize(row.Text).Any(word => word is "but" or "not" or "never" or "no" or "nor" or "neither" or "without" || word.EndsWith("n't", StringComparison.Ordinal));
double Share(Trained model, IReadOnlyList<Review> rows) => Probabilities(model, rows.Select(row => row.Text)).Zip(rows).Count(pair => pair.First >= 0.5f == pair.Second.Label) / (double)rows.Count;
var (turning, plain) = (test.Where(Turns).ToList(), test.Where(row => !Turns(row)).ToList());
display(new TextTable("Accuracy with and without words such as 'not' and 'but'", ["model", $"{turning.Count} with", $"{plain.Count} without"],
    new[] { average, networks[1] }.Concat(transferred).Select(model => (IReadOnlyList<object>)[model.Name, Share(model, turning), Share(model, plain)])));

// Those sentences are the harder ones for every model. With the same vectors the BiLSTM gains three or four points over
// the average on them, and about as much on the others: knowing the order helps everywhere, and a *not* takes more
// examples to learn than there are here.
//
// The fewer the labels, the more the vectors are worth. Here are networks that learn from the first 100 to all 6,920
// sentences, each time with the same test:

int[] sizes = [100, 300, 1000, 3000];
ChartSeries Learn(Trained all, Func<IDataView, int, Trained> fit) => new(all.Name,
    [.. sizes.Select(size => ((double)size, fit(ml.Data.LoadFromEnumerable(train.Take(size)), Math.Max(5, 9_000 / size)).Accuracy)), (train.Count, all.Accuracy)]);
display(new LineChart("Accuracy on the test sentences",
    Learn(average, (rows, epochs) => FitAverage("", rows, ofReviews, epochs)),
    Learn(networks[1], (rows, epochs) => FitNetwork("", rows, RecurrentCell.Gru, epochs: epochs)),
    Learn(transferred[0], (rows, epochs) => FitNetwork("", rows, RecurrentCell.Gru, epochs: epochs, vectors: ofReviews, freeze: true)),
    Learn(transferred[1], (rows, epochs) => FitNetwork("", rows, RecurrentCell.Gru, epochs: epochs, vectors: ofReviews)))
{ HasLogarithmicHorizontalAxis = true, HorizontalAxis = "labelled sentences to learn from", VerticalAxis = "accuracy" });

// With a thousand labels and the vectors, models are nearly as good as a network with all labels and no vectors. With a
// hundred, the plain average is hard to beat: it has the least to learn.
//
// ## What it gets wrong

var best = transferred[2];
var judged = test.Zip(Probabilities(best, test.Select(row => row.Text)), (row, p) => (row.Text, row.Label, Positive: p)).ToList();
string Called(bool positive) => positive ? "positive" : "negative";
display(HeatMap.OfConfusion(judged.Select(row => (Called(row.Label), Called(row.Positive >= 0.5f)))));

// Its surest errors are worth reading:

display(new TextTable("Surest and wrong", ["sentence", "label", "probability of 'positive'"],
    judged.Where(row => row.Label != row.Positive >= 0.5f).OrderByDescending(row => Math.Abs(row.Positive - 0.5f)).Take(8).Select(row => (IReadOnlyList<object>)[row.Text, Called(row.Label), row.Positive])));

// Most praise a part and condemn the whole, by a turn of phrase that a few thousand sentences hold once or never. To
// learn those takes more text than labels can pay for, which is why larger models are first trained to predict words
// ([notebook 5](05-language-models.ipynb)) and only then to judge.
//
// From here: `ml.Model.Save` keeps any of these pipelines, `ml.Model.SaveAsOnnx` makes one file of it, from text to
// label ([notebook 10](10-onnx.ipynb)), and `mlseq classify train` does the same from the shell. With eight epochs and
// a falling step size the BiLSTM from random weights comes to 80.5 % (README, "Measured").

notebook.Save();

class Review
{
    public string Text { get; set; } = "";
    public bool Label { get; set; }
}

record Trained(string Name, TransformerChain<SequenceBinaryTransformer> Model, double Accuracy)
{
    public IEnumerable<double> ByEpoch => Model.LastTransformer.Model.History!.Epochs.Select(epoch => epoch.ValidationAccuracy ?? double.NaN);
}
