using Microsoft.ML;
using MLSeq.Interop;
using MLSeq.Onnx.Scoring;

namespace MLSeq.Onnx;

/// <summary>Scores rows by a model and by the file that it was exported to.</summary>
internal static class OnnxVerification
{
    public static OnnxExportReport Compare(byte[] file, ITransformer model, IDataView sample)
    {
        using var scorer = new OnnxSequenceScorer(file, name: "The exported model");
        return Compare(scorer, model, sample);
    }

    public static OnnxExportReport Compare(OnnxSequenceScorer scorer, ITransformer model, IDataView sample)
    {
        var scored = model.Transform(sample);

        // Inputs are columns of the sample, or, where the graph starts behind some stages, of what these make of it.
        var inputs = scorer.Inputs.ToDictionary(input => input, input => (sample.Schema.GetColumnOrNull(input.Name) is null ? scored : sample, input.Name));
        foreach (var (input, (data, name)) in inputs)
        {
            ColumnForm.Check(data.Schema, name, input);
        }

        var outputs = scorer.Outputs.Select(output => (Output: output, Column: ColumnTypes.Find(scored.Schema, output.Name, "output"))).ToList();
        var given = inputs.Values.Where(input => input.Item1 == sample).Select(input => sample.Schema[input.Name]);
        var made = inputs.Values.Where(input => input.Item1 == scored).Select(input => scored.Schema[input.Name]);
        using var from = sample.GetRowCursor(given);
        using var to = scored.GetRowCursor(made.Concat(outputs.Select(output => output.Column)).Distinct());
        var readers = inputs.ToDictionary(
            input => input.Key.Name, input => OnnxInputReader.Create(input.Value.Item1 == sample ? from : to, input.Key.Name, input.Key));
        var expected = outputs.ConvertAll(output => OnnxExpectedRows.Create(to, output.Column, output.Output));
        var rows = 0;
        for (; from.MoveNext() && to.MoveNext(); rows++)
        {
            foreach (var reader in readers.Values)
            {
                reader.Read();
            }

            expected.ForEach(output => output.Read());
        }

        var scores = scorer.Score(readers.ToDictionary(reader => reader.Key, reader => reader.Value.Rows));
        return new(rows, expected.ConvertAll(output => output.Compare(scores)));
    }

    /// <summary>Throws where a file differs from its model by more than a tolerance.</summary>
    public static void Require(OnnxExportReport report, float tolerance)
    {
        foreach (var output in report.Outputs)
        {
            if (output.LargestDifference > tolerance || output.DifferingShare > tolerance)
            {
                throw new InvalidOperationException(
                    $"The exported model differs from its model in output '{output.Name}', "
                    + (output.LargestDifference > tolerance ? $"by {output.LargestDifference:G4}" : $"in {output.DifferingShare:P2} of the rows")
                    + $", in row {output.Row} for one; option {nameof(SequenceOnnxExportOptions.Tolerance)} is {tolerance:G4}. Nothing was written.");
            }
        }
    }
}
