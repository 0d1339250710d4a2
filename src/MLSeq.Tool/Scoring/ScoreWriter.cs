using System.Globalization;
using MLSeq.Onnx;
using MLSeq.Onnx.Scoring;

namespace MLSeq.Tool.Scoring;

/// <summary>Writes a line for each row: the fields that are kept, then the model's outputs.</summary>
internal abstract class ScoreWriter
{
    /// <param name="outputs">What is written.</param>
    protected ScoreWriter(IReadOnlyList<OnnxColumn> outputs) => Outputs = outputs;

    protected IReadOnlyList<OnnxColumn> Outputs { get; }

    /// <summary>The line that names the columns; null where there is none.</summary>
    /// <param name="kept">The names of the fields that are kept.</param>
    public abstract string? Header(IEnumerable<string> kept);

    /// <summary>A row's line.</summary>
    /// <param name="header">The names of the fields that are kept; null where they have none.</param>
    /// <param name="kept">The fields that are kept.</param>
    /// <param name="scores">The outputs of its window.</param>
    /// <param name="row">Its place there.</param>
    public abstract string Line(string[]? header, string[] kept, OnnxScores scores, int row);

    /// <summary>A row's values of an output, as they are written.</summary>
    protected static IEnumerable<string> Values(OnnxColumn output, OnnxScores scores, int row) => output.ElementType switch
    {
        OnnxElementType.Float or OnnxElementType.Double => scores.Floats(output.Name, row).ToArray().Select(v => v.ToString(CultureInfo.InvariantCulture)),
        OnnxElementType.String => scores.Strings(output.Name, row).ToArray(),
        _ => scores.Integers(output.Name, row).ToArray().Select(v => v.ToString(CultureInfo.InvariantCulture)),
    };
}
