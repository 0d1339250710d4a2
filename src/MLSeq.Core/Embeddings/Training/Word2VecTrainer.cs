using MLSeq.Embeddings.Corpora;
using MLSeq.Embeddings.Training.Word2Vec;

namespace MLSeq.Embeddings.Training;

/// <summary>
/// Learns word vectors with word2vec (Mikolov et al., 2013): skip-gram or CBOW, with negative sampling, hierarchical softmax
/// or the full softmax.
/// </summary>
/// <remarks>
/// Windows are reduced at random, frequent words are thinned out, and the learning rate falls in a straight line, as in
/// word2vec.c. Unlike there, a window's words are trained together, against the same drawn words, which takes a fraction of
/// the time at the same quality (Ji et al., 2016).
/// </remarks>
/// <param name="options">How to train; the defaults where null.</param>
/// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
public sealed class Word2VecTrainer(Word2VecOptions? options = null) : WordVectorTrainer
{
    private readonly Word2VecOptions _options = Checked(options ?? new());

    /// <inheritdoc/>
    public override WordVectors Fit(WordCorpus corpus) => Train(corpus).ToVectors();

    /// <summary>Learns from a corpus and keeps all that training can go on from.</summary>
    /// <param name="corpus">The corpus.</param>
    /// <returns>The state; its <see cref="Word2VecState.Vectors"/> are what <see cref="Fit"/> gives.</returns>
    /// <exception cref="OperationCanceledException">The options' token was cancelled; a checkpoint, where one is asked for, is on disk.</exception>
    /// <exception cref="InvalidDataException">The checkpoint is damaged, or it is one of other options or another corpus.</exception>
    public Word2VecState Train(WordCorpus corpus)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        return Run(corpus, Word2VecStart.New(_options, corpus));
    }

    /// <summary>
    /// Goes on with more text, for all of the options' epochs and from their learning rate. Words that the state lacks are
    /// added; counts are added up. In hierarchical softmax the tree stays as it is, and new words get one of their own
    /// beside it.
    /// </summary>
    /// <param name="state">What was learned before; it stays as it is.</param>
    /// <param name="corpus">The new text.</param>
    /// <returns>The new state.</returns>
    /// <exception cref="ArgumentException">The state's model, loss or dimensions are not the options'.</exception>
    /// <inheritdoc cref="Train" path="/exception"/>
    public Word2VecState Continue(Word2VecState state, WordCorpus corpus)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(corpus);
        OptionCheck.Require(_options.Model == state.Model, nameof(_options.Model), _options.Model, $"{state.Model}, as the state has");
        OptionCheck.Require(_options.Loss == state.Loss, nameof(_options.Loss), _options.Loss, $"{state.Loss}, as the state has");
        OptionCheck.Require(
            _options.Dimensions == state.Dimensions, nameof(_options.Dimensions), _options.Dimensions, $"{state.Dimensions}, as the state has");
        return Run(corpus, Word2VecStart.From(state, _options, corpus));
    }

    private Word2VecState Run(WordCorpus corpus, Word2VecStart start)
    {
        new Word2VecRun(_options, corpus, start).Run(_options.TrainingThreads);
        return start.State;
    }
}
