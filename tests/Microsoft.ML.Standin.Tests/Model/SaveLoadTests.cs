using Microsoft.ML.Data;

namespace Microsoft.ML.StandinTests.Model;

public class SaveLoadTests
{
    private static readonly Row[] Rows = [new() { Text = "b" }, new() { Text = "a" }, new() { Text = "b" }, new() { Text = "" }];

    [Fact]
    public void A_chain_loads_as_it_was_saved()
    {
        var ml = new MLContext(seed: 1);
        var data = ml.Data.LoadFromEnumerable(Rows);
        var pipeline = ml.Transforms.Conversion.MapValueToKey("Key", "Text").Append(ml.Transforms.Conversion.MapKeyToValue("Back", "Key"));
        var model = pipeline.Fit(data);
        using var stream = new MemoryStream();
        ml.Model.Save(model, data.Schema, stream);
        stream.Position = 0;

        var loaded = new MLContext().Model.Load(stream, out var schema);

        Assert.Equal(["Text"], schema.Select(c => c.Name));
        var transformed = loaded.Transform(data);
        Assert.Equal([1u, 2, 1, 0], transformed.GetColumn<uint>("Key"));
        Assert.Equal(["b", "a", "b", ""], transformed.GetColumn<string>("Back"));
        using var engine = ml.Model.CreatePredictionEngine<Row, Output>(loaded);
        Assert.Equal("a", engine.Predict(new() { Text = "a" }).Back);
        Assert.Equal(2u, engine.Predict(new() { Text = "a" }).Key);
    }

    private sealed class Row
    {
        public string Text { get; set; }
    }

    private sealed class Output
    {
        public uint Key { get; set; }

        public string Back { get; set; }
    }
}
