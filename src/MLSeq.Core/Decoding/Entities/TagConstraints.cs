using MLSeq.Networks;
using MLSeq.Networks.Heads;

namespace MLSeq.Decoding.Entities;

/// <summary>Which of a set of tags may start a sequence, follow each other and end it, by a scheme.</summary>
internal sealed class TagConstraints
{
    private readonly EntityTag[] _tags;
    private readonly TagScheme _scheme;

    /// <param name="tags">The tags, all of the scheme.</param>
    /// <param name="scheme">Bio or Bioes.</param>
    public TagConstraints(IReadOnlyList<string> tags, TagScheme scheme)
    {
        _scheme = scheme;
        _tags = [.. tags.Select(tag => EntityTag.TryParse(tag, out var parsed)
            ? parsed
            : throw new ArgumentException($"Tag '{tag}' is in no scheme.", nameof(tags)))];
    }

    /// <summary>Whether a sequence of tags, by their places in the set, is right; negative ones are not known and may be any.</summary>
    public bool Allow(ReadOnlySpan<int> sequence)
    {
        for (var t = 0; t < sequence.Length; t++)
        {
            if (sequence[t] < 0)
            {
                continue;
            }

            var tag = _tags[sequence[t]];
            if ((t == 0 && !tag.MayStart(_scheme))
                || (t > 0 && sequence[t - 1] >= 0 && !tag.MayFollow(_tags[sequence[t - 1]], _scheme))
                || (t == sequence.Length - 1 && !tag.MayEnd(_scheme)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Rules out, before training, what the scheme does not allow, so that a conditional random field never predicts it.</summary>
    /// <param name="network">A network with a conditional random field over the tags.</param>
    public void Apply(SequenceNetwork network)
    {
        var (transitions, start, end) = (Parameter(network, "transitions"), Parameter(network, "start"), Parameter(network, "end"));
        for (var i = 0; i < _tags.Length; i++)
        {
            RuleOut(start, i, _tags[i].MayStart(_scheme));
            RuleOut(end, i, _tags[i].MayEnd(_scheme));
            for (var j = 0; j < _tags.Length; j++)
            {
                RuleOut(transitions, (i * _tags.Length) + j, _tags[j].MayFollow(_tags[i], _scheme));
            }
        }
    }

    private static void RuleOut(Parameter parameter, int index, bool isAllowed)
    {
        if (!isAllowed)
        {
            parameter.Values[index] = LinearChain.Impossible;
        }
    }

    private static Parameter Parameter(SequenceNetwork network, string name) => network.Parameters.First(p => p.Name == $"crf.{name}");
}
