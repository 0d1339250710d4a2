using System.Globalization;
using MLSeq.Onnx.Scoring;

namespace MLSeq.Onnx.Models;

/// <summary>What models that take sound have in common.</summary>
internal static class SoundModel
{
    /// <summary>The samples a second that a model takes.</summary>
    /// <param name="scorer">The model.</param>
    /// <param name="path">Its file.</param>
    /// <param name="output">The output that it must have, of numbers at each step.</param>
    /// <param name="what">What it must be, as in "a transcriber".</param>
    /// <exception cref="InvalidDataException">It is something else; names it.</exception>
    public static int SampleRate(OnnxSequenceScorer scorer, string path, string output, string what)
    {
        var isSound = scorer.Inputs is [{ ElementType: OnnxElementType.Float, Width: null, StepSize: 1 }]
            && scorer.Outputs.Any(column => column.Name == output && column is { ElementType: OnnxElementType.Float, Width: null });
        return isSound && int.TryParse(scorer.Metadata.GetValueOrDefault(OnnxMetadata.SampleRate), NumberStyles.None, CultureInfo.InvariantCulture, out var rate) && rate > 0
            ? rate
            : throw new InvalidDataException(
                $"'{path}' is not {what} of sound: expected one input of samples, the output {output} at each step and the metadata entry "
                + $"'{OnnxMetadata.SampleRate}'; found the inputs {Names(scorer.Inputs)} and the outputs {Names(scorer.Outputs)}.");
    }

    private static string Names(IEnumerable<OnnxColumn> columns) => string.Join(", ", columns.Select(column => column.Name));
}
