using System.Text.Json;
using System.Text.Json.Nodes;
using MLSeq.Onnx.Scoring;
using MLSeq.Runtimes.Tests.Hosts;

namespace MLSeq.Runtimes.Tests;

/// <summary>The page in models/web shows what the models give.</summary>
[Collection(RuntimeCollection.Name)]
public class SamplePageTests(RuntimeHosts hosts)
{
    [SkippableTheory]
    [InlineData("Reads all characters from the current position to the end of the stream.")]
    [InlineData("Computes the dot product of two vectors <b>, the 中文 way & more 👍.")]
    public void A_sentence_shows_its_label_scores_and_tokens(string text)
    {
        var page = Use("namespaces", text);

        using var scorer = new OnnxSequenceScorer(Path.Combine(NodeFolder.Models, "namespaces", "namespaces.onnx"));
        var scores = scorer.Score([text]);
        Assert.Equal(scores.Strings("PredictedLabel")[0], page.GetProperty("label").GetString());
        var shown = page.GetProperty("scores").EnumerateArray().Select(cell => cell.GetString()!).ToList();
        Assert.Equal(10, shown.Count);
        Assert.Equal(scores.Strings("PredictedLabel")[0], shown[0]);
        Assert.Equal(scores.Floats("Score").ToArray().Max(), float.Parse(shown[1], System.Globalization.CultureInfo.InvariantCulture), 1e-3);
        Assert.Equal(text.Replace(" ", "", StringComparison.Ordinal), string.Concat(Tokens(page).Select(token => token[0])));
    }

    [SkippableFact]
    public void A_sentence_shows_the_tag_of_each_token()
    {
        string[] words = ["She", "reads", "faster", "than", "Tom", "!"];

        var tokens = Tokens(Use("english-tags", "She reads faster than Tom!"));

        using var scorer = new OnnxSequenceScorer(Path.Combine(NodeFolder.Models, "english-tags", "english-tags.onnx"));
        var scores = scorer.Score(new Dictionary<string, OnnxRows> { ["Tokens"] = OnnxRows.Tokens([words]) });
        Assert.Equal(words, tokens.Select(token => token[0]));
        Assert.Equal(scores.Strings("PredictedLabel", 0).ToArray(), tokens.Select(token => token[1]));
    }

    [SkippableFact]
    public void Nothing_shows_nothing()
    {
        var page = Use("english-tags", " ");
        Assert.Empty(Tokens(page));
        Assert.Equal("", page.GetProperty("label").GetString());
    }

    private static List<string[]> Tokens(JsonElement page) =>
        [.. page.GetProperty("tokens").EnumerateArray().Select(token => token.EnumerateArray().Select(line => line.GetString()!).ToArray())];

    private JsonElement Use(string model, string text)
    {
        var answer = ((BrowserHost)hosts[RuntimeHosts.Web]).Do(new JsonObject { ["page"] = "/models/web/index.html", ["model"] = model, ["text"] = text });
        var page = JsonSerializer.Deserialize<JsonElement>(answer);
        Assert.False(page.TryGetProperty("error", out var error), error.ToString());
        return page;
    }
}
