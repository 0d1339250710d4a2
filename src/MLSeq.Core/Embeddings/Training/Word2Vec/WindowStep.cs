using MLSeq.Numerics;

namespace MLSeq.Embeddings.Training.Word2Vec;

/// <summary>Changes the matrices for one window after another. Belongs to one thread.</summary>
internal abstract unsafe class WindowStep
{
    /// <summary>The most windows that are announced at once.</summary>
    public const int BlockLength = 256;

    /// <summary>Announces the windows to come and draws what is random about them.</summary>
    /// <param name="centres">The words to predict, at most <see cref="BlockLength"/>; ends of sentences are passed over.</param>
    /// <param name="random">Where to draw from.</param>
    public abstract void Begin(ReadOnlySpan<int> centres, SeededRandom random);

    /// <summary>Asks for the memory that a window will need.</summary>
    /// <param name="place">The place of its word in the block.</param>
    public abstract void Prefetch(int place);

    /// <summary>One step of stochastic gradient descent.</summary>
    /// <param name="place">The place of the predicted word in the block.</param>
    /// <param name="inputs">The rows of the window's other words.</param>
    /// <param name="inputCount">Their number, at least 1.</param>
    /// <param name="rate">The learning rate.</param>
    public abstract void Train(int place, float** inputs, int inputCount, float rate);
}
