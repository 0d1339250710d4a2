namespace Microsoft.ML.Data;

/// <summary>
/// One of a counted set of things: 0 is missing, 1 to <see cref="Count"/> are the things. What they are can be told by
/// the column's KeyValues annotation.
/// </summary>
public sealed class KeyDataViewType : PrimitiveDataViewType
{
    /// <summary>Keys stored in an unsigned integer type.</summary>
    /// <param name="type">byte, ushort, uint or ulong.</param>
    /// <param name="count">The number of things, at least 1, at most the largest value of the type.</param>
    public KeyDataViewType(Type type, ulong count)
        : base(type)
    {
        if (!IsValidDataType(type))
        {
            throw new ArgumentException($"Keys are stored as Byte, UInt16, UInt32 or UInt64, not as {type}.", nameof(type));
        }

        if (count == 0 || count > Largest(type))
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, $"The count of keys stored as {type.Name} is from 1 to {Largest(type)}.");
        }

        Count = count;
    }

    /// <summary>Keys stored in an unsigned integer type.</summary>
    /// <param name="type">byte, ushort, uint or ulong.</param>
    /// <param name="count">The number of things, at least 1.</param>
    public KeyDataViewType(Type type, int count)
        : this(type, count > 0 ? (ulong)count : 0)
    {
    }

    /// <summary>The number of things, the missing one not counted.</summary>
    public ulong Count { get; }

    /// <summary>Whether keys can be stored in this type.</summary>
    public static bool IsValidDataType(Type type) =>
        type == typeof(byte) || type == typeof(ushort) || type == typeof(uint) || type == typeof(ulong);

    /// <inheritdoc/>
    public override bool Equals(DataViewType other) =>
        other is KeyDataViewType key && key.RawType == RawType && key.Count == Count;

    /// <inheritdoc/>
    public override bool Equals(object other) => other is DataViewType type && Equals(type);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(RawType, Count);

    /// <inheritdoc/>
    public override string ToString() => $"Key<{RawType.Name}, 0-{Count - 1}>";

    internal static ulong Largest(Type type) =>
        type == typeof(byte) ? byte.MaxValue
        : type == typeof(ushort) ? ushort.MaxValue
        : type == typeof(uint) ? uint.MaxValue
        : ulong.MaxValue;
}
