using System.Numerics;

namespace Microsoft.ML.Data;

/// <summary>Makes a column's getter over a function that gives the member's value.</summary>
internal static class MemberGetter
{
    /// <summary>A <see cref="ValueGetter{TValue}"/> of the column type's raw type.</summary>
    /// <param name="memberType">The member's type.</param>
    /// <param name="read">A function that gives the value, a <see cref="Func{TResult}"/> of the member's type.</param>
    /// <param name="type">The column's type.</param>
    /// <param name="name">The column's name.</param>
    public static Delegate Create(Type memberType, Delegate read, DataViewType type, string name)
    {
        if (memberType == typeof(string))
        {
            var text = (Func<string>)read;
            return (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) => value = text().AsMemory());
        }

        if (memberType == typeof(string[]))
        {
            return Texts((Func<string[]>)read, type, name);
        }

        var item = RowColumns.ItemOf(memberType);
        var method = memberType.IsArray ? nameof(Array) : item != null ? nameof(Vector) : type is KeyDataViewType ? nameof(Key) : nameof(Value);
        return Generic.Call<Delegate>(typeof(MemberGetter), method, [item ?? memberType], read, type, name);
    }

    private static ValueGetter<T> Value<T>(Func<T> read, DataViewType type, string name) => (ref T value) => value = read();

    // As in Microsoft.ML: a member holds the key's index, 0 for the first, where the items of a vector are raw keys. What is
    // past the last one is missing.
    private static ValueGetter<T> Key<T>(Func<T> read, DataViewType type, string name)
        where T : IBinaryInteger<T>
    {
        if (typeof(T) == typeof(ushort))
        {
            throw new InvalidOperationException($"Column '{name}' is a key in a member of type UInt16; expected Byte, UInt32 or UInt64.");
        }

        var count = ((KeyDataViewType)type).Count;
        return (ref T value) =>
        {
            var index = ulong.CreateChecked(read());
            value = index < count ? T.CreateChecked(index + 1) : T.Zero;
        };
    }

    private static ValueGetter<VBuffer<T>> Array<T>(Func<T[]> read, DataViewType type, string name) => (ref VBuffer<T> value) =>
    {
        var source = read() ?? [];
        CheckLength(source.Length, type, name);
        VBuffer<T>.Copy(source, 0, ref value, source.Length);
    };

    private static ValueGetter<VBuffer<T>> Vector<T>(Func<VBuffer<T>> read, DataViewType type, string name) => (ref VBuffer<T> value) =>
    {
        var source = read();
        CheckLength(source.Length, type, name);
        source.CopyTo(ref value);
    };

    private static ValueGetter<VBuffer<ReadOnlyMemory<char>>> Texts(Func<string[]> read, DataViewType type, string name) =>
        (ref VBuffer<ReadOnlyMemory<char>> value) =>
        {
            var source = read() ?? [];
            CheckLength(source.Length, type, name);
            var editor = VBufferEditor.Create(ref value, source.Length);
            for (var i = 0; i < source.Length; i++)
            {
                editor.Values[i] = source[i].AsMemory();
            }

            value = editor.Commit();
        };

    private static void CheckLength(int length, DataViewType type, string name)
    {
        if (type is VectorDataViewType { IsKnownSize: true } vector && vector.Size != length)
        {
            throw new InvalidOperationException($"Column '{name}' has vectors of {vector.Size} items, and a row has {length}.");
        }
    }
}
