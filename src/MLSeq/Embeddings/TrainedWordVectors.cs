using Microsoft.ML.Runtime;
using MLSeq.Embeddings;
using MLSeq.Embeddings.Corpora;
using MLSeq.Embeddings.Training;

namespace MLSeq;

/// <summary>Word vectors that are trained on the estimator's data.</summary>
/// <typeparam name="TTraining">The options of the algorithm.</typeparam>
internal sealed class TrainedWordVectors<TTraining> : WordVectorSource
    where TTraining : WordVectorTrainerOptions, new()
{
    private readonly WordVectorTrainingOptions<TTraining> _options;
    private readonly TTraining _training;
    private readonly Func<TTraining, WordVectorTrainer> _create;

    /// <param name="options">The options, copied.</param>
    /// <param name="create">Makes the trainer, which checks its options.</param>
    /// <param name="hasSubwords">Whether the vectors will know subwords.</param>
    public TrainedWordVectors(WordVectorTrainingOptions<TTraining> options, Func<TTraining, WordVectorTrainer> create, bool hasSubwords)
    {
        options.Check();
        _options = (WordVectorTrainingOptions<TTraining>)options.Copy();
        _training = (TTraining)options.Training.Copy();
        _create = create;
        HasSubwords = hasSubwords;
        create(_training);
    }

    public override bool HasSubwords { get; }

    public override bool HasCounts => true;

    public override WordVectors Get(IHost host, IChannel channel, Func<IEnumerable<IEnumerable<string>>> sentences)
    {
        var corpus = WordCorpus.FromSentences(sentences(), new()
        {
            MinCount = _options.MinCount,
            MaxWords = _options.MaxWords,
            CancellationToken = _options.CancellationToken,
        });
        channel.Info(
            MessageSensitivity.None, "{0} words with a vector each, {1} of {2} tokens.", corpus.Words.Count, corpus.TokenCount, corpus.TotalTokens);
        var training = (TTraining)_training.Copy();
        training.Seed = _options.Seed ?? host.Rand.Next();
        training.CancellationToken = _options.CancellationToken;
        training.Progress = new WordVectorChannelProgress(channel, _options.Progress);
        return _create(training).Fit(corpus);
    }
}
