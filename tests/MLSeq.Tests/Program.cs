using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Tests;

// Usage: MODEL TEXTS OUTPUT [COLUMN]. Loads a saved model in a process that never saw its types, scores one text a line,
// and writes each row's prediction and scores, or a column of numbers or vectors.
var ml = new MLContext(seed: 7);
var model = ml.Model.Load(args[0], out var schema);
var rows = File.ReadAllLines(args[1]).Select(text => new Document { Text = text, Label = "" });
var data = ml.Data.LoadFromEnumerable(rows);
var scored = model.Transform(data);
if (args.Length > 3)
{
    File.WriteAllLines(args[2], FreshProcess.Values(scored, args[3]).Select(Join));
    return;
}

var labels = scored.GetColumn<ReadOnlyMemory<char>>("PredictedLabel");
var scores = scored.GetColumn<float[]>("Score");
File.WriteAllLines(
    args[2],
    [
        string.Join(' ', schema.Select(column => column.Name)),
        string.Join(' ', FreshProcess.Stages(model).Select(stage => stage.GetType().Name)),
        .. labels.Zip(scores, (label, score) => $"{label}\t{Join(score)}"),
    ]);

static string Join(float[] values) => string.Join(' ', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
