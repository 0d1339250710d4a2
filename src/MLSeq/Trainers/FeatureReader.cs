using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLSeq;

/// <summary>Reads the sequence of each row: token ids or frames. Its buffers are used again for the next row.</summary>
internal abstract class FeatureReader
{
    /// <summary>The ids of the row that was read; empty for frames.</summary>
    public virtual ReadOnlySpan<int> Ids => default;

    /// <summary>The frames of the row that was read, [T, FrameSize]; empty for ids.</summary>
    public virtual ReadOnlySpan<float> Frames => default;

    /// <summary>Reads the current row.</summary>
    /// <exception cref="InvalidOperationException">A frame is incomplete or holds a value that is not finite.</exception>
    public abstract void Read();

    /// <summary>Makes a reader over a row or cursor.</summary>
    /// <param name="row">The row, in which the column is active.</param>
    /// <param name="columnName">The feature column.</param>
    /// <param name="frameSize">The size of a frame; 0 for ids.</param>
    public static FeatureReader Create(DataViewRow row, string columnName, int frameSize)
    {
        var column = row.Schema[columnName];
        return frameSize == 0 ? new IdReader(row, column) : new FrameReader(row, column, frameSize);
    }

    private sealed class IdReader(DataViewRow row, DataViewSchema.Column column) : FeatureReader
    {
        private readonly ValueGetter<VBuffer<uint>> _get = row.GetGetter<VBuffer<uint>>(column);
        private VBuffer<uint> _value;
        private int[] _ids = [];
        private int _length;

        public override ReadOnlySpan<int> Ids => _ids.AsSpan(0, _length);

        public override void Read()
        {
            _get(ref _value);
            _length = _value.Length;
            if (_ids.Length < _length)
            {
                _ids = new int[Math.Max(_length, 2 * _ids.Length)];
            }

            var ids = _ids.AsSpan(0, _length);
            ids.Clear();
            var values = _value.GetValues();
            var indices = _value.GetIndices();
            for (var i = 0; i < values.Length; i++)
            {
                ids[_value.IsDense ? i : indices[i]] = (int)values[i];
            }
        }
    }

    private sealed class FrameReader(DataViewRow row, DataViewSchema.Column column, int frameSize) : FeatureReader
    {
        private readonly ValueGetter<VBuffer<float>> _get = row.GetGetter<VBuffer<float>>(column);
        private VBuffer<float> _value;
        private float[] _frames = [];
        private int _length;

        public override ReadOnlySpan<float> Frames => _frames.AsSpan(0, _length);

        public override void Read()
        {
            _get(ref _value);
            _length = _value.Length;
            if (_length % frameSize != 0)
            {
                throw new InvalidOperationException(
                    $"Row {row.Position}: column '{column.Name}' has {_length} values; expected a multiple of the frame size {frameSize}.");
            }

            if (_frames.Length < _length)
            {
                _frames = new float[Math.Max(_length, 2 * _frames.Length)];
            }

            _value.CopyTo(_frames.AsSpan(0, _length));
            var bad = _frames.AsSpan(0, _length).IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
            if (bad >= 0)
            {
                throw new InvalidOperationException(
                    $"Row {row.Position}: column '{column.Name}' has {_frames[bad]} in frame {bad / frameSize}; expected finite numbers.");
            }
        }
    }
}
