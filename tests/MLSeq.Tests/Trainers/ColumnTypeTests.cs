using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLSeq.Tests.Trainers;

/// <summary>Label and feature columns of all the types that are taken.</summary>
public class ColumnTypeTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Theory]
    [InlineData("Byte")]
    [InlineData("UInt32")]
    [InlineData("UInt64")]
    public void Keys_of_each_width_are_labels(string label)
    {
        var data = _ml.Data.LoadFromEnumerable(Rows(120));
        var options = SampleData.SmallNetwork();
        var model = _ml.MulticlassClassification.Trainers.SequenceClassifier(label, "Ids", options).Fit(data);
        var predicted = model.Transform(data).GetColumn<uint>("PredictedLabel");
        Assert.Equal(Rows(120).Select(row => row.UInt32 + 1), predicted);
    }

    [Fact]
    public void Keys_of_a_text_file_are_labels_and_ids()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder["data.tsv"], Rows(120).Select(row => $"{row.UInt32}\t{string.Join('\t', row.Ids.Select(id => id - 1))}"));
        var data = _ml.Data.LoadFromTextFile(
            folder["data.tsv"],
            [
                new("Label", DataKind.UInt16, 0) { KeyCount = new(3) },
                new("Ids", DataKind.UInt32, 1, 4) { KeyCount = new(4) },
            ]);
        var model = _ml.MulticlassClassification.Trainers.SequenceClassifier("Label", "Ids", SampleData.SmallNetwork()).Fit(data);
        var scored = model.Transform(data);
        Assert.Equal(Rows(120).Select(row => row.UInt32 + 1), scored.GetColumn<uint>("PredictedLabel"));
        Assert.Equal(Rows(120).Select(row => row.Ids), data.GetColumn<uint[]>("Ids"));
    }

    [Fact]
    public void A_missing_key_is_a_missing_label()
    {
        var rows = Rows(120).ToList();
        var expected = Scores(rows);
        rows.AddRange(Rows(20).Select(row => new Row { UInt32 = 3, Ids = row.Ids }));
        Assert.Equal(expected, Scores(rows));

        List<float> Scores(List<Row> train)
        {
            var options = SampleData.SmallNetwork(1);
            options.ValidationFraction = 0;
            var model = _ml.MulticlassClassification.Trainers.SequenceClassifier("UInt32", "Ids", options).Fit(_ml.Data.LoadFromEnumerable(train));
            return [.. model.Transform(_ml.Data.LoadFromEnumerable(Rows(10))).GetColumn<float[]>("Score").SelectMany(row => row)];
        }
    }

    [Fact]
    public void Frames_of_a_known_number_are_features()
    {
        var data = _ml.Data.LoadFromEnumerable(Rows(120));
        var options = SampleData.SmallNetwork();
        options.FrameSize = 2;
        var model = _ml.MulticlassClassification.Trainers.SequenceClassifier("UInt32", "Frames", options).Fit(data);
        Assert.Equal(Rows(120).Select(row => row.UInt32 + 1), model.Transform(data).GetColumn<uint>("PredictedLabel"));
    }

    [Fact]
    public void Missing_ids_are_the_unknown_token()
    {
        var data = _ml.Data.LoadFromEnumerable(Rows(60));
        var model = _ml.MulticlassClassification.Trainers.SequenceClassifier("UInt32", "Ids", SampleData.SmallNetwork(1)).Fit(data);
        var scores = model.Transform(_ml.Data.LoadFromEnumerable([new Row { Ids = [0, 0, 0, 0] }])).GetColumn<float[]>("Score").Single();
        var scorer = model.Model.Network.CreateScorer();
        var expected = new float[3];
        scorer.Score([0, 0, 0, 0], expected);
        Assert.Equal(expected, scores);
    }

    [Fact]
    public void Members_hold_the_index_of_a_key_and_vectors_raw_keys()
    {
        var data = _ml.Data.LoadFromEnumerable([new Row { UInt32 = 0, Ids = [0, 1, 4, 2] }, new Row { UInt32 = 2, Ids = [1, 1, 1, 1] }, new Row { UInt32 = 3, Ids = [1, 1, 1, 1] }]);
        Assert.Equal([1, 3, 0], data.GetColumn<uint>("UInt32"));
        Assert.Equal([0, 1, 4, 2], data.GetColumn<uint[]>("Ids").First());
    }

    /// <summary>Rows whose class is their one id below 4.</summary>
    private static IEnumerable<Row> Rows(int count)
    {
        var random = new Random(2);
        for (var i = 0; i < count; i++)
        {
            var label = random.Next(3) + 1;
            uint[] ids = [4, 4, 4, 4];
            ids[random.Next(4)] = (uint)label;
            yield return new Row
            {
                Byte = (byte)(label - 1),
                UInt32 = (uint)(label - 1),
                UInt64 = (ulong)(label - 1),
                Ids = ids,
                Frames = [.. ids.SelectMany(id => new[] { id == 4 ? 0 : id - 2f, id == 4 ? 0 : 1f })],
            };
        }
    }

    private sealed class Row
    {
        [KeyType(3)]
        public byte Byte { get; set; }

        [KeyType(3)]
        public uint UInt32 { get; set; }

        [KeyType(3)]
        public ulong UInt64 { get; set; }

        [KeyType(4)]
        [VectorType(4)]
        public uint[] Ids { get; set; } = [];

        [VectorType(8)]
        public float[] Frames { get; set; } = new float[8];
    }
}
