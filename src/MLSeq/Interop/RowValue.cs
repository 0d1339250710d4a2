using Microsoft.ML;

namespace MLSeq.Interop;

/// <summary>What is computed of a cursor's current row: once, however many columns ask, and not before the first one does.</summary>
/// <param name="row">The cursor, or a row.</param>
/// <param name="compute">Computes the value of the current row.</param>
internal sealed class RowValue<T>(DataViewRow row, Func<T> compute)
{
    // No row has this place, nor has a cursor before its first one.
    private long _position = long.MinValue;
    private T? _value;

    /// <summary>The current row's value.</summary>
    public T Value
    {
        get
        {
            if (_position != row.Position)
            {
                _value = compute();
                _position = row.Position;
            }

            return _value!;
        }
    }
}
