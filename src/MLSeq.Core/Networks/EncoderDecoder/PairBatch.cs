using MLSeq.Networks.Training;

namespace MLSeq.Networks.EncoderDecoder;

/// <summary>Pairs sorted by falling length of target. Workers take every n-th, so that their shares are about equal.</summary>
internal sealed class PairBatch : TrainingBatch
{
    /// <summary>The pairs.</summary>
    public ArraySegment<SequencePair> Pairs { get; set; }

    public override int Rows => Pairs.Count;

    /// <summary>The number of target tokens, ends included.</summary>
    public override long Tokens
    {
        get
        {
            var tokens = 0L;
            foreach (var pair in Pairs.AsSpan())
            {
                tokens += pair.Steps;
            }

            return tokens;
        }
    }

    public override double Weight
    {
        get
        {
            var sum = 0d;
            foreach (var pair in Pairs.AsSpan())
            {
                sum += (double)pair.Weight * pair.Steps;
            }

            return sum;
        }
    }
}
