using MLSeq.Decoding.Beams;
using MLSeq.Networks;
using MLSeq.Networks.EncoderDecoder;
using MLSeq.Onnx.Graphs;
using MLSeq.Onnx.Tests;
using MLSeq.Runtimes.Tests.Cases;
using MLSeq.Runtimes.Tests.Hosts;

namespace MLSeq.Runtimes.Tests;

/// <summary>A translator's encoder and decoder step in other runtimes, states going from run to run, give the engine's outputs.</summary>
[Collection(RuntimeCollection.Name)]
public class TranslatorStepTests(RuntimeHosts hosts)
{
    [SkippableTheory]
    [InlineData(RuntimeHosts.Node, RecurrentCell.Lstm, AttentionKind.Additive)]
    [InlineData(RuntimeHosts.Node, RecurrentCell.Gru, AttentionKind.None)]
    [InlineData(RuntimeHosts.Web, RecurrentCell.Lstm, AttentionKind.General)]
    [InlineData(RuntimeHosts.Web, RecurrentCell.Gru, AttentionKind.Dot)]
    public void Steps_give_the_engines_outputs(string host, RecurrentCell cell, AttentionKind attention)
    {
        var model = TranslationModels.Random(cell, attention, feeding: attention != AttentionKind.None, layers: 2);
        int[][] sources = [[4, 2], [5, 3, 4, 6, 3, 2], [2]];
        var engine = new NetworkDecoder(model.Network);
        engine.Read(sources);
        var values = hosts[host].Run(TranslationGraph.Encoder(model).ToArray(), new Dictionary<string, RuntimeTensor> { [TranslationGraph.Ids] = Batches.Ids(sources) })[0];
        int[] ids = [.. sources.Select(_ => model.Network.Options.StartId)];
        int[] parents = [0, 1, 2];
        for (var step = 0; step < 3; step++)
        {
            var expected = engine.Step(ids, parents, [0, 1, 2]);

            values[TranslationGraph.Ids] = Row(ids);
            values[TranslationGraph.Parents] = Row(parents);
            if (attention != AttentionKind.None)
            {
                values[TranslationGraph.Sources] = Row([0, 1, 2]);
            }

            var found = hosts[host].Run(TranslationGraph.Step(model).ToArray(), values)[0];
            for (var row = 0; row < ids.Length; row++)
            {
                found[TranslationGraph.Outputs].AssertRow(row, expected.Row(row).ToArray(), 1e-4, $"{host}, step {step}");
            }

            foreach (var (name, value) in found.Where(output => output.Key.StartsWith(TranslationGraph.Next, StringComparison.Ordinal)))
            {
                values[name[TranslationGraph.Next.Length..]] = value;
            }

            ids = [3 + step, 4, 2 + step];
        }
    }

    private static RuntimeTensor Row(int[] values) => new(Array.ConvertAll(values, value => (long)value), values.Length);
}
