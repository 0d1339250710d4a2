using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Tests;

namespace MLSeq.Interop.Tests.Pipelines;

public class ParallelCursorTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Cursors_of_a_set_give_together_the_rows_that_one_gives()
    {
        // Of the sources at hand, only a cache splits its rows among cursors.
        var data = _ml.Data.Cache(SampleData.View(_ml, 2000));
        var model = SampleData.Multiclass(_ml, SampleData.SmallNetwork(1)).Fit(SampleData.View(_ml, 120));
        AssertSetGivesTheRowsOfOne(model.Transform(data));
    }

    [Fact]
    public void Cursors_of_a_set_over_an_ONNX_model_do_too()
    {
        var data = _ml.Data.Cache(SampleData.View(_ml, 2000));
        var model = SampleData.Multiclass(_ml, SampleData.SmallNetwork(1)).Fit(SampleData.View(_ml, 120));
        using var folder = new TemporaryFolder();
        _ml.Model.SaveAsOnnx(model, data.Schema, folder["model.onnx"]);
        var options = new SequenceOnnxScoringOptions { ModelFile = folder["model.onnx"], BatchSize = 8, WindowSize = 50, Threads = 1 };
        using var transformer = _ml.Transforms.ApplySequenceOnnxModel(options).Fit(data);
        AssertSetGivesTheRowsOfOne(transformer.Transform(data));
    }

    [Fact]
    public void Shuffled_cursors_keep_text_and_scores_of_a_row_together()
    {
        var data = _ml.Data.Cache(SampleData.View(_ml, 300));
        var model = SampleData.Multiclass(_ml, SampleData.SmallNetwork(1)).Fit(data);
        var scored = model.Transform(data);
        using var inOrder = scored.GetRowCursor(scored.Schema);
        using var shuffled = scored.GetRowCursor(scored.Schema, new Random(4));
        var (expected, found) = (Read(inOrder), Read(shuffled));
        Assert.NotEqual(expected, found);
        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    private static void AssertSetGivesTheRowsOfOne(IDataView view)
    {
        using var one = view.GetRowCursor(view.Schema);
        var expected = Read(one).Order(StringComparer.Ordinal);
        var cursors = view.GetRowCursorSet(view.Schema, 4);
        Assert.Equal(4, cursors.Length);
        var parts = new List<string>[cursors.Length];
        Parallel.For(0, cursors.Length, new ParallelOptions { MaxDegreeOfParallelism = cursors.Length }, i =>
        {
            using var cursor = cursors[i];
            parts[i] = Read(cursor);
        });
        Assert.All(parts, part => Assert.NotEmpty(part));
        Assert.Equal(expected, parts.SelectMany(part => part).Order(StringComparer.Ordinal));
    }

    /// <summary>Each row as its id, text, predicted label and scores.</summary>
    private static List<string> Read(DataViewRowCursor cursor)
    {
        var getId = cursor.GetIdGetter();
        var getText = cursor.GetGetter<ReadOnlyMemory<char>>(cursor.Schema["Text"]);
        var getLabel = cursor.GetGetter<ReadOnlyMemory<char>>(cursor.Schema["PredictedLabel"]);
        var getScores = cursor.GetGetter<VBuffer<float>>(cursor.Schema["Score"]);
        DataViewRowId id = default;
        ReadOnlyMemory<char> text = default, label = default;
        VBuffer<float> scores = default;
        var rows = new List<string>();
        while (cursor.MoveNext())
        {
            getId(ref id);
            getText(ref text);
            getLabel(ref label);
            getScores(ref scores);
            // What the ONNX model gives may differ in the last digits by what else is in its batch.
            rows.Add($"{id}|{text}|{label}|{string.Join(' ', scores.DenseValues().Select(score => score.ToString("F3")))}");
        }

        return rows;
    }
}
