using MLSeq.Numerics;
using MLSeq.Networks;
using MLSeq.Networks.Training;
using MLSeq.Tests.Networks.Reference;

namespace MLSeq.Tests.Networks;

/// <summary>The engine against the reference, and the reference against finite differences of itself.</summary>
public class ReferenceTests
{
    public static TheoryData<string> Networks => [.. Cases.Keys];

    private static Dictionary<string, SequenceNetworkOptions> Cases
    {
        get
        {
            var cases = LstmCases;
            foreach (var cell in Enum.GetValues<RecurrentCell>())
            {
                // Sizes that are no multiple of a vector's, smaller and larger than one.
                cases[$"{cell}, deep"] = new() { VocabularySize = 7, EmbeddingSize = 5, Cell = cell, HiddenSize = 4, Layers = 2, OutputSize = 3 };
                cases[$"{cell}, from a state"] = new()
                {
                    FrameSize = 2,
                    Cell = cell,
                    HiddenSize = 9,
                    StateSize = 3,
                    Pooling = SequencePooling.Mean,
                    OutputSize = 2,
                };
                cases[$"{cell}, bidirectional, wide"] = new()
                {
                    FrameSize = 3,
                    Cell = cell,
                    HiddenSize = 11,
                    Bidirectional = true,
                    Pooling = SequencePooling.Mean,
                    OutputSize = 2,
                };
            }

            return cases;
        }
    }

    private static Dictionary<string, SequenceNetworkOptions> LstmCases => new()
    {
        ["embedding, LSTM, last, softmax"] = new() { VocabularySize = 7, EmbeddingSize = 5, HiddenSize = 4, OutputSize = 3 },
        ["LSTM alone, last, linear"] = new() { FrameSize = 3, HiddenSize = 4, OutputSize = 1, Output = NetworkOutput.Linear },
        ["bidirectional, last, sigmoid"] = new()
        {
            FrameSize = 2,
            HiddenSize = 3,
            Bidirectional = true,
            OutputSize = 1,
            Output = NetworkOutput.Sigmoid,
        },
        ["two layers, bidirectional, mean"] = new()
        {
            VocabularySize = 7,
            EmbeddingSize = 3,
            HiddenSize = 3,
            Layers = 2,
            Bidirectional = true,
            Pooling = SequencePooling.Mean,
            OutputSize = 2,
        },
        ["max"] = new() { FrameSize = 3, HiddenSize = 5, Pooling = SequencePooling.Max, OutputSize = 2 },
        ["bidirectional, max"] = new() { FrameSize = 3, HiddenSize = 3, Bidirectional = true, Pooling = SequencePooling.Max, OutputSize = 2 },
        ["attention"] = new() { FrameSize = 3, HiddenSize = 5, Pooling = SequencePooling.Attention, OutputSize = 2 },
        ["bidirectional, attention, linear"] = new()
        {
            VocabularySize = 7,
            EmbeddingSize = 3,
            HiddenSize = 3,
            Bidirectional = true,
            Pooling = SequencePooling.Attention,
            OutputSize = 1,
            Output = NetworkOutput.Linear,
        },

        ["each step, softmax"] = new() { VocabularySize = 7, EmbeddingSize = 3, HiddenSize = 4, Pooling = SequencePooling.None, OutputSize = 3 },
        ["each step, bidirectional, many labels"] = new()
        {
            FrameSize = 3,
            HiddenSize = 3,
            Bidirectional = true,
            Pooling = SequencePooling.None,
            OutputSize = 4,
            Output = NetworkOutput.Sigmoid,
        },
        ["each step, one number"] = new() { FrameSize = 3, HiddenSize = 4, Pooling = SequencePooling.None, OutputSize = 1, Output = NetworkOutput.Linear },
        ["many numbers"] = new() { FrameSize = 3, HiddenSize = 4, OutputSize = 3, Output = NetworkOutput.Linear },
        ["dense layers, each step"] = new() { FrameSize = 3, HiddenSize = 4, DenseLayers = 2, Pooling = SequencePooling.None, OutputSize = 3 },
        ["dense layers, bidirectional, last"] = new() { FrameSize = 3, HiddenSize = 4, Bidirectional = true, DenseLayers = 1, OutputSize = 3 },
        ["dense layers, bidirectional, mean"] = new()
        {
            FrameSize = 3,
            HiddenSize = 4,
            Bidirectional = true,
            DenseLayers = 1,
            Pooling = SequencePooling.Mean,
            OutputSize = 3,
        },
        ["tied embeddings"] = new()
        {
            VocabularySize = 7,
            EmbeddingSize = 4,
            HiddenSize = 4,
            Pooling = SequencePooling.None,
            OutputSize = 7,
            TieEmbeddings = true,
        },

        ["from a feature vector, two layers"] = new()
        {
            VocabularySize = 7,
            EmbeddingSize = 3,
            HiddenSize = 4,
            Layers = 2,
            StateSize = 3,
            Pooling = SequencePooling.None,
            OutputSize = 7,
        },

        ["conditional random field"] = new()
        {
            VocabularySize = 7,
            EmbeddingSize = 3,
            HiddenSize = 3,
            Bidirectional = true,
            Pooling = SequencePooling.None,
            OutputSize = 3,
            Output = NetworkOutput.ConditionalRandomField,
        },
        ["characters by LSTM, conditional random field"] = new()
        {
            VocabularySize = 7,
            EmbeddingSize = 3,
            Characters = CharacterFeatures.Lstm,
            CharacterVocabularySize = 6,
            CharacterEmbeddingSize = 2,
            CharacterSize = 4,
            HiddenSize = 3,
            Bidirectional = true,
            Pooling = SequencePooling.None,
            OutputSize = 3,
            Output = NetworkOutput.ConditionalRandomField,
        },
        ["characters by convolution"] = new()
        {
            VocabularySize = 7,
            EmbeddingSize = 3,
            Characters = CharacterFeatures.Cnn,
            CharacterVocabularySize = 6,
            CharacterEmbeddingSize = 2,
            CharacterSize = 5,
            HiddenSize = 3,
            OutputSize = 3,
            Pooling = SequencePooling.None,
        },
        ["characters alone"] = new()
        {
            VocabularySize = 7,
            EmbeddingSize = 0,
            Characters = CharacterFeatures.Cnn,
            CharacterVocabularySize = 6,
            CharacterEmbeddingSize = 2,
            CharacterSize = 5,
            HiddenSize = 3,
            OutputSize = 3,
        },
        ["frames and characters"] = new()
        {
            FrameSize = 2,
            Characters = CharacterFeatures.Lstm,
            CharacterVocabularySize = 6,
            CharacterEmbeddingSize = 2,
            CharacterSize = 4,
            HiddenSize = 3,
            OutputSize = 3,
        },

        // Sizes that are no multiple of a vector's, and larger than one.
        ["wide"] = new() { FrameSize = 9, HiddenSize = 19, Bidirectional = true, Pooling = SequencePooling.Mean, OutputSize = 17 },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Outputs_loss_and_gradients_are_the_references(string name)
    {
        var (network, rows) = Make(name);
        var parameters = ReferenceNetwork.ParametersOf(network);
        var reference = new ReferenceNetwork(network.Options, parameters);
        var loss = reference.Loss(rows);
        loss.TraceBack();

        var run = new EngineRun(network, rows);

        Close.To([.. rows.SelectMany(reference.Outputs).Select(s => s.Value)], run.Outputs, "output");
        Close.To([loss.Value], [(float)run.Loss], "loss");
        Assert.Equal(parameters.Keys.Order(), run.Gradients.Keys.Order());
        foreach (var (parameter, values) in parameters)
        {
            Close.To([.. values.Select(v => v.Gradient)], run.Gradients[parameter], parameter);
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void The_references_gradients_are_finite_differences(string name)
    {
        const double Step = 1e-5;
        var (network, rows) = Make(name);
        var parameters = ReferenceNetwork.ParametersOf(network);
        new ReferenceNetwork(network.Options, parameters).Loss(rows).TraceBack();
        var random = new Random(3);
        foreach (var (parameter, values) in parameters)
        {
            // Any element is as good as another; a few of each parameter keep the test short.
            for (var n = 0; n < 6; n++)
            {
                var i = random.Next(values.Length);
                double LossAt(double value)
                {
                    var moved = new Dictionary<string, Scalar[]>(parameters) { [parameter] = [.. values] };
                    moved[parameter][i] = value;
                    return new ReferenceNetwork(network.Options, moved).Loss(rows).Value;
                }

                var difference = (LossAt(values[i].Value + Step) - LossAt(values[i].Value - Step)) / (2 * Step);
                Assert.True(
                    Math.Abs(difference - values[i].Gradient) <= (1e-6 * Math.Abs(difference)) + 1e-9,
                    $"{parameter}[{i}]: {values[i].Gradient}, difference {difference}");
            }
        }
    }

    private static (SequenceNetwork Network, SequenceExample[] Rows) Make(string name)
    {
        var options = Cases[name];
        var network = new SequenceNetwork(options, 5);
        var random = new SeededRandom(11);
        foreach (var parameter in network.Parameters)
        {
            random.Uniform(parameter.Values, 0.7);
        }

        int[] lengths = [3, 1, 6, 4, 4, 2];
        int[][] words = [[1], [], [2, 3, 1, 5], [0, 4], [5, 5, 2], [4, 1, 3, 2, 2, 5, 1]];
        SequenceExample[] rows = [.. lengths.Select((length, r) =>
        {
            var frames = new float[length * options.FrameSize];
            random.Uniform(frames, 1.5);
            var eachStep = options.Pooling == SequencePooling.None;
            var isClass = options.Output is NetworkOutput.Softmax or NetworkOutput.ConditionalRandomField;
            float Target() => options.Output == NetworkOutput.Sigmoid ? random.Next(2) : (float)random.NextDouble();
            var features = new float[options.StateSize];
            random.Uniform(features, 1);
            return new SequenceExample
            {
                State = options.StateSize > 0 ? features : null,
                StepLabels = eachStep && isClass ? [.. Enumerable.Range(0, length).Select(t => t == 3 ? -1 : random.Next(options.OutputSize))] : null,
                Targets = isClass || (!eachStep && options.OutputSize == 1)
                    ? null
                    : [.. Enumerable.Range(0, (eachStep ? length : 1) * options.OutputSize).Select(_ => Target())],
                Ids = options.FrameSize > 0 ? null : [.. Enumerable.Range(0, length).Select(_ => random.Next(options.VocabularySize))],
                Frames = options.FrameSize > 0 ? frames : null,
                Characters = options.Characters == CharacterFeatures.None ? null : [.. Enumerable.Range(0, length).Select(_ => words[random.Next(words.Length)])],
                Label = options.Output switch { NetworkOutput.Softmax => r % options.OutputSize, NetworkOutput.Sigmoid => r % 2, _ => 0.3f * r },
                Weight = 0.5f + (0.25f * r),
            };
        })];
        return (network, rows);
    }
}
