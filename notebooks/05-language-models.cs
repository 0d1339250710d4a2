// Made of 05-language-models.ipynb by 'dotnet run --project build/Notebooks -- --apps': change the notebook, not this file.
#:property PublishAot=false
#:project ../src/MLSeq.Interactive/MLSeq.Interactive.csproj
#:property UsesMicrosoftML=true
#:property UsesOnnxRuntime=true

using MLSeq.Decoding;
using MLSeq.Documentation;
using MLSeq.Interactive;
using MLSeq.Interactive.Charts;
using MLSeq.Interactive.Texts;
using MLSeq.LanguageModels;
using MLSeq.Networks;
using MLSeq.Onnx.Models;
using MLSeq.Text;

// The page with the pictures lies where the app was started; files are named from where the app lies.
var notebook = new ConsoleNotebook("05-language-models.html");
Directory.SetCurrentDirectory((string)AppContext.GetData("EntryPointFileDirectoryPath")!);
ShownValue display(object value) => notebook.Show(value);

// # 5. Language models
//
// A language model gives each token the probability of being the next one. From that come two things: how probable a
// text is, and new texts. This notebook trains one on the names of .NET's APIs, letter by letter, and asks a better one
// that was trained longer.

var names = NameCorpus.Read(ReferencePacks.Documentation());
display($"{names.Train.Count:N0} names to train on, such as {string.Join(", ", names.Train.Take(5))}");

// Each name is a text for itself, between a begin and an end token. Three epochs of a small LSTM take a few seconds:

var curves = new TrainingCurves();
var trainer = new LanguageModelTrainer(
    new() { Cell = RecurrentCell.Lstm, EmbeddingSize = 24, HiddenSize = 64 },
    new() { Epochs = 3, LearningRate = 5e-3f, Threads = 1, Progress = curves },
    new() { Tokenizer = Tokenizers.Characters() });
var small = trainer.Fit(() => names.Train, () => names.Validation);
display(curves);

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

notebook.Save();
