using MLSeq.Numerics;

namespace MLSeq.Networks.Layers;

/// <summary>dL/dP of those rows of a parameter P that a batch used, in the order of their first use.</summary>
internal sealed class RowGradient(Parameter parameter)
{
    private readonly AlignedBuffer _values = new();
    private int[] _slots = [];
    private int[] _rows = [];

    public Parameter Parameter { get; } = parameter;

    /// <summary>The rows used.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, Count);

    /// <summary>The number of rows used.</summary>
    public int Count { get; private set; }

    /// <summary>The gradients of all rows used, [Count, Columns].</summary>
    public Span<float> Values => _values.Span[..(Count * Parameter.Columns)];

    /// <summary>The gradient [Columns] of <c>Rows[slot]</c>.</summary>
    public Span<float> this[int slot] => _values.Span.Slice(slot * Parameter.Columns, Parameter.Columns);

    /// <summary>Forgets all rows, and makes room for <paramref name="capacity"/> uses.</summary>
    public void Clear(int capacity)
    {
        if (_slots.Length == 0)
        {
            _slots = new int[Parameter.Rows];
        }

        foreach (var row in Rows)
        {
            _slots[row] = 0;
        }

        Count = 0;
        capacity = Math.Min(capacity, Parameter.Rows);
        if (_rows.Length < capacity)
        {
            _rows = new int[capacity];
            _values.Resize(checked(capacity * Parameter.Columns));
        }
    }

    /// <summary>Adds <paramref name="gradient"/> [Columns] to a row's.</summary>
    public void Add(int row, ReadOnlySpan<float> gradient)
    {
        // Slots count from 1, so that 0 is a row not seen yet.
        var slot = _slots[row] - 1;
        if (slot >= 0)
        {
            Vectors.Add(gradient, this[slot]);
            return;
        }

        _rows[Count] = row;
        gradient.CopyTo(this[Count]);
        _slots[row] = ++Count;
    }
}
