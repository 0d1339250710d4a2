using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Decoding.Entities;
using MLSeq.Networks;
using MLSeq.Text;

namespace MLSeq.Tests.Tagging;

public class TaggerTests
{
    [Theory]
    [InlineData(false, CharacterFeatures.None)]
    [InlineData(true, CharacterFeatures.Lstm)]
    [InlineData(true, CharacterFeatures.Cnn)]
    public void Learns_and_a_loaded_model_gives_the_same(bool crf, CharacterFeatures characters)
    {
        var ml = new MLContext(1);
        var options = SampleSentences.Options();
        (options.Crf, options.Characters, options.Scheme) = (crf, characters, TagScheme.Bio);
        var data = ml.Data.LoadFromEnumerable(SampleSentences.Make(200));
        var model = SampleSentences.Pipeline(ml, options).Fit(data);
        var test = SampleSentences.Make(50, seed: 2);

        var scores = SampleSentences.Score(ml, model, test);

        Assert.True(scores.Overall.F1 > 0.95, $"F1 {scores.Overall.F1}");
        using var folder = new TemporaryFolder();
        ml.Model.Save(model, data.Schema, folder["model.zip"]);
        var loaded = new MLContext(9).Model.Load(folder["model.zip"], out _);
        var view = ml.Data.LoadFromEnumerable(test);
        Assert.Equal(model.Transform(view).GetColumn<float[]>("Score"), loaded.Transform(view).GetColumn<float[]>("Score"));
        Assert.Equal(SampleSentences.Predicted(ml, model, test), SampleSentences.Predicted(ml, loaded, test));
    }

    [Fact]
    public void A_tagger_loads_in_a_process_that_never_saw_its_types()
    {
        var ml = new MLContext(1);
        var data = ml.Data.LoadFromEnumerable(SampleSentences.Make(60).Select(s => new { Text = string.Join(' ', s.Tokens), s.Tags }));
        var options = SampleSentences.Options(1);
        (options.Crf, options.Characters) = (true, CharacterFeatures.Lstm);
        var model = ml.Transforms.Text.TokenizeSequence("Tokens", "Text", Tokenizers.Whitespace())
            .Append(ml.Transforms.Text.MapTokensToIds("Ids", "Tokens"))
            .Append(ml.Transforms.Conversion.MapValueToKey("Tags"))
            .Append(ml.Sequences().Trainers.Tagger("Tags", "Ids", options))
            .Fit(data);

        // Without the stage that maps the tags, which texts to come do not have.
        FreshProcess.AssertLoadsAndGivesTheSame(
            ml, new TransformerChain<ITransformer>([.. FreshProcess.Stages(model).Where(stage => stage.GetType().Namespace == "MLSeq")]),
            ml.Data.LoadFromEnumerable(Array.Empty<Document>()).Schema, ["w1 in Paris", "says Jordan Unheard"], "Score");
    }

    [Fact]
    public void Columns_are_a_key_and_the_scores_of_all_tags_for_each_step()
    {
        var ml = new MLContext(1);
        Sentence[] sentences = [.. SampleSentences.Make(30), new()];
        var prepared = SampleSentences.Prepared(ml).Fit(ml.Data.LoadFromEnumerable(sentences)).Transform(ml.Data.LoadFromEnumerable(sentences));
        var trainer = ml.Sequences().Trainers.Tagger("Tags", "Ids", SampleSentences.Options(1));
        var tagger = trainer.Fit(prepared);
        var scored = tagger.Transform(prepared);

        var predicted = scored.Schema["PredictedLabel"];
        Assert.Equal(new VectorDataViewType(new KeyDataViewType(typeof(uint), 5)), predicted.Type);
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 0, 5), scored.Schema["Score"].Type);
        VBuffer<ReadOnlyMemory<char>> names = default;
        predicted.Annotations.GetValue("KeyValues", ref names);
        Assert.Equal(tagger.Tags, names.DenseValues().Select(name => name.ToString()));
        foreach (var (sentence, (tags, scores)) in sentences.Zip(scored.GetColumn<uint[]>("PredictedLabel").Zip(scored.GetColumn<float[]>("Score"))))
        {
            Assert.Equal(sentence.Tokens.Length, tags.Length);
            Assert.Equal(tags, scores.Chunk(5).Select(row => (uint)Array.IndexOf(row, row.Max()) + 1));
            Assert.All(scores.Chunk(5), row => Assert.Equal(1, row.Sum(), 1e-5));
        }
    }

    [Fact]
    public void Frames_are_tagged_too()
    {
        var ml = new MLContext(1);
        var options = SampleSentences.Options(20);
        (options.FrameSize, options.Crf) = (2, true);
        var data = ml.Data.LoadFromEnumerable(SampleSentences.Make(100));
        var model = ml.Transforms.Conversion.MapValueToKey("Tags")
            .Append(ml.Sequences().Trainers.Tagger("Tags", "Frames", options))
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"))
            .Fit(data);
        Assert.True(SampleSentences.Score(ml, model, SampleSentences.Make(30, seed: 3)).TokenAccuracy > 0.95);
    }

    [Fact]
    public void Violations_are_repaired_and_counted_and_never_predicted()
    {
        var ml = new MLContext(1);
        var log = new List<string>();
        ml.Log += (_, e) => log.Add(e.Message);
        var sentences = SampleSentences.Make(150);
        var violations = 0;
        foreach (var sentence in sentences.Take(10))
        {
            for (var t = 0; t < sentence.Tags.Length; t++)
            {
                if (sentence.Tags[t][0] == 'B')
                {
                    sentence.Tags[t] = "I" + sentence.Tags[t][1..];
                    violations++;
                }
            }
        }

        var options = SampleSentences.Options(2);
        (options.Crf, options.Scheme) = (true, TagScheme.Bio);
        var model = SampleSentences.Pipeline(ml, options).Fit(ml.Data.LoadFromEnumerable(sentences));

        Assert.Contains(log, line => line.Contains($"{violations} tags of the training data violate the scheme Bio", StringComparison.Ordinal));
        Assert.All(SampleSentences.Predicted(ml, model, SampleSentences.Make(100, seed: 5)), tags => Assert.Equal(0, EntityTags.Repair(tags, TagScheme.Bio)));
    }
}
