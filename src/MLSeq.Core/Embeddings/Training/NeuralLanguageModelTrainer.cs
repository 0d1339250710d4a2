using MLSeq.Embeddings.Corpora;
using MLSeq.Embeddings.Training.NeuralLanguageModel;
using MLSeq.Numerics;

namespace MLSeq.Embeddings.Training;

/// <summary>
/// The neural language model that word vectors come from (Bengio, Ducharme, Vincent and Jauvin, 2003): the vectors of the
/// words before a word, side by side, go through a tanh layer and a softmax over all words, which predicts the word.
/// It is trained by Adam. The loss that is reported is the mean of -log p; its exponential is the perplexity.
/// </summary>
/// <remarks>
/// This is a reference point for small vocabularies: with h hidden units, n words of history, m dimensions and V words,
/// each word of the corpus costs about 6 h (n m + V) operations in an epoch, and each step 10 V (m + h) more. A
/// vocabulary of 10,000 words and the default sizes train some thousand words a second and core.
/// </remarks>
/// <param name="options">How to train.</param>
/// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
public sealed class NeuralLanguageModelTrainer(NeuralLanguageModelOptions options) : WordVectorTrainer
{
    private readonly NeuralLanguageModelOptions _options = Checked(options);

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">
    /// The corpus has a single word, or the checkpoint is damaged or belongs to another training.
    /// </exception>
    /// <exception cref="IOException">The checkpoint cannot be written.</exception>
    /// <exception cref="InvalidOperationException">Training diverges: the learning rate is too high.</exception>
    public override WordVectors Fit(WordCorpus corpus)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        if (corpus.Words.Count < 2)
        {
            throw new InvalidDataException($"The corpus has one word, '{corpus.Words[0]}'; expected at least two, for there to be something to predict.");
        }

        using var team = new WorkerTeam(_options.ThreadCount);
        var model = new HistoryModel(corpus.Words.Count, _options, team);
        new HistoryTraining(_options, corpus, model).Run();
        if (_options.CheckpointPath is { } path && !_options.KeepCheckpoint)
        {
            File.Delete(path);
        }

        return new WordVectors([.. corpus.Words], _options.Dimensions, model.WordVectors(), [.. corpus.Counts]);
    }
}
