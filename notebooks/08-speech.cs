// Made of 08-speech.ipynb by 'dotnet run --project build/Notebooks -- --apps': change the notebook, not this file.
#:property PublishAot=false
#:project ../src/MLSeq.Interactive/MLSeq.Interactive.csproj
#:property UsesMicrosoftML=true

using System.Formats.Tar;
using System.IO;
using System.IO.Compression;
using MLSeq.Audio;
using MLSeq.Decoding.Ctc;
using MLSeq.Decoding.Scores;
using MLSeq.Interactive;
using MLSeq.Interactive.Audio;
using MLSeq.Interactive.Charts;
using MLSeq.Interactive.Texts;
using MLSeq.LanguageModels;
using MLSeq.Networks;
using MLSeq.Networks.Training;
using MLSeq.Text;
using MLSeq.Transcription;
using MLSeq.TriggerWords;

// The page with the pictures lies where the app was started; files are named from where the app lies.
var notebook = new ConsoleNotebook("08-speech.html");
Directory.SetCurrentDirectory((string)AppContext.GetData("EntryPointFileDirectoryPath")!);
ShownValue display(object value) => notebook.Show(value);

// # 8. Speech
//
// From sound to text, and from sound to a single alarm. A recording becomes a picture of frequencies over time; a
// network reads that picture and writes letters, though nobody ever told it when which letter is said; and a smaller
// one listens without end for one word.
//
// The recordings are those of the [Free Spoken Digit Dataset](https://github.com/Jakobovski/free-spoken-digit-dataset)
// (Jackson and others, CC BY-SA 4.0): six speakers say each digit fifty times, 3,000 WAV files of half a second at
// 8,000 samples a second. The archive that GitHub offers for download is read as it is: save it as
// `speech/fsdd-recordings.tar.gz` in the folder that the environment variable `MLSEQ_DATA` names. A file's name says
// the digit, the speaker and a number; as the data set's authors ask, numbers 0 to 4 are held out to measure with.

var data = Environment.GetEnvironmentVariable("MLSEQ_DATA") ?? "data";
string[] digits = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

List<Recording> ReadRecordings(string path)
{
    var found = new List<Recording>();
    using var tar = new TarReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
    while (tar.GetNextEntry() is { } entry)
    {
        if (entry.Name.EndsWith(".wav") && entry.DataStream is { } stream)
        {
            found.Add(new(Path.GetFileNameWithoutExtension(entry.Name), WaveFile.Read(stream)));
        }
    }

    return [.. found.OrderBy(r => r.Name, StringComparer.Ordinal)];
}

var recordings = ReadRecordings(Path.Combine(data, "speech", "fsdd-recordings.tar.gz"));
Recording[] learned = [.. recordings.Where(r => !r.IsHeldOut)], heldOut = [.. recordings.Where(r => r.IsHeldOut)];
display($"{learned.Length:N0} recordings to learn from, {heldOut.Length} to measure with");

// ## From a waveform to a spectrogram
//
// Single words would be too easy: a `ClipJoiner` draws two to four recordings, puts them behind each other with gaps of
// random length, and lays noise under all of it. Here is the first one made of held-out recordings. Press play to hear
// it.

List<(AudioClip Clip, string Text)> Join(Recording[] of, int count, int seed) =>
[
    .. new ClipJoiner([.. of.Select(r => r.Clip)], new() { MinClips = 2, MaxClips = 4, Seed = seed }).Join(count)
        .Select(joined => (joined.Clip, string.Join(' ', joined.Parts.Select(part => digits[of[part.Index].Digit])))),
];

var spoken = Join(heldOut, 200, seed: 2);
var example = spoken[8];
display(new SoundView($"'{example.Text}'", example.Clip));

// The samples themselves tell little: the same word said twice has waveforms that share no sample. What an ear hears
// are frequencies. So the sound is cut into frames of 25 ms, 10 ms apart, and of each frame the power $|X_k|^2$ at each
// frequency is computed. It is summed in bands $w_b$ that are as wide as the ear's resolution (mel), and the logarithm
// makes of products, such as those of loudness and microphone, sums:
//
// $$m_b = \log \sum_k w_{bk}\, |X_k|^2, \qquad X_k = \sum_n h_n x_n e^{-2\pi i k n / N}$$
//
// with Hann's window $h$. `LogMelSpectrogram` does that, bit by bit where sound comes bit by bit. Below the waveform's
// words, bright stripes are the resonances of a voice, the formants, by which vowels differ: in "zero" one of them
// falls from 2,000 Hz to 600, on the way from *e* to *o*. The bright patches at the top are hisses and clicks, such as
// that of *t*.

display(Spectrogram.Of(example.Clip));

// ## What is said, without being told when
//
// A network gives at each time step $t$ the probability $p_t(k)$ of each letter $k$ and of one more answer, the blank,
// which stands for *none*. A path $\pi$ takes one answer at each step; it is read by merging repeats and dropping
// blanks: `ss-ii-x` reads "six", and a double letter needs a blank between, `thre-e`. Connectionist temporal
// classification (Graves et al., 2006) sums the probability of all paths that read as the text $y$, and its loss is the
// logarithm of that sum:
//
// $$p(y) = \sum_{\pi \,:\, \mathcal{B}(\pi) = y}\; \prod_t p_t(\pi_t), \qquad L = -\log p(y)$$
//
// Nobody has to say when a letter is said: all times are tried at once. The smallest example shows what comes of it.
// There are two steps, and at each the blank has probability 0.6 and the letter *a* 0.4. Of the four paths the
// likeliest one is all blanks. But three paths read "a", and together they are likelier. The search that follows texts
// instead of paths, prefix beam search, finds that:

float[] twoSteps = [0.6f, 0.4f, 0.6f, 0.4f];
string[] names = ["-", "a"];
var paths = from first in new[] { 0, 1 } from second in new[] { 0, 1 } select (Path: names[first] + names[second], Reads: first + second > 0 ? "a" : "nothing", Probability: twoSteps[first] * twoSteps[2 + second]);
float[] logarithms = [.. twoSteps.Select(p => MathF.Log(p))];
Console.WriteLine($"best path: {CtcBestPath.Decode(logarithms, 2).Length} letters, probability {Math.Exp(CtcBestPath.LogProbability(logarithms, 2)):F2}");
foreach (var text in new CtcBeamSearch().Decode(logarithms, 2))
{
    Console.WriteLine($"prefix beam search: {text.Labels.Count} letters, probability {Math.Exp(text.LogProbability):F2}");
}

display(new TextTable("All paths of two steps", ["path", "reads", "probability"], paths.Select(path => (IReadOnlyList<object>)[path.Path, path.Reads, path.Probability])));

// ## A network that spells
//
// Two layers of gated units, each in both directions, read 30 ms at a time and spell the digits: 1,200 strings of them,
// twelve times over. The curve is the loss per letter.

var coarse = new LogMelSpectrogram(new() { SampleRate = 8000, Bands = 24, FramesPerStep = 3 });
List<TranscribedFrames> Features(IEnumerable<(AudioClip Clip, string Text)> strings) => [.. strings.Select(one => new TranscribedFrames(coarse.Compute(one.Clip), one.Text))];

var lessons = Features(Join(learned, 1200, seed: 1));
var tests = Features(spoken);
var curves = new TrainingCurves();
var transcriber = new TranscriberTrainer(
    new() { FrameSize = coarse.Options.StepSize, Cell = RecurrentCell.Gru, HiddenSize = 64, Layers = 2, Bidirectional = true, Dropout = 0.2f },
    new() { Epochs = 12, BatchSize = 16, LearningRate = 8e-3f, Schedule = LearningRateSchedule.Cosine, ValidationFraction = 0, Progress = curves }).Fit(() => lessons);
display(curves);

// What it hears in the recording above: each column is a step of 30 ms, each row a letter, and the dots are the best
// path. Letters are spikes, a few steps wide, in the order of the text, and all else is blank, silence as well as the
// rest of a vowel. That is typical: the loss asks for the order of letters, and one step is enough to say each.

display(TimeMap.OfTranscription(transcriber, transcriber.Score(tests[8].Frames), coarse.Options.StepSeconds));

// The same path as text, step by step, and what becomes of it:

string BestPath(float[] scores) => string.Concat(scores.Chunk(transcriber.Vocabulary.Count).Select(step => step.IndexOf(step.Max())).Select(id => id == 0 ? "-" : transcriber.Vocabulary[id]));
Console.WriteLine(BestPath(transcriber.Score(tests[8].Frames)));
Console.WriteLine(transcriber.Transcribe(tests[8].Frames).Text);

// ## Greedy, by beam, and with a language model
//
// The likeliest path is not the likeliest text, as the example of two steps showed. A prefix beam search keeps the best
// beginnings of texts and adds up the paths of each. And a language model of letters, which learns in a second or two
// from the same texts how digits are spelled, can have a say: a beginning's score is then $\log p(y) + \lambda \log
// p_{LM}(y) + \beta |y|$, where $\beta$ makes up for the cost of each letter. Errors are counted in words, and in
// letters:

var speller = new LanguageModelTrainer(
    new() { Cell = RecurrentCell.Gru, EmbeddingSize = 16, HiddenSize = 48 },
    new() { Epochs = 3, LearningRate = 1e-2f }, new() { Tokenizer = Tokenizers.Characters() }).Fit(() => lessons.Select(one => one.Text));
var ways = new (string Name, CtcBeamSearch? Search)[]
{
    ("best path (greedy)", null),
    ("prefix beam search, 4 wide", new(new() { BeamWidth = 4 })),
    ("prefix beam search, 16 wide", new(new() { BeamWidth = 16 })),
    ("16 wide, with the language model", new(new() { BeamWidth = 16, LanguageModel = speller.OverLabels(transcriber.Vocabulary), LanguageModelWeight = 0.5, LabelBonus = 0.3 })),
};
var heard = ways.ToDictionary(way => way.Name, way => tests.Select(one => transcriber.Transcribe(one.Frames, way.Search).Text).ToList());
double Errors(string way, ErrorUnit unit)
{
    var rate = new ErrorRate(unit);
    foreach (var (output, one) in heard[way].Zip(tests))
    {
        rate.Add(one.Text, output);
    }

    return rate.Rate;
}

display(new TextTable($"Errors in {tests.Count} strings", ["search", "word error rate", "letter error rate", "strings without an error"],
    ways.Select(way => (IReadOnlyList<object>)[way.Name, Errors(way.Name, ErrorUnit.Word), Errors(way.Name, ErrorUnit.Character), heard[way.Name].Zip(tests).Count(pair => pair.First == pair.Second.Text)])) { BarColumn = 1 });

// Where they differ, the network mostly misspells what it heard well, and the search or the language model puts it
// right. Not always: a language model of digits knows only digits, so a badly misspelled one may become another, and
// then the error no longer shows.

display(new TextTable("Where the searches differ", ["said", "best path", "beam of 16", "with the language model"],
    Enumerable.Range(0, tests.Count).Where(i => heard[ways[0].Name][i] != heard[ways[3].Name][i]).Take(8)
        .Select(i => (IReadOnlyList<object>)[tests[i].Text, heard[ways[0].Name][i], heard[ways[2].Name][i], heard[ways[3].Name][i]])));

// With more strings and a single character for each digit, as in the README's table, 2.8 % of digits are wrong.
// `ml.Sequences().Trainers.Transcriber` is the same trainer in a pipeline, and `mlseq transcribe` at the command line;
// the ONNX file that `SaveAsOnnx` writes takes samples, since the features are part of its graph.
//
// ## One word, all day
//
// A device that wakes at a word needs no text. It needs one probability at each step: has the word just ended? A
// network in one direction can give it as sound comes in. What to learn from is composed: recordings of the trigger
// word, here "seven", and of other words at random places in six seconds of noise, so that the end of each trigger word
// is known to the sample, and a few hundred recordings give any number of clips.

TriggerClipComposer Composer(Recording[] of) => new(
    8000, [.. of.Where(r => r.Digit == 7).Select(r => r.Clip)], [.. of.Where(r => r.Digit != 7).Select(r => r.Clip)],
    options: new() { Duration = 6, MostTriggers = 2, MostOthers = 5 });

var composed = Enumerable.Range(0, 600).Select(seed => Composer(learned).Compose(seed)).ToList();
var unheard = Enumerable.Range(0, 100).Select(seed => Composer(heldOut).Compose(seed)).ToList();
var sample = unheard.First(one => one.Ends.Count == 2);
display(new SoundView($"'seven' ends at {string.Join(" and ", sample.Ends.Select(end => $"{end:F1} s"))}", sample.Clip));

// For 0.4 seconds after the word's end the right answer is 1, else 0: one step would be too little to learn from. Then
// the detector reads clips of held-out recordings. Its probability rises at the end of the word, not at its start, as
// other words may start in the same way; where it stays above the threshold for three steps, the word counts as heard.

var detector = new TriggerDetectorTrainer(
    new() { Cell = RecurrentCell.Gru, HiddenSize = 64, Dropout = 0.2f },
    new() { Epochs = 15, BatchSize = 16, LearningRate = 8e-3f, Schedule = LearningRateSchedule.Cosine, ValidationFraction = 0 },
    new() { SampleRate = 8000, Bands = 24, FramesPerStep = 3, Normalization = AudioNormalization.None }).Fit(composed);
var probabilities = detector.Probabilities(sample.Clip);
display(new LineChart(
    "The probability that 'seven' has just ended",
    new ChartSeries("probability", [.. probabilities.Select((p, i) => ((i + 1) * detector.SecondsPerStep, (double)p))]),
    new ChartSeries("'seven' ends", [.. sample.Ends.SelectMany(end => new[] { (end, 0d), (end, 1d), (end, double.NaN) })]),
    new ChartSeries("heard", [.. detector.Detect(probabilities).SelectMany(time => new[] { (time, 0d), (time, 1d), (time, double.NaN) })]))
{ HorizontalAxis = "seconds", VerticalAxis = "probability" });

// How sure must it be? A low threshold hears nearly every "seven" and much else, a high one misses some. Precision is
// the share of alarms that are right, recall the share of the words that are heard. Far down recall falls again, since
// one alarm that never ends counts once:

float[] thresholds = [0.05f, 0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f, 0.7f, 0.8f, 0.9f, 0.95f];
var answers = unheard.Select(one => detector.Probabilities(one.Clip)).ToList();
TriggerScores Judge(float threshold)
{
    var scores = new TriggerScores();
    foreach (var (one, given) in unheard.Zip(answers))
    {
        scores.Add(detector.With(new() { Threshold = threshold }).Detect(given), one);
    }

    return scores;
}

var middle = Judge(0.5f);
Console.WriteLine($"at 0.5: {middle.Detected} of {middle.Detected + middle.Missed} words heard, {middle.FalseAlarms} false alarms in {middle.Seconds / 60:F0} minutes, F1 {middle.F1:F3}");
display(new LineChart(
    "Precision and recall by threshold",
    new ChartSeries("precision", [.. thresholds.Select(t => ((double)t, Judge(t).Precision))]),
    new ChartSeries("recall", [.. thresholds.Select(t => ((double)t, Judge(t).Recall))]))
{ HorizontalAxis = "threshold" });

// All of this was whole clips. A microphone gives a few milliseconds at a time; the stream carries the state of the
// features and of the network along, so that the same sound in pieces of 50 ms gives the same alarms at the same times:

var agree = 0;
foreach (var one in unheard)
{
    var listener = detector.CreateStream();
    double[] alarms = [.. one.Clip.Samples.Chunk(400).SelectMany(piece => listener.Add(piece)), .. listener.Finish()];
    agree += alarms.SequenceEqual(detector.Detect(one.Clip)) ? 1 : 0;
}

display($"{agree} of {unheard.Count} clips give the same alarms in pieces of 50 ms as in whole");

// `mlseq detect listen` does this with what a microphone's program writes to its standard input. Trained on ten-second
// clips with the settings that `mlseq detect train` has by itself, F1 is 0.969.

notebook.Save();

record Recording(string Name, AudioClip Clip)
{
    public int Digit => Name[0] - '0';

    public bool IsHeldOut => int.Parse(Name.Split('_')[2]) < 5;
}
