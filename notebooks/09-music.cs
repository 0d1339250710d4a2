// Made of 09-music.ipynb by 'dotnet run --project build/Notebooks -- --apps': change the notebook, not this file.
#:property PublishAot=false
#:project ../src/MLSeq.Interactive/MLSeq.Interactive.csproj
#:property UsesMicrosoftML=true

using System.IO;
using System.Text.Json;
using MLSeq.Audio;
using MLSeq.Decoding;
using MLSeq.Interactive;
using MLSeq.Interactive.Audio;
using MLSeq.Interactive.Charts;
using MLSeq.Interactive.Texts;
using MLSeq.Networks;
using MLSeq.Networks.Training;

// The page with the pictures lies where the app was started; files are named from where the app lies.
var notebook = new ConsoleNotebook("09-music.html");
Directory.SetCurrentDirectory((string)AppContext.GetData("EntryPointFileDirectoryPath")!);
ShownValue display(object value) => notebook.Show(value);

// # 9. Music
//
// A piece of music is a sequence, too: at each step some keys of the piano sound. This notebook shows a network which
// of them sounded so far, asks it for the probability of each key at the next step, and lets it go on by itself.
//
// The pieces are Bach's chorales for four voices, quarter note by quarter note, in the split that Boulanger-Lewandowski
// et al. (2012) made for measuring such models: 382 pieces, of which 77 are held out. The file is
// `jsb-chorales-quarter.json` of [czhuang/JSB-Chorales-dataset](https://github.com/czhuang/JSB-Chorales-dataset), for
// each part a list of pieces, each a list of steps, each a list of MIDI pitches; the music itself is free. Save it in
// the folder `music` of the folder that the environment variable `MLSEQ_DATA` names.

const int keys = 88;
const int lowestPitch = 21;
var data = Environment.GetEnvironmentVariable("MLSEQ_DATA") ?? "data";

// A piece as zeros and ones [T, 88].
float[] Roll(int[][] piece)
{
    var roll = new float[piece.Length * keys];
    foreach (var (t, pitches) in piece.Index())
    {
        foreach (var pitch in pitches)
        {
            roll[(t * keys) + pitch - lowestPitch] = 1;
        }
    }

    return roll;
}

var chorales = JsonSerializer.Deserialize<Dictionary<string, int[][][]>>(File.ReadAllText(Path.Combine(data, "music", "jsb-chorales-quarter.json")))!
    .ToDictionary(part => part.Key, part => part.Value.Select(Roll).ToList());
display($"{chorales["train"].Count} pieces to learn from, {chorales["valid"].Count} to choose the epoch by, {chorales["test"].Count} to measure with");

// Here are the first 32 steps of a held-out piece, as on the roll of a player piano: time goes to the right, high notes
// are at the top, and C4 is the middle C. Four voices move in small steps, mostly in chords that belong to the same
// key.

float[] Beginning(float[] roll, int steps) => roll[..Math.Min(roll.Length, steps * keys)];
var held = chorales["test"][1];
display(TimeMap.OfNotes("The beginning of a chorale", Beginning(held, 32), lowestPitch));

// To hear it, each key is a few sine waves: its frequency, which doubles with every twelve keys, $f = 440 \cdot 2^{(p -
// 69)/12}$ Hz for the pitch $p$, and its overtones, softer and softer. A note that goes on in the next step is held.

AudioClip Play(float[] roll)
{
    const int rate = 8000;
    const int stepSamples = rate * 2 / 5;
    var steps = roll.Length / keys;
    var sound = new float[(steps + 1) * stepSamples];
    for (var key = 0; key < keys; key++)
    {
        var frequency = 440 * Math.Pow(2, (key + lowestPitch - 69) / 12d);
        for (var from = 0; from < steps; from++)
        {
            var until = from;
            while (until < steps && roll[(until * keys) + key] > 0.5f)
            {
                until++;
            }

            for (var n = 0; n < (until - from) * stepSamples; n++)
            {
                var (seconds, left) = ((double)n / rate, (((until - from) * stepSamples) - n) / (double)rate);
                var loudness = 0.08 * Math.Min(1, Math.Min(seconds, left) / 0.03) * Math.Exp(-0.8 * seconds);
                for (var overtone = 1; overtone <= 3 && overtone * frequency < rate / 2; overtone++)
                {
                    sound[(from * stepSamples) + n] += (float)(loudness / overtone * Math.Sin(2 * Math.PI * overtone * frequency * seconds));
                }
            }

            from = Math.Max(from, until);
        }
    }

    return new(sound, rate);
}

display(new SoundView("The same as sound", Play(Beginning(held, 32))));

// ## What would be a good guess?
//
// A model gives each key its own probability $p_{tk}$ of sounding at step $t$, so a frame is judged by 88 decisions,
// yes or no, and the loss of a piece is the negative logarithm of the probability of all that really sounded ($y_{tk} =
// 1$) and did not ($y_{tk} = 0$), in nats a frame:
//
// $$L = -\frac{1}{T}\sum_t \sum_k \big(y_{tk} \log p_{tk} + (1 - y_{tk}) \log(1 - p_{tk})\big)$$
//
// Two guesses without a network set the scale: that each key sounds as often as it does over all pieces, and that it
// goes on as it is, with the probabilities that this had in the pieces to learn from.

double Loss(List<float[]> pieces, Func<float[], float[]> model) =>
    pieces.Sum(piece => -piece.Zip(model(piece), (sounds, p) => Math.Log(sounds > 0.5f ? p : 1 - p)).Sum()) / pieces.Sum(piece => piece.Length / keys);
float Before(float[] roll, int i) => i < keys ? 0 : roll[i - keys];

// A count more of each outcome, so that none is held impossible.
float Share(IEnumerable<float> outcomes) => outcomes.Aggregate((Yes: 1f, All: 2f), (sum, outcome) => (sum.Yes + outcome, sum.All + 1)) is var (yes, all) ? yes / all : 0;

var cells = chorales["train"].SelectMany(roll => roll.Select((sounds, i) => (Key: i % keys, Before: Before(roll, i), Sounds: sounds))).ToList();
float[] often = [.. cells.GroupBy(c => c.Key).OrderBy(g => g.Key).Select(g => Share(g.Select(c => c.Sounds)))];
var goesOn = cells.GroupBy(c => (c.Key, c.Before)).ToDictionary(g => g.Key, g => Share(g.Select(c => c.Sounds)));
var byFrequency = Loss(chorales["test"], roll => [.. roll.Select((_, i) => often[i % keys])]);
var byLast = Loss(chorales["test"], roll => [.. roll.Select((_, i) => goesOn.TryGetValue((i % keys, Before(roll, i)), out var share) ? share : often[i % keys])]);
display($"as often as over all pieces: {byFrequency:F2} nats a frame; as it was in the step before: {byLast:F2}");

// ## A network that listens
//
// An LSTM reads a frame and answers with 88 logistic outputs, which are compared with the next frame; before the first
// frame there is silence. At each step it has heard all that came before, so it can know the key and the place in the
// phrase.

SequenceExample Lesson(float[] roll) => new() { Frames = [.. new float[keys], .. roll[..^keys]], Targets = roll };
var network = new SequenceNetwork(
    new()
    {
        FrameSize = keys, Cell = RecurrentCell.Lstm, HiddenSize = 128, Dropout = 0.1f,
        Pooling = SequencePooling.None, OutputSize = keys, Output = NetworkOutput.Sigmoid,
    }, seed: 1);
var history = new SequenceTrainer(network, new() { Epochs = 30, BatchSize = 8, LearningRate = 1e-2f, ClipNorm = 1, Schedule = LearningRateSchedule.Cosine, Patience = 0 })
    .Fit(() => chorales["train"].Select(Lesson), () => chorales["valid"].Select(Lesson));
display(new TrainingCurves(history));

// On the pieces that it never heard:

var scorer = network.CreateScorer();
float[] Predict(float[] roll)
{
    var p = new float[roll.Length];
    scorer.Score(Lesson(roll).Frames!, p);
    return p;
}

display(new TextTable("Negative log-likelihood of the test pieces", ["model", "nats a frame"],
    [["each key as often as over all pieces", byFrequency], ["each key by whether it sounded before", byLast], ["LSTM of 128, a few seconds of training", Loss(chorales["test"], Predict)]]) { BarColumn = 1 });

// With 200 units, locked dropout and 150 epochs it comes to 8.32, mean of three seeds (`dotnet run -c Release --project
// tests/MLSeq.Benchmarks -- chorales`). Boulanger-Lewandowski et al. (2012) report 8.71 for a plain recurrent network
// and 5.56 for theirs that draws the keys of a frame jointly; here each key is drawn for itself, given the past.
//
// What it expects is seen best over the piece from above. Shades are the probabilities of the next step, given all
// steps before, dots what then really sounded. At the beginning it knows nothing and spreads its guesses; soon it keeps
// to the notes of the key.

display(TimeMap.OfNotes("What the network expects, and what comes", Predict(Beginning(held, 32)), lowestPitch, marked: Beginning(held, 32)));

// ## Let it play
//
// `FrameGenerator` draws the keys of a frame by their probabilities, gives that frame to the network as the next one,
// and so on. The first 8 steps are Bach's, the next 32 are the network's. As in texts, the temperature divides the
// logarithm of the odds: below 1 the likely gets likelier.

var generator = new FrameGenerator(network);
float[] Compose(float temperature, int seed) => [.. Beginning(held, 8), .. generator.Generate(Beginning(held, 8), 32, seed, temperature)];
var composed = Compose(0.9f, seed: 1);
display(TimeMap.OfNotes("Eight steps by Bach, 32 by the network, at temperature 0.9", composed, lowestPitch));

display(new SoundView("The same as sound", Play(composed)));

// What temperature does is seen in numbers, of ten pieces each (of one at 0, where nothing is drawn). A cold network
// falls nearly silent, since hardly any key is likelier to sound than not; a hot one strikes whatever comes. At 1 it
// plays as many keys a step as Bach wrote, changes as many from step to step, and is as surprised by its own music as
// by his, which is the last column:

float[] temperatures = [0, 0.5f, 0.9f, 1, 1.3f];
IReadOnlyList<object> Describe(string name, List<float[]> rolls) =>
[
    name, rolls.Average(roll => roll.Sum() * keys / roll.Length),
    rolls.Average(roll => Enumerable.Range(keys, roll.Length - keys).Count(i => roll[i] != roll[i - keys]) * keys / (double)(roll.Length - keys)),
    Loss(rolls, Predict),
];
display(new TextTable("How it plays", ["temperature", "keys a step", "keys that change a step", "nats a frame"],
    [.. temperatures.Select(t => Describe($"{t}", [.. Enumerable.Range(1, t == 0 ? 1 : 10).Select(seed => Compose(t, seed))])), Describe("Bach", chorales["test"])]));

// It is not Bach all the same: keys are drawn each for itself, so a chord may get two neighbours that no voice would
// sing together, and phrases have no goal. Models that draw the keys of a step one after the other, given those drawn
// already, are better at it.
//
// In a pipeline the same network is `ml.Sequences().Trainers.MultiLabelClassifier`, whose model generates, too. Nothing
// in it is about music: frames may as well be the pages that a visitor opens or the alarms of a plant.

notebook.Save();
