using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using MLSeq.Networks;
using MLSeq.Text;

namespace MLSeq.Tests.Tagging;

public class TaggerOnnxTests
{
    [Theory]
    [InlineData(false, CharacterFeatures.None)]
    [InlineData(true, CharacterFeatures.None)]
    [InlineData(true, CharacterFeatures.Cnn)]
    [InlineData(false, CharacterFeatures.Lstm)]
    [InlineData(true, CharacterFeatures.Lstm)]
    public void The_graph_gives_the_engines_scores_and_tags(bool crf, CharacterFeatures characters)
    {
        var ml = new MLContext(1);
        var options = SampleSentences.Options(2);
        (options.Crf, options.Characters) = (crf, characters);
        var data = ml.Data.LoadFromEnumerable(SampleSentences.Make(60));
        var model = SampleSentences.Pipeline(ml, options).Fit(data);
        var sentences = SampleSentences.Make(25, seed: 7);
        sentences[3] = new() { Tokens = ["Unheard", "é🙂", "in"], Tags = ["O", "O", "O"] };
        sentences[4] = new() { Tokens = [.. Enumerable.Range(0, 300).Select(i => i % 3 == 0 ? "in" : "Paris")], Tags = [.. Enumerable.Repeat("O", 300)] };
        var scored = model.Transform(ml.Data.LoadFromEnumerable(sentences));
        var expectedTags = SampleSentences.Predicted(ml, model, sentences);
        var expectedScores = scored.GetColumn<float[]>("Score").ToList();
        using var folder = new TemporaryFolder();
        ml.Model.SaveAsOnnx(model, data.Schema, folder["tagger.onnx"], new() { Input = SequenceOnnxInput.Ids });

        using var session = new InferenceSession(folder["tagger.onnx"]);
        var longest = sentences.Max(s => s.Tokens.Length);
        var inputs = new Dictionary<string, OrtValue> { ["Ids"] = Padded([.. scored.GetColumn<uint[]>("Ids")], longest) };
        var tagger = FreshProcess.Stages(model).OfType<SequenceTaggingTransformer>().Single();
        if (tagger.Characters is { } vocabulary)
        {
            inputs["Tokens.Characters"] = Spelled(sentences, vocabulary, longest);
        }

        using var results = session.Run(new RunOptions(), inputs, ["PredictedLabel", "Score"]);
        var tags = results[0].GetStringTensorAsArray();
        var scores = results[1].GetTensorDataAsSpan<float>();
        for (var r = 0; r < sentences.Length; r++)
        {
            Assert.Equal(expectedTags[r], tags[(r * longest)..((r * longest) + sentences[r].Tokens.Length)]);
            Assert.All(tags[((r * longest) + sentences[r].Tokens.Length)..((r + 1) * longest)], tag => Assert.Equal("", tag));
            for (var i = 0; i < expectedScores[r].Length; i++)
            {
                Assert.Equal(expectedScores[r][i], scores[(r * longest * 5) + i], 1e-4);
            }
        }
    }

    [Theory]
    [InlineData(false, CharacterFeatures.None)]
    [InlineData(true, CharacterFeatures.None)]
    [InlineData(false, CharacterFeatures.Cnn)]
    [InlineData(true, CharacterFeatures.Lstm)]
    public void Batches_of_the_graph_give_the_engines_scores_and_tags(bool crf, CharacterFeatures characters)
    {
        var ml = new MLContext(1);
        var options = SampleSentences.Options(2);
        (options.Crf, options.Characters) = (crf, characters);
        var data = ml.Data.LoadFromEnumerable(SampleSentences.Make(60));
        var model = SampleSentences.Pipeline(ml, options).Fit(data);
        using var folder = new TemporaryFolder();
        ml.Model.SaveAsOnnx(model, data.Schema, folder["tagger.onnx"]);

        var sentences = SampleSentences.Make(300, seed: 7);
        (sentences[3].Tokens[0], sentences[40].Tokens[0]) = ("é🙂", "ﬀ\u0301x日本");
        sentences[5] = new();
        var rows = ml.Data.LoadFromEnumerable(sentences);
        var applied = ml.Transforms.ApplySequenceOnnxModel(folder["tagger.onnx"]).Fit(rows).Transform(rows);

        Assert.Equal(SampleSentences.Predicted(ml, model, sentences), applied.GetColumn<string[]>("PredictedLabel"));
        var expected = model.Transform(rows).GetColumn<float[]>("Score");
        Assert.All(expected.Zip(applied.GetColumn<float[]>("Score")), pair =>
        {
            Assert.Equal(pair.First.Length, pair.Second.Length);
            Assert.All(pair.First.Zip(pair.Second), scores => Assert.Equal(scores.First, scores.Second, 1e-4f));
        });
    }

    [Fact]
    public void The_columns_of_the_graph_know_the_tags()
    {
        var ml = new MLContext(1);
        var data = ml.Data.LoadFromEnumerable(SampleSentences.Make(40));
        var model = SampleSentences.Pipeline(ml, SampleSentences.Options(1)).Fit(data);
        using var folder = new TemporaryFolder();
        ml.Model.SaveAsOnnx(model, data.Schema, folder["tagger.onnx"]);
        var applied = ml.Transforms.ApplySequenceOnnxModel(folder["tagger.onnx"]).Fit(data).Transform(data);

        VBuffer<ReadOnlyMemory<char>> tags = default;
        applied.Schema["Score"].Annotations.GetValue("TrainingLabelValues", ref tags);
        var tagger = FreshProcess.Stages(model).OfType<SequenceTaggingTransformer>().Single();
        Assert.Equal(tagger.Tags, tags.DenseValues().Select(tag => tag.ToString()));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 3)]
    public void Rows_without_tokens_and_tokens_without_characters_do_not_break_the_graph(int rows, int steps)
    {
        var ml = new MLContext(1);
        var options = SampleSentences.Options(1);
        (options.Crf, options.Characters) = (true, CharacterFeatures.Lstm);
        var data = ml.Data.LoadFromEnumerable(SampleSentences.Make(40));
        var model = SampleSentences.Pipeline(ml, options).Fit(data);
        using var folder = new TemporaryFolder();
        ml.Model.SaveAsOnnx(model, data.Schema, folder["tagger.onnx"]);
        using var session = new InferenceSession(folder["tagger.onnx"]);
        using var tokens = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, [rows, steps]);

        using var results = session.Run(new RunOptions(), new Dictionary<string, OrtValue> { ["Tokens"] = tokens }, ["PredictedLabel", "Score"]);

        Assert.Equal(rows, results[0].GetTensorTypeAndShape().Shape[0]);
        Assert.DoesNotContain(results[1].GetTensorDataAsSpan<float>().ToArray(), float.IsNaN);
    }

    [Fact]
    public void Characters_beside_ids_are_an_input_of_their_own_which_is_missed_by_name()
    {
        var ml = new MLContext(1);
        var options = SampleSentences.Options(1);
        options.Characters = CharacterFeatures.Cnn;
        var data = ml.Data.LoadFromEnumerable(SampleSentences.Make(40));
        var model = SampleSentences.Pipeline(ml, options).Fit(data);
        using var folder = new TemporaryFolder();
        ml.Model.SaveAsOnnx(model, data.Schema, folder["tagger.onnx"], new() { Input = SequenceOnnxInput.Ids });

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => ml.Transforms.ApplySequenceOnnxModel(folder["tagger.onnx"]).Fit(model.Transform(data)));

        Assert.Contains("no input column 'Tokens.Characters'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tokens_in_need_no_ids()
    {
        var ml = new MLContext(1);
        var data = ml.Data.LoadFromEnumerable(SampleSentences.Make(40));
        var model = SampleSentences.Pipeline(ml, SampleSentences.Options(1)).Fit(data);
        using var folder = new TemporaryFolder();
        ml.Model.SaveAsOnnx(model, data.Schema, folder["tagger.onnx"]);
        using var session = new InferenceSession(folder["tagger.onnx"]);
        Assert.Equal(["Tokens"], session.InputMetadata.Keys);
        Assert.Equal("SequenceTagging", session.ModelMetadata.CustomMetadataMap["mlseq.kind"]);
        using var tokens = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, [2, 3]);
        string[] row = ["w1", "in", "Paris", "says", "Unheard"];
        for (var i = 0; i < row.Length; i++)
        {
            tokens.StringTensorSetElementAt(row[i].AsSpan(), i);
        }

        using var results = session.Run(new RunOptions(), new Dictionary<string, OrtValue> { ["Tokens"] = tokens }, ["PredictedLabel"]);
        var expected = SampleSentences.Predicted(ml, model, [new() { Tokens = row[..3], Tags = ["O", "O", "O"] }, new() { Tokens = row[3..], Tags = ["O", "O"] }]);
        Assert.Equal([.. expected[0], .. expected[1], ""], results[0].GetStringTensorAsArray());
    }

    private static OrtValue Padded(uint[][] ids, int longest)
    {
        var values = new long[ids.Length * longest];
        Array.Fill(values, -1);
        for (var r = 0; r < ids.Length; r++)
        {
            Array.ConvertAll(ids[r], id => (long)id).CopyTo(values, r * longest);
        }

        return OrtValue.CreateTensorValueFromMemory(values, [ids.Length, longest]);
    }

    private static OrtValue Spelled(Sentence[] sentences, Vocabulary characters, int longest)
    {
        const int MostCharacters = 12;
        var values = new long[sentences.Length * longest * MostCharacters];
        Array.Fill(values, -1);
        for (var r = 0; r < sentences.Length; r++)
        {
            for (var t = 0; t < sentences[r].Tokens.Length; t++)
            {
                var place = ((r * longest) + t) * MostCharacters;
                foreach (var rune in sentences[r].Tokens[t].EnumerateRunes())
                {
                    values[place++] = characters.GetId(rune.ToString());
                }
            }
        }

        return OrtValue.CreateTensorValueFromMemory(values, [sentences.Length, longest, MostCharacters]);
    }
}
