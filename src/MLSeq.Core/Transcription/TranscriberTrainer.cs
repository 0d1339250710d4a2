using MLSeq.Networks;
using MLSeq.Networks.Heads;
using MLSeq.Networks.Training;
using MLSeq.Text;

namespace MLSeq.Transcription;

/// <summary>
/// Trains a <see cref="Transcriber"/> on recordings and their texts, without being told when what is said. A text that takes more time steps than its
/// recording has cannot be read off it: it is left out and reported, see <see cref="Transcriber.Misfits"/>.
/// </summary>
public sealed class TranscriberTrainer
{
    private readonly SequenceNetworkOptions _network;
    private readonly SequenceTrainerOptions _training;
    private readonly Tokenizer _tokenizer;
    private readonly VocabularyOptions _vocabulary;

    /// <summary>Makes a trainer.</summary>
    /// <param name="network">The network's shape, with its <see cref="SequenceNetworkOptions.FrameSize"/>; what answers what is set by the trainer.</param>
    /// <param name="training">How to train.</param>
    /// <param name="tokenizer">Cuts texts; trained on them where it learns. Null for characters.</param>
    /// <param name="vocabulary">Which tokens are written; those that are not are left out of the texts. Null for all.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public TranscriberTrainer(
        SequenceNetworkOptions network, SequenceTrainerOptions training, Tokenizer? tokenizer = null, VocabularyOptions? vocabulary = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(training);
        _network = network.Copy();
        (_network.VocabularySize, _network.OutputSize, _network.Pooling) = (0, 2, SequencePooling.None);
        _network.Output = NetworkOutput.ConnectionistTemporalClassification;
        _network.Check();
        training.Check();
        _training = training.Copy();
        _tokenizer = tokenizer ?? Tokenizers.Characters();
        _vocabulary = vocabulary ?? new();
        _vocabulary.Check();
        OptionCheck.Require(
            _vocabulary.SpecialTokens == SpecialTokens.None, nameof(_vocabulary.SpecialTokens), _vocabulary.SpecialTokens, $"{SpecialTokens.None}, since nobody says them");
    }

    /// <summary>Trains.</summary>
    /// <param name="read">Enumerates the same rows in the same order at each call.</param>
    /// <param name="validation">Enumerates the rows to validate on; null to hold out a fraction of the training rows.</param>
    /// <param name="texts">Enumerates the training texts alone, where that costs less than the rows; null to take them from the rows.</param>
    /// <exception cref="ArgumentException">There are no rows, all of their texts are too long for them or empty, or a row's frames do not fit.</exception>
    /// <exception cref="InvalidOperationException">The texts have no tokens, or training broke down.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public Transcriber Fit(
        Func<IEnumerable<TranscribedFrames>> read, Func<IEnumerable<TranscribedFrames>>? validation = null, Func<IEnumerable<string>>? texts = null)
    {
        ArgumentNullException.ThrowIfNull(read);
        texts ??= () => read().Select(row => row.Text);
        var tokenizer = _tokenizer.IsTrained ? _tokenizer : _tokenizer.Train(Watched(texts()));
        var vocabulary = Vocabulary.Build(Watched(texts()).SelectMany(tokenizer.Tokenize), _vocabulary);
        _network.OutputSize = vocabulary.Count;
        var misfits = new SortedDictionary<long, TranscriptMisfit>();
        var network = new SequenceNetwork(_network, _training.Seed);
        IEnumerable<SequenceExample> Examples(IEnumerable<TranscribedFrames> rows, SortedDictionary<long, TranscriptMisfit>? found)
        {
            var row = 0L;
            foreach (var (frames, text) in rows)
            {
                var labels = Transcriber.LabelsOf(text, tokenizer, vocabulary);
                var (steps, needed) = (frames.Length / _network.FrameSize, CtcLoss.StepsFor(labels));
                if (needed > steps && found is not null)
                {
                    found[row] = new(row, steps, needed);
                }

                row++;
                yield return new() { Frames = frames, Transcript = labels };
            }
        }

        var history = new SequenceTrainer(network, _training).Fit(
            () => Examples(read(), misfits), validation is null ? null : () => Examples(validation(), null));
        return new Transcriber(network, tokenizer, vocabulary) { History = history, Misfits = [.. misfits.Values] };
    }

    private IEnumerable<string> Watched(IEnumerable<string> texts)
    {
        foreach (var text in texts)
        {
            _training.CancellationToken.ThrowIfCancellationRequested();
            yield return text;
        }
    }
}
