using MLSeq.Decoding.Ctc;
using MLSeq.Networks;
using MLSeq.Networks.Training;
using MLSeq.Text;
using MLSeq.Transcription;

namespace MLSeq.Tests.Transcription;

public class TranscriberTests
{
    private static readonly Lazy<Transcriber> Trained = new(() => new TranscriberTrainer(Shape(), Training()).Fit(() => Rows(300)));

    [Fact]
    public void What_is_said_is_written_down()
    {
        var transcriber = Trained.Value;
        Assert.Empty(transcriber.Misfits);
        Assert.Equal(4, transcriber.Vocabulary.Count);
        var rows = Rows(60, seed: 9);
        Assert.True(rows.Count(row => transcriber.Transcribe(row.Frames).Text == row.Text) >= 57);
        Assert.True(rows.Count(row => transcriber.Transcribe(row.Frames, new CtcBeamSearch()).Text == row.Text) >= 57);
        Assert.Equal("", transcriber.Transcribe([]).Text);
        Assert.Equal(rows[0].Frames.Length / 3 * 4, transcriber.Score(rows[0].Frames).Length);

        // The best path is one of those whose probabilities the search adds up.
        Assert.All(rows, row => Assert.True(
            transcriber.Transcribe(row.Frames).LogProbability <= transcriber.Transcribe(row.Frames, new CtcBeamSearch()).LogProbability + 1e-4));
    }

    [Fact]
    public void A_loaded_transcriber_is_the_saved_one()
    {
        using var stream = new MemoryStream();
        Trained.Value.Save(new BinaryWriter(stream));
        stream.Position = 0;
        var loaded = Transcriber.Load(new BinaryReader(stream));
        Assert.All(Rows(5, seed: 4), row => Assert.Equal(Trained.Value.Transcribe(row.Frames), loaded.Transcribe(row.Frames)));

        var bytes = stream.ToArray();
        foreach (var length in new[] { 0, 5, 30, 60, bytes.Length / 2, bytes.Length - 1 })
        {
            Assert.Throws<InvalidDataException>(() => Transcriber.Load(new BinaryReader(new MemoryStream(bytes[..length]))));
        }
    }

    [Fact]
    public void Texts_that_are_too_long_for_their_recordings_are_left_out_and_named()
    {
        TranscribedFrames[] rows = [.. Rows(20), new(new float[9], "aab"), new(new float[6], "a"), new([], "c")];
        var training = Training();
        (training.Epochs, training.ValidationFraction) = (2, 0);
        var transcriber = new TranscriberTrainer(Shape(), training).Fit(() => rows);
        Assert.Equal([new(20, 3, 4), new(22, 0, 1)], transcriber.Misfits);
        Assert.All(transcriber.History!.Epochs, epoch => Assert.True(double.IsFinite(epoch.Loss)));
    }

    [Fact]
    public void Tokens_are_joined_as_their_tokenizer_cuts_them()
    {
        SequenceNetwork Network(int outputs) => new(
            new() { FrameSize = 1, Pooling = SequencePooling.None, OutputSize = outputs, Output = NetworkOutput.ConnectionistTemporalClassification }, 1);
        var words = new Transcriber(Network(4), Tokenizers.Words(), Vocabulary.FromTokens(["one", "two", "three"]));
        Assert.Equal("two one one", words.Text([2, 1, 1]));
        Assert.Equal([3, 1], words.Labels("Three blind one"));
        var characters = new Transcriber(Network(3), Tokenizers.Characters(), Vocabulary.FromTokens(["a", " "]));
        Assert.Equal("a a", characters.Text([1, 2, 1]));
        Assert.Contains("size of the vocabulary, 3", Assert.Throws<ArgumentException>(
            () => new Transcriber(Network(4), Tokenizers.Words(), Vocabulary.FromTokens(["one", "two"]))).Message);
    }

    [Fact]
    public void Nothing_to_learn_from_is_said()
    {
        var trainer = new TranscriberTrainer(Shape(), Training());
        Assert.Contains("No tokens", Assert.Throws<InvalidOperationException>(() => trainer.Fit(() => [new(new float[9], "")])).Message);
        Assert.Contains("FrameSize", Assert.Throws<ArgumentException>(() => new TranscriberTrainer(new(), Training())).Message);
        Assert.Contains("SpecialTokens is End", Assert.Throws<ArgumentException>(
            () => new TranscriberTrainer(Shape(), Training(), null, new() { SpecialTokens = SpecialTokens.End })).Message);
    }

    private static SequenceNetworkOptions Shape() => new() { FrameSize = 3, Cell = RecurrentCell.Gru, HiddenSize = 12, Bidirectional = true };

    private static SequenceTrainerOptions Training() => new() { Epochs = 25, LearningRate = 0.02f, BatchSize = 16, Threads = 1, Patience = 0 };

    /// <summary>Each of a, b and c sounds on a channel of its own for two or three steps, with pauses of one or two before.</summary>
    private static TranscribedFrames[] Rows(int count, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => "abc"[random.Next(3)]));
            var frames = text.SelectMany(c => Enumerable.Repeat(' ', random.Next(1, 3)).Concat(Enumerable.Repeat(c, random.Next(2, 4))))
                .SelectMany(c => "abc".Select(channel => (c == channel ? 1 : 0) + (float)((random.NextDouble() - 0.5) * 0.4)));
            return new TranscribedFrames([.. frames], text);
        })];
    }
}
