using System.Diagnostics;

namespace MLSeq.Onnx.Scoring;

/// <summary>Counts what a scorer does; many threads may count at once.</summary>
internal sealed class ScorerMeter
{
    private readonly Lock _lock = new();
    private long _rows;
    private long _batches;
    private long _steps;
    private long _paddedSteps;
    private int _calls;
    private long _since;
    private TimeSpan _time;

    /// <summary>A call begins: time counts while there is one.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            if (_calls++ == 0)
            {
                _since = Stopwatch.GetTimestamp();
            }
        }
    }

    /// <summary>A call ends.</summary>
    public void End()
    {
        lock (_lock)
        {
            if (--_calls == 0)
            {
                _time += Stopwatch.GetElapsedTime(_since);
            }
        }
    }

    /// <summary>Counts a batch that was run.</summary>
    /// <param name="rows">Its rows.</param>
    /// <param name="steps">Their time steps.</param>
    /// <param name="paddedSteps">The time steps that were run for them, padding included.</param>
    public void Add(int rows, long steps, long paddedSteps)
    {
        Interlocked.Add(ref _rows, rows);
        Interlocked.Increment(ref _batches);
        Interlocked.Add(ref _steps, steps);
        Interlocked.Add(ref _paddedSteps, paddedSteps);
    }

    public ScorerMetrics Read(string device)
    {
        lock (_lock)
        {
            var time = _calls > 0 ? _time + Stopwatch.GetElapsedTime(_since) : _time;
            var padding = _paddedSteps > 0 ? 1 - ((double)_steps / _paddedSteps) : 0;
            return new ScorerMetrics(_rows, _batches, time.TotalSeconds, padding, device);
        }
    }
}
