namespace MLSeq.Networks.EncoderDecoder;

/// <summary>
/// Pairs packed without padding: the sources in the order of their own lengths, the targets in that of theirs, and which source belongs to
/// which target. A target's inputs are the start and its tokens, its labels the tokens and the end. Allocates nothing once it has grown.
/// </summary>
internal sealed class PairedBatch(int startId, int endId)
{
    private long[] _keys = [];
    private int[] _lengths = [];
    private int[] _sourceRows = [];

    /// <summary>The sources.</summary>
    public PackedBatch Source { get; } = new(new BatchShape(0, EachStep: false, TargetSize: 0));

    /// <summary>The targets, each step of which has an answer.</summary>
    public PackedBatch Target { get; } = new(new BatchShape(0, EachStep: true, TargetSize: 0));

    /// <summary>The row in <see cref="Source"/> of each row of <see cref="Target"/>.</summary>
    public ReadOnlySpan<int> SourceRows => _sourceRows.AsSpan(0, Target.Rows);

    /// <summary>Packs every <paramref name="stride"/>-th of <paramref name="pairs"/>, which are sorted by falling length of target, from <paramref name="first"/> on.</summary>
    public void Pack(ReadOnlySpan<SequencePair> pairs, int first = 0, int stride = 1)
    {
        var rows = first < pairs.Length ? ((pairs.Length - 1 - first) / stride) + 1 : 0;
        Grow(rows);
        for (var r = 0; r < rows; r++)
        {
            _lengths[r] = pairs[first + (r * stride)].Steps;
        }

        Target.LayOut(_lengths.AsSpan(0, rows));
        for (var r = 0; r < rows; r++)
        {
            PlaceTarget(r, pairs[first + (r * stride)]);
            _keys[r] = (-(long)pairs[first + (r * stride)].Source.Length << 32) + r;
        }

        LayOutSources(rows, (pairs, row) => pairs[row].Source, pairs, first, stride);
    }

    /// <summary>Packs sources alone; <see cref="SourceRows"/> are then in the order of <paramref name="sources"/>.</summary>
    public void Pack(ReadOnlySpan<int[]> sources)
    {
        Grow(sources.Length);
        _lengths.AsSpan(0, sources.Length).Fill(1);
        Target.LayOut(_lengths.AsSpan(0, sources.Length));
        for (var r = 0; r < sources.Length; r++)
        {
            _keys[r] = (-(long)sources[r].Length << 32) + r;
        }

        LayOutSources(sources.Length, (rows, row) => rows[row], sources, 0, 1);
    }

    private void LayOutSources<T>(int rows, SourceOf<T> sourceOf, ReadOnlySpan<T> items, int first, int stride)
    {
        // Falling length, then the order of targets, which makes the sort stable.
        _keys.AsSpan(0, rows).Sort();
        for (var s = 0; s < rows; s++)
        {
            var row = (int)(uint)_keys[s];
            _sourceRows[row] = s;
            _lengths[s] = Math.Max(1, sourceOf(items, first + (row * stride)).Length);
        }

        Source.LayOut(_lengths.AsSpan(0, rows));
        for (var r = 0; r < rows; r++)
        {
            var ids = sourceOf(items, first + (r * stride));
            for (var t = 0; t < Math.Max(1, ids.Length); t++)
            {
                Source.Ids[Source.Offset(t) + _sourceRows[r]] = ids.Length == 0 ? 0 : ids[t];
            }
        }
    }

    private void PlaceTarget(int row, SequencePair pair)
    {
        for (var t = 0; t < pair.Steps; t++)
        {
            var position = Target.Offset(t) + row;
            Target.Ids[position] = t == 0 ? startId : pair.Target[t - 1];
            Target.Labels[position] = t == pair.Target.Length ? endId : pair.Target[t];
            Target.Weights[position] = pair.Weight;
        }
    }

    private void Grow(int rows)
    {
        if (_keys.Length < rows)
        {
            var size = Math.Max(rows, 2 * _keys.Length);
            (_keys, _lengths, _sourceRows) = (new long[size], new int[size], new int[size]);
        }
    }

    private delegate int[] SourceOf<T>(ReadOnlySpan<T> items, int row);
}
