namespace MLSeq.Embeddings.Training;

/// <summary>How far the training of word vectors is.</summary>
/// <param name="Stage">What is being done: "training", or what comes before it, such as "counting co-occurrences".</param>
/// <param name="Fraction">How much of the stage is done, from 0 to 1.</param>
/// <param name="Words">How many words of the corpus the stage has gone through so far, all epochs together.</param>
/// <param name="WordsPerSecond">The rate since the stage began.</param>
/// <param name="LearningRate">The present learning rate; null where a stage has none.</param>
/// <param name="Loss">The mean loss of late; null where it is not computed.</param>
/// <param name="Elapsed">The time since the stage began.</param>
/// <param name="Remaining">The time left in the stage, by the rate so far; null until that is known.</param>
public sealed record WordVectorProgress(
    string Stage, double Fraction, long Words, double WordsPerSecond, double? LearningRate, double? Loss, TimeSpan Elapsed, TimeSpan? Remaining);
