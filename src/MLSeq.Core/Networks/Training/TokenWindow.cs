namespace MLSeq.Networks.Training;

/// <summary>
/// Some steps of all parts of a stream. Part p has the tokens from p n / parts on; where n is no multiple of the parts, the first ones
/// have one token more, and the others' last step is not counted.
/// </summary>
internal sealed class TokenWindow(TokenStream stream, int start, int parts) : SequenceBatch
{
    private readonly long _length = (stream.Count + parts - 1) / parts;
    private readonly long _longer = stream.Count - (stream.Count / parts * parts);
    private long _first;
    private int _steps;

    public override int Rows => parts;

    public override long Tokens => (long)Weight;

    public override double Weight
    {
        get
        {
            var padded = (long)parts * _steps;
            return _first + _steps == _length && _longer > 0 ? padded - (parts - _longer) : padded;
        }
    }

    public override bool CarriesState => true;

    /// <summary>Whether the window starts from the zero state, wherever it is.</summary>
    public bool IsReset { get; set; }

    public override bool StartsAnew => _first == 0 || IsReset;

    /// <summary>Goes on to the next window of at most so many steps.</summary>
    public bool MoveNext(int steps)
    {
        _first += _steps;
        _steps = (int)Math.Min(steps, _length - _first);
        return _steps > 0;
    }

    public override void Pack(PackedBatch batch, int worker, int workers)
    {
        var rows = worker < parts ? ((parts - 1 - worker) / workers) + 1 : 0;
        batch.LayOut(rows, _steps);
        for (var r = 0; r < rows; r++)
        {
            var part = worker + (r * workers);
            var (from, length) = PartAt(part);
            for (var t = 0; t < _steps; t++)
            {
                var (position, place) = ((t * rows) + r, from + _first + t);
                var counts = _first + t < length;
                batch.Ids[position] = place == 0 ? start : stream[place - 1];
                batch.Labels[position] = counts ? stream[place] : -1;
                batch.Weights[position] = counts ? 1 : 0;
            }
        }
    }

    private (long From, long Length) PartAt(int part)
    {
        var shorter = stream.Count / parts;
        return ((part * shorter) + Math.Min(part, _longer), part < _longer ? shorter + 1 : shorter);
    }
}
