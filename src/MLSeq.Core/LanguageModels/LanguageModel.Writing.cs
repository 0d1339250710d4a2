using System.Collections.Concurrent;
using MLSeq.Decoding;
using MLSeq.Decoding.Beams;
using MLSeq.Text;

namespace MLSeq.LanguageModels;

/// <summary>
/// Whole texts, from features or from nothing: the most probable ones, or some that are drawn. The unknown token is not written.
/// </summary>
public sealed partial class LanguageModel
{
    private const int BatchRows = 32;

    private readonly ConcurrentBag<LanguageDecoder> _idleDecoders = [];

    /// <summary>The most probable text.</summary>
    /// <param name="features">What it starts from, in a model that is trained with features; else empty.</param>
    /// <param name="search">How to search; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range, or the features do not fit the model.</exception>
    public WrittenText Write(float[] features, BeamSearchOptions? search = null) => Write([features], search)[0][0];

    /// <summary>The most probable texts from each feature vector, the best one first. Texts share steps, and threads share the texts.</summary>
    /// <param name="features">What each text starts from, in a model that is trained with features; else empty vectors.</param>
    /// <param name="search">How to search; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range, or features do not fit the model.</exception>
    public IReadOnlyList<IReadOnlyList<WrittenText>> Write(IReadOnlyList<float[]> features, BeamSearchOptions? search = null)
    {
        search ??= new();
        search.Check();
        var options = search.Copy();
        return Write(features, decoder => BeamSearch.Run(decoder, options));
    }

    /// <summary>Texts from each feature vector that are drawn by their probability, as many as the options say.</summary>
    /// <param name="features">What each text starts from, in a model that is trained with features; else empty vectors.</param>
    /// <param name="sampling">How to draw; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range, or features do not fit the model.</exception>
    public IReadOnlyList<IReadOnlyList<WrittenText>> Sample(IReadOnlyList<float[]> features, TargetSamplingOptions? sampling = null)
    {
        sampling ??= new();
        sampling.Check();
        var options = sampling.Copy();
        return Write(features, decoder => TargetSampler.Run(decoder, options));
    }

    private IReadOnlyList<WrittenText>[] Write(IReadOnlyList<float[]> features, Func<TargetDecoder, IReadOnlyList<BeamHypothesis>[]> decode)
    {
        ArgumentNullException.ThrowIfNull(features);
        foreach (var row in features)
        {
            Check(row);
        }

        var results = new IReadOnlyList<WrittenText>[features.Count];
        Parallel.ForEach(Enumerable.Range(0, features.Count).Chunk(BatchRows), chunk =>
        {
            if (!_idleDecoders.TryTake(out var decoder))
            {
                decoder = new LanguageDecoder(Network, Codec.StartId, Codec.EndId, Unwritten());
            }

            decoder.Read([.. chunk.Select(i => features[i])]);
            foreach (var (i, hypotheses) in chunk.Zip(decode(decoder)))
            {
                results[i] = [.. hypotheses.Select(Text)];
            }

            _idleDecoders.Add(decoder);
        });
        return results;
    }

    private int[] Unwritten() => IsContinuous ? [Vocabulary.UnknownId] : [Vocabulary.UnknownId, Codec.StartId];

    private WrittenText Text(BeamHypothesis hypothesis)
    {
        var text = string.Concat(hypothesis.Ids.Select((id, place) => Codec.Piece(id, place == 0)));
        return new(text, [.. hypothesis.Ids.Select(id => Vocabulary[id])], hypothesis.LogProbability, hypothesis.Score);
    }
}
