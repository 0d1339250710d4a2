namespace MLSeq.Networks.Training;

/// <summary>Examples sorted by falling length. Workers take every n-th, so that their shares are about equal.</summary>
internal sealed class ExampleBatch(BatchShape shape) : SequenceBatch
{
    /// <summary>The examples.</summary>
    public ArraySegment<SequenceExample> Examples { get; set; }

    public override int Rows => Examples.Count;

    public override long Tokens
    {
        get
        {
            var tokens = 0L;
            foreach (var example in Examples.AsSpan())
            {
                tokens += example.LengthIn(shape.FrameSize);
            }

            return tokens;
        }
    }

    public override double Weight
    {
        get
        {
            var sum = 0d;
            foreach (var example in Examples.AsSpan())
            {
                sum += example.WeightIn(shape);
            }

            return sum;
        }
    }

    public override void Pack(PackedBatch batch, int worker, int workers) => batch.Pack(Examples.AsSpan(), worker, workers);
}
