namespace MLSeq.Networks.Training;

/// <summary>Examples sorted by falling length, whole or a window of each. Workers take every n-th, so that their shares are about equal.</summary>
internal sealed class ExampleBatch(BatchShape shape) : SequenceBatch
{
    /// <summary>The examples; in a window those that have ended are empty and come last.</summary>
    public ArraySegment<SequenceExample> Examples { get; set; }

    /// <summary>Which window of longer sequences the examples are, from 0; null where they are whole.</summary>
    public int? Window { get; set; }

    public override int Rows => Running.Length;

    public override long Tokens
    {
        get
        {
            var tokens = 0L;
            foreach (var example in Running)
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
            foreach (var example in Running)
            {
                sum += example.WeightIn(shape);
            }

            return sum;
        }
    }

    public override bool CarriesState => Window is not null;

    public override bool StartsAnew => Window == 0;

    private ReadOnlySpan<SequenceExample> Running
    {
        get
        {
            var examples = Examples.AsSpan();
            var count = examples.Length;
            while (Window > 0 && examples[count - 1].Ids is [])
            {
                count--;
            }

            return examples[..count];
        }
    }

    public override void Pack(PackedBatch batch, int worker, int workers) => batch.Pack(Examples.AsSpan(), worker, workers);
}
