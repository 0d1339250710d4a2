using System.Runtime.InteropServices;
using MLSeq.Networks;
using MLSeq.Numerics;

namespace MLSeq.Decoding.Beams;

/// <summary>The search for one source's target: the beginnings that are followed, and the targets that have ended.</summary>
internal sealed class Beam
{
    private readonly BeamSearchOptions _options;
    private readonly TargetDecoder _decoder;
    private readonly int _maxLength;
    private readonly Candidate[] _candidates;
    private readonly List<BeamHypothesis> _ended = [];
    private readonly List<BeamHypothesis> _cut = [];
    private int _count;

    public Beam(BeamSearchOptions options, TargetDecoder decoder, int source)
    {
        (_options, _decoder, Source) = (options, decoder, source);
        _maxLength = options.MaxLength ?? decoder.MaxLength(source);

        // As many may end as there are in a beam, and as many go on.
        _candidates = new Candidate[2 * options.Width];
        var coverage = options.CoveragePenalty > 0 ? new float[decoder.SourceLengths[source]] : null;
        Live.Add(new BeamPath(decoder.StartId, null, 0, 0, coverage, null));
    }

    /// <summary>The source.</summary>
    public int Source { get; }

    /// <summary>The beginnings that are followed; none when the search has ended.</summary>
    public List<BeamPath> Live { get; } = [];

    /// <summary>The best targets, the best one first.</summary>
    public IReadOnlyList<BeamHypothesis> Result => [.. (_ended.Count > 0 ? _ended : _cut).OrderByDescending(h => h.Score).Take(_options.Best)];

    /// <summary>Goes on by one token.</summary>
    /// <param name="outputs">The raw outputs of the step.</param>
    /// <param name="firstRow">The row of the first of <see cref="Live"/>.</param>
    public void Step(Matrix outputs, int firstRow)
    {
        _count = 0;
        for (var i = 0; i < Live.Count; i++)
        {
            var scores = outputs.Row(firstRow + i);
            var normalizer = Softmax.LogSumExp(scores);
            Forbid(Live[i], scores);
            Offer(i, Live[i].LogProbability - normalizer, scores);
        }

        var next = new List<BeamPath>();
        for (var c = 0; c < _count && next.Count < _options.Width; c++)
        {
            var (score, parent, token) = _candidates[c];
            var before = Live[parent];
            var attention = _decoder.Attention(firstRow + parent);
            if (token != _decoder.EndId)
            {
                next.Add(Extend(before, token, score, attention) with { Parent = firstRow + parent });
            }
            else if (c < _options.Width)
            {
                _ended.Add(Finish(Extend(before, token, score, attention), before, hasEnded: true));
            }
        }

        Live.Clear();
        if (!IsDone(next))
        {
            Live.AddRange(next);
            return;
        }

        foreach (var path in next)
        {
            // The token beyond the largest length was only looked at to find ends.
            var last = path.Length > _maxLength ? path.Before! : path;
            _cut.Add(Finish(last, last, hasEnded: false));
        }
    }

    private bool IsDone(List<BeamPath> next)
    {
        if (next.Count == 0 || next[0].Length > _maxLength || _ended.Count >= _options.Width)
        {
            return true;
        }

        if (_ended.Count < _options.Best)
        {
            return false;
        }

        // What goes on has at best no further cost, and is divided by the largest length.
        var reachable = next[0].LogProbability / Math.Pow(_maxLength + 1, _options.LengthPenalty);
        return _ended.Select(h => h.Score).OrderDescending().ElementAt(_options.Best - 1) >= reachable;
    }

    private BeamPath Extend(BeamPath before, int token, double logProbability, ReadOnlySpan<float> attention)
    {
        var coverage = before.Coverage;
        if (coverage is not null && attention.Length == coverage.Length)
        {
            coverage = [.. coverage];
            Vectors.Add(attention, coverage);
        }

        return new BeamPath(token, before, before.Length + 1, logProbability, coverage, _options.KeepAttention && !attention.IsEmpty ? attention.ToArray() : null);
    }

    /// <param name="last">The path with the costs, that of the end included.</param>
    /// <param name="tokens">The path with the tokens.</param>
    /// <param name="hasEnded">Whether it found its end.</param>
    private BeamHypothesis Finish(BeamPath last, BeamPath tokens, bool hasEnded)
    {
        var score = last.LogProbability / Math.Pow(Math.Max(1, last.Length), _options.LengthPenalty);
        foreach (var covered in last.Coverage ?? [])
        {
            // A token that was never looked at would make the score minus infinity.
            score += _options.CoveragePenalty * Math.Log(Math.Clamp(covered, 1e-6, 1));
        }

        return new([.. tokens.Tokens()], last.LogProbability, score, hasEnded, tokens.Attentions());
    }

    /// <summary>Takes away what must not follow a path.</summary>
    private void Forbid(BeamPath path, Span<float> scores)
    {
        if (path.Length < _options.MinLength)
        {
            scores[_decoder.EndId] = float.NegativeInfinity;
        }

        foreach (var token in _decoder.Forbidden)
        {
            scores[token] = float.NegativeInfinity;
        }

        var n = _options.NoRepeatNgram;
        if (n == 0 || path.Length < n)
        {
            return;
        }

        int[] tokens = [.. path.Tokens()];
        var last = tokens.AsSpan(tokens.Length - (n - 1));
        for (var i = 0; i + n <= tokens.Length; i++)
        {
            if (tokens.AsSpan(i, n - 1).SequenceEqual(last))
            {
                scores[tokens[i + n - 1]] = float.NegativeInfinity;
            }
        }
    }

    /// <summary>Sorts a path's tokens into the best candidates; of equal ones those that came first stay before.</summary>
    private void Offer(int parent, double before, ReadOnlySpan<float> scores)
    {
        for (var token = 0; token < scores.Length; token++)
        {
            var score = before + scores[token];
            if (double.IsNegativeInfinity(score) || (_count == _candidates.Length && !(score > _candidates[^1].Score)))
            {
                continue;
            }

            var at = _count < _candidates.Length ? _count++ : _count - 1;
            for (; at > 0 && score > _candidates[at - 1].Score; at--)
            {
                _candidates[at] = _candidates[at - 1];
            }

            _candidates[at] = new(score, parent, token);
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Candidate(double Score, int Parent, int Token);
}
