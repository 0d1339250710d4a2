using System.Globalization;
using System.Security.Cryptography;
using MLSeq.Numerics;

namespace MLSeq.Networks.Training;

/// <summary>
/// A long text for truncated back-propagation through time (Williams and Peng, 1990): the stream is cut into parts of equal
/// length, which are the rows of every batch, and these into windows of steps. Each window goes on from the states that the one
/// before ended with, but its gradient ends where it starts. At each step the next token is the label; every token is one once, the
/// first of the stream after <paramref name="start"/>.
/// </summary>
/// <param name="training">The tokens to train on.</param>
/// <param name="validation">The tokens to validate on; null for none.</param>
/// <param name="start">What the network reads before the first token.</param>
/// <param name="rows">The number of parts.</param>
/// <param name="steps">The number of steps in a window.</param>
/// <param name="reset">The share of windows that start from the zero state while training.</param>
internal sealed class TokenStreamBatches(TokenStream training, TokenStream? validation, int start, int rows, int steps, float reset = 0) : BatchSource
{
    /// <summary>Validation has parts of at least so many tokens: each starts from nothing known.</summary>
    private const int LeastPart = 1000;

    public override long? Examples
    {
        get
        {
            var parts = Math.Min(rows, training.Count);
            return parts == 0 ? 0 : parts * Chunks(Chunks(training.Count, parts), steps);
        }
    }

    public override IEnumerable<TrainingBatch> Training(SeededRandom random) => Windows(training, (int)Math.Min(rows, training.Count), random);

    public override IEnumerable<TrainingBatch> Validation() =>
        validation is null ? [] : Windows(validation, (int)Math.Clamp(validation.Count / LeastPart, 1, rows));

    public override IEnumerable<(string Name, string Value)> Conditions =>
        [("Steps", steps.ToString(CultureInfo.InvariantCulture)), ("StateReset", reset.ToString(CultureInfo.InvariantCulture))];

    public override void AddTo(IncrementalHash hash)
    {
        training.AddTo(hash);
        validation?.AddTo(hash);
    }

    private static long Chunks(long tokens, long size) => (tokens + size - 1) / size;

    /// <summary>The windows of a stream in <paramref name="parts"/> parts; one object, changed from window to window.</summary>
    private IEnumerable<TrainingBatch> Windows(TokenStream stream, int parts, SeededRandom? random = null)
    {
        if (stream.Count == 0)
        {
            yield break;
        }

        var window = new TokenWindow(stream, start, parts);
        while (window.MoveNext(steps))
        {
            window.IsReset = random is not null && reset > 0 && random.NextDouble() < reset;
            yield return window;
        }
    }
}
