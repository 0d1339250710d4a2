namespace MLSeq.Audio;

/// <summary>
/// The features of sound that comes bit by bit, step by step: together they are those of the whole clip. For one thread.
/// </summary>
public sealed class LogMelStream
{
    private readonly LogMelOptions _options;
    private readonly LogMelFrame _frame;
    private readonly float[] _waiting;
    private readonly float[] _step;
    private int _count;
    private long _skip;
    private float? _before;
    private int _frames;
    private long _given;

    internal LogMelStream(LogMelOptions options)
    {
        _options = options;
        _frame = new LogMelFrame(options);
        _waiting = new float[options.FrameSamples];
        _step = new float[options.StepSize];
    }

    /// <summary>Takes in samples and gives the time steps that are complete with them.</summary>
    /// <param name="samples">The samples after those of the last call, any number.</param>
    /// <param name="steps">The steps' features are appended, <see cref="LogMelOptions.StepSize"/> values each.</param>
    public void Add(ReadOnlySpan<float> samples, List<float> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        while (!samples.IsEmpty)
        {
            if (_skip > 0)
            {
                // Between frames that do not touch.
                var skipped = (int)Math.Min(_skip, samples.Length);
                _before = samples[skipped - 1];
                _skip -= skipped;
                samples = samples[skipped..];
                continue;
            }

            var taken = Math.Min(_waiting.Length - _count, samples.Length);
            samples[..taken].CopyTo(_waiting.AsSpan(_count));
            _count += taken;
            samples = samples[taken..];
            if (_count == _waiting.Length)
            {
                EmitFrame(steps);
                Advance();
            }
        }
    }

    /// <summary>Ends the clip: gives the step that was begun, filled up with silence, and, of a clip shorter than a frame, its only one.</summary>
    /// <param name="steps">Where the features are appended.</param>
    /// <remarks>The next samples begin another clip. Samples behind the last whole frame are in none.</remarks>
    public void Finish(List<float> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        if (_given == 0 && _count > 0)
        {
            _waiting.AsSpan(_count).Clear();
            EmitFrame(steps);
        }

        if (_frames > 0)
        {
            _step.AsSpan(_frames * _options.Bands).Fill(MathF.Log(_options.Floor));
            steps.AddRange(_step);
        }

        (_count, _skip, _before, _frames, _given) = (0, 0, null, 0, 0);
    }

    private void EmitFrame(List<float> steps)
    {
        _frame.Run(_waiting, _before ?? _waiting[0], _step.AsSpan(_frames * _options.Bands, _options.Bands));
        _given++;
        _frames++;
        if (_frames == _options.FramesPerStep)
        {
            steps.AddRange(_step);
            _frames = 0;
        }
    }

    private void Advance()
    {
        var shift = _options.ShiftSamples;
        if (shift >= _waiting.Length)
        {
            _before = _waiting[^1];
            (_skip, _count) = (shift - _waiting.Length, 0);
            return;
        }

        _before = _waiting[shift - 1];
        _waiting.AsSpan(shift).CopyTo(_waiting);
        _count = _waiting.Length - shift;
    }
}
