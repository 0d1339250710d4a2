// Made of 05-language-models.ipynb by 'dotnet run --project build/Notebooks -- --apps': change the notebook, not this file.
#:property PublishAot=false
#:project ../src/MLSeq.Interactive/MLSeq.Interactive.csproj
#:property UsesMicrosoftML=true
#:property UsesOnnxRuntime=true

using System.IO;
using MLSeq.Decoding;
using MLSeq.Documentation;
using MLSeq.Interactive;
using MLSeq.Interactive.Charts;
using MLSeq.Interactive.Texts;
using MLSeq.LanguageModels;
using MLSeq.Networks;
using MLSeq.Networks.Training;
using MLSeq.Onnx.Models;
using MLSeq.Text;

// The page with the pictures lies where the app was started; files are named from where the app lies.
var notebook = new ConsoleNotebook("05-language-models.html");
Directory.SetCurrentDirectory((string)AppContext.GetData("EntryPointFileDirectoryPath")!);
ShownValue display(object value) => notebook.Show(value);

// # 5. Language models
//
// A language model gives each token the probability of being the next one:
//
// $$P(w_1 \ldots w_T) = \prod_{t=1}^{T} P(w_t \mid w_1 \ldots w_{t-1})$$
//
// From that come two things: how probable a text is, and new texts. This notebook trains one on the names of .NET's
// APIs, letter by letter, asks a better one that was trained longer, and then trains one on Shakespeare.
//
// The names come with every SDK. Shakespeare's plays are the file `char/tinyshakespeare.txt` of the folder that the
// environment variable `MLSEQ_DATA` names, 1.1 MB of [char-rnn](https://github.com/karpathy/char-rnn) (MIT; the text
// itself is in the public domain).

var names = NameCorpus.Read(ReferencePacks.Documentation());
display($"{names.Train.Count:N0} names to train on, such as {string.Join(", ", names.Train.Take(5))}");

// Each name is a text for itself, between a begin and an end token. Three epochs of a small LSTM take a few seconds;
// the curves grow while it trains:

var curves = new TrainingCurves();
curves.Changed = display(curves).Update;
var trainer = new LanguageModelTrainer(
    new() { Cell = RecurrentCell.Lstm, EmbeddingSize = 24, HiddenSize = 64 },
    new() { Epochs = 3, LearningRate = 5e-3f, Threads = 1, Progress = curves },
    new() { Tokenizer = Tokenizers.Characters() });
var small = trainer.Fit(() => names.Train, () => names.Validation);

// ## Sampling
//
// The temperature divides the logits before the softmax. Near 0 the likeliest letter always wins, and every text is the
// same; at 1 the model speaks as it learned; above, it babbles.

var large = OnnxLanguageModel.Load("../models/api-names/api-names.onnx");
float[] temperatures = [0, 0.5f, 1, 1.5f];
display(new TextTable("Names that begin with 'Get'", ["temperature", "the small model", "a state of 256, 12 epochs"],
    temperatures.SelectMany(t => Enumerable.Range(0, t == 0 ? 1 : 3).Select(seed => (IReadOnlyList<object>)
        [$"{t}", small.Generate("Get", new() { Temperature = t, Seed = seed, MaxTokens = 40 }), large.Generate("Get", new() { Temperature = t, Seed = seed, MaxTokens = 40 })]))));

// Top-k and top-p cut the improbable letters off instead of flattening the rest:

display(new TextTable("Other ways to draw", ["how", "names"], new (string How, GenerationOptions Options)[]
{
    ("temperature 1", new() { MaxTokens = 40 }),
    ("the 3 likeliest letters", new() { TopK = 3, MaxTokens = 40 }),
    ("letters that have 0.8 of the probability together", new() { TopP = 0.8f, MaxTokens = 40 }),
}.Select(way => (IReadOnlyList<object>)[way.How, string.Join(", ", Enumerable.Range(0, 5).Select(seed =>
{
    way.Options.Seed = seed;
    return large.Generate("", way.Options);
}))])));

// ## The probability of a text
//
// A text's probability is the product of its letters', so its logarithm is their sum. Perplexity is e to the mean loss:
// among how many equally likely letters the model has to guess, on average. What looks like a name is cheap, what does
// not is dear:

display(new TextTable("How probable names are", ["name", "log-probability", "perplexity"],
    new[] { "GetEnumerator", "ToString", "ReadAllLinesAsync", "XmlReaderSettings", "getenumerator", "Zxqv" }
        .Select(name => (IReadOnlyList<object>)[name, large.LogProbability(name), large.Perplexity(name)])));

// Letter by letter it shows where the surprise is: at the beginning of words, and hardly ever within them.

var tokens = large.ScoreTokens("ReadAllLinesAsync");
display(new LineChart("Surprise in ReadAllLinesAsync, letter by letter, and at its end", ChartSeries.Of("bits", tokens.Select(t => -t.LogProbability / Math.Log(2)))) { HorizontalAxis = "letter", VerticalAxis = "bits" });

// On names that neither model ever saw:

double Bits(TextGenerator model) => names.Test.Take(500).Select(name => model.Score(name)).Aggregate((Bits: 0d, Characters: 0L), (sum, score) => (sum.Bits - (score.LogProbability / Math.Log(2)), sum.Characters + score.Characters)) is var (bits, characters) ? bits / characters : 0;
display($"bits per character: {Bits(small):F3} of the small model, {Bits(large):F3} of the large one");

// ## Shakespeare
//
// Plays are one long text: with `ContinuousText` the state is carried from each window of 50 letters to the next, so
// that the network may remember who is speaking. Nobody tells it of words, lines or speakers. Three epochs of an LSTM
// with a state of 128:

var data = Environment.GetEnvironmentVariable("MLSEQ_DATA") ?? "data";
var plays = File.ReadAllLines(Path.Combine(data, "char/tinyshakespeare.txt"));
var playCurves = new TrainingCurves();
playCurves.Changed = display(playCurves).Update;
var shakespeare = new LanguageModelTrainer(
    new() { Cell = RecurrentCell.Lstm, EmbeddingSize = 32, HiddenSize = 128 },
    new() { Epochs = 3, BatchSize = 32, LearningRate = 8e-3f, ValidationFraction = 0.05f, Schedule = LearningRateSchedule.Cosine, Progress = playCurves },
    new() { Tokenizer = Tokenizers.Characters(), ContinuousText = true, Steps = 50 }).Fit(() => plays);
display($"{plays.Sum(line => line.Length + 1):N0} letters, {shakespeare.Vocabulary.Count} different ones");

display(new TextTable("What it writes", ["temperature", "text"],
    new[] { 0.3f, 0.7f, 1.2f }.Select(t => (IReadOnlyList<object>)[$"{t}", shakespeare.Generate("ROMEO:", new() { Temperature = t, Seed = 3, MaxTokens = 300 })])));

// Names in capitals, a line for each, and words that mostly exist, learned from letters alone. At a low temperature it
// repeats what is most frequent, at a high one spelling falls apart. A larger state, a second layer and more epochs
// make it better; `mlseq lm train` does that from the command line.
//
// The same model judges sentences. To it the sentence as it stands is the most probable of these, though it knows
// nothing of grammar but what letters tell:

display(new TextTable("The probability of sentences", ["sentence", "log-probability", "bits per character"],
    new[] { "What is the matter with thee?", "What is the thee with matter?", "thee? matter the What with is", "hat Wis eht rettam htiw eeht?" }
        .Select(sentence => (IReadOnlyList<object>)[sentence, shakespeare.LogProbability(sentence), shakespeare.BitsPerCharacter(sentence)])) { BarColumn = 2 });

notebook.Save();
