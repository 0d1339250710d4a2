using MLSeq.Audio;
using MLSeq.Graphs;
using MLSeq.Onnx.Graphs;

namespace MLSeq.Onnx;

// Sound, from which the graph makes features.
internal sealed partial class OnnxExport
{
    /// <summary>How many steps the features have that the graph makes of sound, [N] int64; null where it makes none.</summary>
    public GraphValue? StepCounts { get; private set; }

    /// <summary>Defines the probabilities of a detector, which times are read off outside of the graph.</summary>
    public void Define(TriggerWordDetectingTransformer stage)
    {
        var (audio, detector) = (_columns.GetValueOrDefault(stage.AudioColumnName), stage.Detector);
        Remove(TriggerWordDetectingTransformer.DetectedTimes);
        Define(ColumnNames.Probability, OnnxRole.Prediction, () =>
        {
            var (samples, lengths) = SamplesInput(stage.AudioColumnName, Known(audio, stage.AudioColumnName).Value);
            (var probabilities, StepCounts) = LogMelGraph.Probabilities(Graph, samples, lengths, detector);
            return new StepNumbersValue(probabilities);
        });
    }

    /// <summary>Features of sound.</summary>
    public GraphSequence LogMel(string column, OnnxColumnValue value, LogMelOptions options)
    {
        var (samples, lengths) = SamplesInput(column, value);
        (var features, StepCounts) = LogMelGraph.Features(Graph, samples, lengths, options);
        return features;
    }

    /// <summary>Sound [N, S] and its lengths [N]: where a pipeline reads files, the graph takes what is in them.</summary>
    private (GraphValue Samples, GraphValue Lengths) SamplesInput(string column, OnnxColumnValue value)
    {
        if (value is not InputColumnValue { Column.Name: var input })
        {
            throw NotExpressible(column, "a column of the input data");
        }

        var lengths = $"{input}.Lengths";
        Graph.Metadata[OnnxMetadata.Padding] = "0";
        Graph.Metadata[OnnxMetadata.Lengths] = lengths;
        return (
            Input(input, "Samples of sound, [N, S]; 0 behind a row's last one.", name => Graph.Input(name, OnnxElementType.Float, "N", "S")),
            Input(lengths, $"How many samples of {input} each row has, [N].", name => Graph.Input(name, OnnxElementType.Int64, "N")));
    }
}
