using MLSeq.Networks.Training;
using MLSeq.Numerics;

namespace MLSeq.LanguageModels;

/// <summary>How well the model guesses many texts.</summary>
public sealed partial class LanguageModel
{
    /// <summary>Scores of all tokens in a batch that are in memory at once.</summary>
    private const int LargestBatch = 8 << 20;

    /// <summary>
    /// How probable texts are together: in continuous text, as one, cut into a few long parts that are read side by side; else each for
    /// itself.
    /// </summary>
    /// <param name="texts">The texts, or lines, read once.</param>
    /// <param name="threads">How many threads work; 0 for all cores.</param>
    /// <param name="cancellationToken">Ends the work with an <see cref="OperationCanceledException"/>.</param>
    public TextScore Evaluate(IEnumerable<string> texts, int threads = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (Network.Shape.StateSize > 0)
        {
            throw new NotSupportedException("The model's texts start from features; score them one by one with theirs.");
        }

        var characters = 0L;
        IEnumerable<int[]> Encoded()
        {
            var ids = new List<int>();
            foreach (var text in texts)
            {
                cancellationToken.ThrowIfCancellationRequested();
                characters += CharactersOf(text);
                ids.Clear();
                Codec.Encode(text, ids);
                yield return [.. ids];
            }
        }

        var rows = Math.Clamp(LargestBatch / Vocabulary.Count / WindowSteps, 1, 64);
        var options = new SequenceTrainerOptions { BatchSize = rows, Threads = threads };
        options.Check();
        BatchSource source = IsContinuous
            ? new TokenStreamBatches(new TokenStream(), Codec.Stream(Encoded()), Codec.StartId, rows, WindowSteps)
            : new ExampleBatches(Network, options, () => [], () => Encoded().Select(ids => Codec.Example(ids, null)), WindowSteps);
        using var team = new WorkerTeam(options.ThreadCount);
        var step = new TrainingStep(Network, options, team);
        var (loss, tokens) = (0d, 0d);
        foreach (var batch in source.Validation())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var sums = step.Measure(batch);
            loss += sums.Loss;
            tokens += sums.Weight;
        }

        return new(-loss, (long)tokens, characters);
    }
}
