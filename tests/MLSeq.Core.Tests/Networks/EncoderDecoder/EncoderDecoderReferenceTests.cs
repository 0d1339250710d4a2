using MLSeq.Networks;
using MLSeq.Networks.EncoderDecoder;
using MLSeq.Numerics;
using MLSeq.Tests.Networks.Reference;

namespace MLSeq.Tests.Networks.EncoderDecoder;

/// <summary>The engine against the double-precision reference, and the reference against finite differences.</summary>
public class EncoderDecoderReferenceTests
{
    public static TheoryData<string> Networks => [.. Cases.Keys];

    private static Dictionary<string, Action<EncoderDecoderOptions>> Cases { get; } = new()
    {
        ["general attention, input feeding"] = _ => { },
        ["general attention"] = o => o.InputFeeding = false,
        ["no attention"] = o => o.Attention = AttentionKind.None,
        ["dot attention, half as large an encoder"] = o => (o.Attention, o.EncoderHiddenSize) = (AttentionKind.Dot, 2),
        ["additive attention"] = o => (o.Attention, o.AttentionSize, o.InputFeeding) = (AttentionKind.Additive, 5, false),
        ["additive attention, input feeding"] = o => (o.Attention, o.AttentionSize) = (AttentionKind.Additive, 0),
        ["two layers"] = o => (o.EncoderLayers, o.DecoderLayers) = (2, 2),
        ["two layers to one"] = o => (o.EncoderLayers, o.DecoderLayers) = (2, 1),
        ["one layer to three, one direction"] = o => (o.EncoderLayers, o.DecoderLayers, o.Bidirectional) = (1, 3, false),
        ["two layers, no input feeding"] = o => (o.EncoderLayers, o.DecoderLayers, o.InputFeeding) = (2, 2, false),
        ["tied embeddings"] = o => (o.TieEmbeddings, o.EmbeddingSize) = (true, 4),
        ["shared embeddings"] = o => (o.ShareEmbeddings, o.SourceVocabularySize) = (true, 8),
        ["tied and shared embeddings"] = o => (o.TieEmbeddings, o.EmbeddingSize, o.ShareEmbeddings, o.SourceVocabularySize) = (true, 4, true, 8),
        ["label smoothing"] = o => o.LabelSmoothing = 0.2f,
        ["peephole to gru"] = o => (o.EncoderCell, o.DecoderCell) = (RecurrentCell.LstmPeephole, RecurrentCell.Gru),
        ["gru to peephole"] = o => (o.EncoderCell, o.DecoderCell) = (RecurrentCell.Gru, RecurrentCell.LstmPeephole),
        ["rnn to gru reset before"] = o => (o.EncoderCell, o.DecoderCell, o.DecoderLayers) = (RecurrentCell.Rnn, RecurrentCell.GruResetBefore, 2),
        ["gru simple to rnn"] = o => (o.EncoderCell, o.DecoderCell) = (RecurrentCell.GruSimple, RecurrentCell.Rnn),
        ["gru reset before to gru simple"] = o => (o.EncoderCell, o.DecoderCell) = (RecurrentCell.GruResetBefore, RecurrentCell.GruSimple),
        ["wide"] = o => (o.EmbeddingSize, o.HiddenSize, o.EncoderHiddenSize, o.TargetVocabularySize) = (9, 17, 10, 19),
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Outputs_loss_and_gradients_are_the_references(string name)
    {
        var (network, pairs) = Make(name);
        var parameters = ReferenceNetwork.ParametersOf(network.Parameters);
        var reference = new ReferenceEncoderDecoder(network.Options, parameters);
        var loss = reference.Loss(pairs);
        loss.TraceBack();

        var run = new PairRun(network, pairs);

        foreach (var (pair, outputs) in pairs.Zip(run.Outputs))
        {
            Close.To([.. reference.Outputs(pair).SelectMany(o => o).Select(o => o.Value)], outputs, "output");
        }

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
        var (network, pairs) = Make(name);
        var parameters = ReferenceNetwork.ParametersOf(network.Parameters);
        new ReferenceEncoderDecoder(network.Options, parameters).Loss(pairs).TraceBack();
        var random = new Random(3);
        foreach (var (parameter, values) in parameters)
        {
            // Any element is as good as another; a few of each parameter keep the test short.
            for (var n = 0; n < 2; n++)
            {
                var i = random.Next(values.Length);
                double LossAt(double value)
                {
                    var moved = new Dictionary<string, Scalar[]>(parameters) { [parameter] = [.. values] };
                    moved[parameter][i] = value;
                    return new ReferenceEncoderDecoder(network.Options, moved).Loss(pairs).Value;
                }

                var difference = (LossAt(values[i].Value + Step) - LossAt(values[i].Value - Step)) / (2 * Step);
                Assert.True(
                    Math.Abs(difference - values[i].Gradient) <= (1e-6 * Math.Abs(difference)) + 1e-9,
                    $"{parameter}[{i}]: {values[i].Gradient}, difference {difference}");
            }
        }
    }

    [Fact]
    public void The_measured_loss_is_without_smoothing()
    {
        var (network, pairs) = Make("label smoothing");
        var options = network.Options;
        options.LabelSmoothing = 0;
        var plain = new ReferenceEncoderDecoder(options, ReferenceNetwork.ParametersOf(network.Parameters)).Loss(pairs).Value;

        Close.To([plain], [(float)new PairRun(network, pairs).Measured], "loss");
    }

    internal static (EncoderDecoderNetwork Network, SequencePair[] Pairs) Make(string name)
    {
        var options = new EncoderDecoderOptions { SourceVocabularySize = 7, TargetVocabularySize = 8, EmbeddingSize = 3, HiddenSize = 4, EncoderHiddenSize = 3 };
        Cases[name](options);
        var network = new EncoderDecoderNetwork(options, 5);
        var random = new SeededRandom(11);
        foreach (var parameter in network.Parameters)
        {
            random.Uniform(parameter.Values, 0.7);
        }

        (int Source, int Target)[] lengths = [(3, 2), (1, 4), (5, 0), (2, 4), (0, 1)];
        int[] Draw(int length, int bound) => [.. Enumerable.Range(0, length).Select(_ => random.Next(bound))];
        return (network, [.. lengths.Select((l, r) => new SequencePair
        {
            Source = Draw(l.Source, options.SourceVocabularySize),
            Target = Draw(l.Target, options.TargetVocabularySize),
            Weight = 0.5f + (0.25f * r),
        })]);
    }
}
