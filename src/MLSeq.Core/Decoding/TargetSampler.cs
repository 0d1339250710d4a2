using MLSeq.Decoding.Beams;
using MLSeq.Numerics;

namespace MLSeq.Decoding;

/// <summary>Draws targets token by token from what a model holds probable (ancestral sampling). All targets of all sources take a step together.</summary>
internal static class TargetSampler
{
    /// <summary>The targets of each source that the decoder has read, in the order of their streams.</summary>
    public static IReadOnlyList<BeamHypothesis>[] Run(TargetDecoder decoder, TargetSamplingOptions options)
    {
        var sampler = new TokenSampler(options);
        var drawn = new BeamHypothesis[decoder.SourceLengths.Length][];
        var running = new List<Draw>();
        for (var source = 0; source < drawn.Length; source++)
        {
            drawn[source] = new BeamHypothesis[options.Count];
            for (var n = 0; n < options.Count; n++)
            {
                var start = new BeamPath(decoder.StartId, null, 0, 0, null, null) { Parent = source };
                running.Add(new(source, n, new SeededRandom(options.Seed, n), start));
            }
        }

        while (true)
        {
            running.RemoveAll(draw => IsOver(draw));
            if (running.Count == 0)
            {
                return drawn;
            }

            var outputs = decoder.Step(
                [.. running.Select(draw => draw.Path.Token)], [.. running.Select(draw => draw.Path.Parent)], [.. running.Select(draw => draw.Source)]);
            for (var row = 0; row < running.Count; row++)
            {
                running[row].Path = Next(running[row], outputs.Row(row), row);
            }
        }

        bool IsOver(Draw draw)
        {
            var path = draw.Path;
            var hasEnded = path.Before is not null && path.Token == decoder.EndId;
            if (!hasEnded && path.Length < (options.MaxLength ?? decoder.MaxLength(draw.Source)))
            {
                return false;
            }

            var tokens = hasEnded ? path.Before! : path;
            drawn[draw.Source][draw.Place] = new([.. tokens.Tokens()], path.LogProbability, path.LogProbability, hasEnded, tokens.Attentions());
            return true;
        }

        BeamPath Next(Draw draw, Span<float> scores, int row)
        {
            var path = draw.Path;
            var all = Softmax.LogSumExp(scores);
            foreach (var token in decoder.Forbidden)
            {
                scores[token] = float.NegativeInfinity;
            }

            // A begin token follows nothing.
            if (decoder.StartId != decoder.EndId)
            {
                scores[decoder.StartId] = float.NegativeInfinity;
            }

            if (path.Length < options.MinLength)
            {
                scores[decoder.EndId] = float.NegativeInfinity;
            }

            var allowed = Softmax.Row(scores, 1);
            var id = sampler.Draw(scores, draw.Random);
            var attention = options.KeepAttention ? decoder.Attention(row) : default;
            return new BeamPath(
                id, path, path.Length + 1, path.LogProbability + Math.Log(scores[id]) + allowed - all, null, attention.IsEmpty ? null : attention.ToArray())
            { Parent = row };
        }
    }

    private sealed class Draw(int source, int place, SeededRandom random, BeamPath start)
    {
        public int Source => source;

        public int Place => place;

        public SeededRandom Random => random;

        public BeamPath Path { get; set; } = start;
    }
}
