using Microsoft.ML;
using MLSeq.Decoding.Entities;
using MLSeq.Networks;
using MLSeq.Text;

namespace MLSeq.Tests.Tagging;

public class TaggerErrorTests
{
    [Fact]
    public void Lengths_of_tags_and_tokens_that_differ_are_named_by_row()
    {
        var sentences = SampleSentences.Make(10);
        sentences[4].Tags = [.. sentences[4].Tags, "O"];
        var error = Assert.Throws<InvalidOperationException>(() => Fit(sentences, SampleSentences.Options(1)));
        var length = sentences[4].Tokens.Length;
        Assert.Contains($"Row 4: label column 'Tags' has {length + 1} tags, and feature column 'Ids' {length} steps", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tags_that_are_not_in_the_scheme_are_named()
    {
        var sentences = SampleSentences.Make(10);
        sentences[2].Tags[0] = "NOUN";
        var options = SampleSentences.Options(1);
        options.Scheme = TagScheme.Bioes;
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Fit(sentences, options));
        Assert.Contains("keys for tags such as 'NOUN'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Scheme is Bioes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_repair_to_a_tag_that_there_is_not_is_an_error()
    {
        Sentence[] sentences = [new() { Tokens = ["a", "b"], Tags = ["O", "I-X"] }];
        var options = SampleSentences.Options(1);
        options.Scheme = TagScheme.Bio;
        var error = Assert.Throws<InvalidOperationException>(() => Fit(sentences, options));
        Assert.Contains("Row 0: tag 1 of label column 'Tags', 'I-X', violates the scheme Bio; it would be repaired to 'B-X'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_tag_and_no_rows_are_nothing_to_learn_from()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Fit(
            [new() { Tokens = ["a", "b"], Tags = ["N", "N"] }, new() { Tokens = ["b"], Tags = ["N"] }], SampleSentences.Options(1), extra: "V"));
        Assert.Contains("one tag only, 'N', in all 2 rows", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_of_another_kind_are_named()
    {
        var ml = new MLContext(1);
        var data = ml.Data.LoadFromEnumerable(SampleSentences.Make(5));
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => ml.Sequences().Trainers.Tagger("Tags", "Frames").Fit(data));
        Assert.Contains("label column 'Tags' is Vector of String", error.Message, StringComparison.Ordinal);
        var prepared = SampleSentences.Prepared(ml).Fit(data).Transform(data);
        error = Assert.Throws<ArgumentOutOfRangeException>(() => ml.Sequences().Trainers.Tagger("Tags", "Frames").Fit(prepared));
        Assert.Contains("feature column 'Frames' holds frames, but option FrameSize is 0", error.Message, StringComparison.Ordinal);
        var options = new SequenceTaggerOptions { Characters = CharacterFeatures.Cnn, TokenColumnName = "Words" };
        error = Assert.Throws<ArgumentOutOfRangeException>(() => ml.Sequences().Trainers.Tagger("Tags", "Ids", options).Fit(prepared));
        Assert.Contains("no token column 'Words'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_are_checked_when_the_trainer_is_made()
    {
        var trainers = new MLContext(1).Sequences().Trainers;
        var error = Assert.Throws<ArgumentException>(() => trainers.Tagger(options: new() { Characters = CharacterFeatures.Lstm, CharacterSize = 7 }));
        Assert.Contains("CharacterSize is 7", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => trainers.Tagger(options: new() { HiddenSize = 0 }));
        Assert.Contains("HiddenSize is 0", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => trainers.Tagger(options: new() { Characters = CharacterFeatures.Cnn, TokenColumnName = " " }));
        Assert.Contains("TokenColumnName", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validation_data_that_does_not_fit_the_training_data_is_named()
    {
        var ml = new MLContext(1);
        var sentences = SampleSentences.Make(10);
        string[] words = [.. sentences.SelectMany(sentence => sentence.Tokens).Distinct()];
        string[] tags = [.. sentences.SelectMany(sentence => sentence.Tags).Distinct()];
        IDataView Prepared(IEnumerable<string> words, IEnumerable<string> tags)
        {
            var data = ml.Data.LoadFromEnumerable(sentences);
            return ml.Transforms.Text.MapTokensToIds("Ids", "Tokens", Vocabulary.FromTokens(words))
                .Append(ml.Transforms.Text.MapTokensToIds("Tags", "Tags", Vocabulary.FromTokens(tags))).Fit(data).Transform(data);
        }

        var trainer = ml.Sequences().Trainers.Tagger("Tags", "Ids", SampleSentences.Options(1));
        string Refused(IDataView validation) =>
            Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Fit(Prepared(words, tags), validation)).Message;

        Assert.Contains("validation column 'Ids' is keys for other values", Refused(Prepared(Enumerable.Reverse(words), tags)), StringComparison.Ordinal);
        Assert.Contains("validation column 'Tags' is keys for other values", Refused(Prepared(words, Enumerable.Reverse(tags))), StringComparison.Ordinal);
        Assert.Contains("validation column 'Ids' is Vector<Key<UInt32", Refused(Prepared(words.Skip(1), tags)), StringComparison.Ordinal);
    }

    private static void Fit(Sentence[] sentences, SequenceTaggerOptions options, string? extra = null)
    {
        var ml = new MLContext(1);
        var keys = extra is null ? sentences : [.. sentences, new Sentence { Tokens = ["x"], Tags = [extra] }];
        var prepared = SampleSentences.Prepared(ml).Fit(ml.Data.LoadFromEnumerable(keys));
        ml.Sequences().Trainers.Tagger("Tags", "Ids", options).Fit(prepared.Transform(ml.Data.LoadFromEnumerable(sentences)));
    }
}
