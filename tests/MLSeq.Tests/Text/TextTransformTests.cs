using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Text;

namespace MLSeq.Tests.Text;

public class TextTransformTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Cuts_words_and_gives_nothing_for_missing_text()
    {
        var data = View("Hello, World", "", null, "  ");
        var tokens = _ml.Transforms.Text.TokenizeSequence("Tokens", "Text").Fit(data).Transform(data).GetColumn<ReadOnlyMemory<char>[]>("Tokens");
        Assert.Equal(["hello|,|world", "", "", ""], tokens.Select(row => string.Join('|', row)));
    }

    [Fact]
    public void Trains_a_tokenizer_that_learns_and_saves_it()
    {
        var data = SampleData.View(_ml, 50);
        var transformer = _ml.Transforms.Text.TokenizeSequence("Tokens", "Text", Tokenizers.BytePairs(80)).Fit(data);
        Assert.True(transformer.Tokenizer.IsTrained);
        using var folder = new TemporaryFolder();
        _ml.Model.Save(transformer, data.Schema, folder["tokens.zip"]);
        var loaded = new MLContext().Model.Load(folder["tokens.zip"], out _);
        Assert.Equal(Joined(transformer.Transform(data), "Tokens"), Joined(loaded.Transform(data), "Tokens"));
    }

    [Fact]
    public void Maps_tokens_to_keys_that_map_back()
    {
        var data = View("b a b", "c b a", "");
        var transformer = SampleData.Ids(_ml, Tokenizers.Whitespace()).Fit(data);
        var test = View("a x b", "", "c");
        var ids = transformer.Transform(test);
        Assert.Equal(["b", "a", "c"], KeyValues(ids.Schema["Ids"]));
        Assert.Equal([[2, 0, 1], [], [3]], ids.GetColumn<uint[]>("Ids"));
        var back = _ml.Transforms.Conversion.MapKeyToValue("Back", "Ids").Fit(ids).Transform(ids);
        Assert.Equal(["a||b", "", "c"], Joined(back, "Back"));
    }

    [Fact]
    public void Vocabulary_options_hold()
    {
        var data = View("b a b", "c b a");
        var tokens = _ml.Transforms.Text.TokenizeSequence("Tokens", "Text").Fit(data).Transform(data);
        Assert.Equal(["b", "a"], Values(new VocabularyOptions { MinCount = 2 }));
        Assert.Equal(["b"], Values(new VocabularyOptions { MaxSize = 2 }).Take(1));

        var given = _ml.Transforms.Text.MapTokensToIds("Ids", "Tokens", Vocabulary.FromTokens(["c", "a"])).Fit(tokens).Transform(tokens);
        Assert.Equal(["c", "a"], KeyValues(given.Schema["Ids"]));
        Assert.Equal([[0, 2, 0], [1, 0, 2]], given.GetColumn<uint[]>("Ids"));

        string[] Values(VocabularyOptions options) =>
            KeyValues(_ml.Transforms.Text.MapTokensToIds("Ids", "Tokens", options).Fit(tokens).Transform(tokens).Schema["Ids"]);
    }

    [Fact]
    public void Ids_and_vocabulary_survive_saving()
    {
        var data = SampleData.View(_ml, 40);
        var transformer = SampleData.Ids(_ml).Fit(data);
        using var folder = new TemporaryFolder();
        _ml.Model.Save(transformer, data.Schema, folder["ids.zip"]);
        var loaded = new MLContext().Model.Load(folder["ids.zip"], out _).Transform(data);
        var expected = transformer.Transform(data);
        Assert.Equal(expected.GetColumn<uint[]>("Ids"), loaded.GetColumn<uint[]>("Ids"));
        Assert.Equal(KeyValues(expected.Schema["Ids"]), KeyValues(loaded.Schema["Ids"]));
    }

    [Fact]
    public void A_vocabulary_without_words_is_refused()
    {
        var error = Assert.Throws<InvalidOperationException>(() => SampleData.Ids(_ml).Fit(View("", null)));
        Assert.Contains("'Ids'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'Tokens' with 0 tokens", error.Message, StringComparison.Ordinal);

        var data = View("a b c");
        var rare = _ml.Transforms.Text.TokenizeSequence("Tokens", "Text")
            .Append(_ml.Transforms.Text.MapTokensToIds("Ids", "Tokens", new VocabularyOptions { MinCount = 2, SpecialTokens = SpecialTokens.Padding }));
        Assert.Contains("'Tokens' with 3 tokens", Assert.Throws<InvalidOperationException>(() => rare.Fit(data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tokenizer_that_learns_is_refused_data_without_text()
    {
        var estimator = _ml.Transforms.Text.TokenizeSequence("Tokens", "Text", Tokenizers.BytePairs(80));
        foreach (var data in new[] { View(), View("", null) })
        {
            var error = Assert.Throws<InvalidOperationException>(() => estimator.Fit(data)).Message;
            Assert.Contains("column 'Tokens' cannot be trained on column 'Text'", error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Vocabulary_options_out_of_range_are_named_when_the_estimator_is_made()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.Text.MapTokensToIds("Ids", "Tokens", new VocabularyOptions { MinCount = 0 }));
        Assert.Equal("MinCount", error.ParamName);
        error = Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.Text.MapTokensToIds("Ids", "Tokens", new VocabularyOptions { MaxSize = 0 }));
        Assert.Equal("MaxSize", error.ParamName);
    }

    [Fact]
    public void A_given_vocabulary_without_words_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => _ml.Transforms.Text.MapTokensToIds("Ids", "Tokens", Vocabulary.FromTokens([])));
        Assert.Contains("column 'Ids' has no entry", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_and_mistyped_columns_are_named()
    {
        var data = View("a");
        var missing = Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.Text.TokenizeSequence("Tokens", "Txt").Fit(data));
        Assert.Contains("no text column 'Txt'", missing.Message, StringComparison.Ordinal);
        var number = Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.Text.TokenizeSequence("Tokens", "Number").Fit(data));
        Assert.Contains("'Number' is Single; expected String", number.Message, StringComparison.Ordinal);
        var scalar = Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.Text.MapTokensToIds("Ids", "Text").Fit(data));
        Assert.Contains("expected Vector of String", scalar.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Schemas_agree_and_are_constant()
    {
        var data = SampleData.View(_ml, 5);
        var view = SampleData.Ids(_ml).Fit(data).Transform(data);
        using var cursor = view.GetRowCursor([view.Schema["Ids"]]);
        Assert.Same(view.Schema, cursor.Schema);
        Assert.Same(view.Schema, view.Schema);
        Assert.True(cursor.IsColumnActive(view.Schema["Ids"]));
        Assert.False(cursor.IsColumnActive(view.Schema["Label"]));
    }

    private IDataView View(params string?[] texts) => _ml.Data.LoadFromEnumerable(texts.Select(text => new Document { Text = text, Label = "" }));

    private static IEnumerable<string> Joined(IDataView data, string column) =>
        data.GetColumn<ReadOnlyMemory<char>[]>(column).Select(row => string.Join('|', row));

    private static string[] KeyValues(DataViewSchema.Column column)
    {
        VBuffer<ReadOnlyMemory<char>> values = default;
        column.GetKeyValues(ref values);
        return [.. values.DenseValues().Select(value => value.ToString())];
    }
}
