using System.Globalization;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Values of a raw type and their keys.</summary>
internal abstract class KeyMap<T> : KeyMap
{
    private readonly int _maximum;

    protected KeyMap(PrimitiveDataViewType itemType, int maximum)
    {
        ItemType = itemType;
        _maximum = maximum;
    }

    public override int Count => Values.Count;

    protected List<T> Values { get; private set; } = [];

    public override Action Learner(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is not VectorDataViewType)
        {
            var getter = row.GetGetter<T>(column);
            T value = default;
            return () =>
            {
                getter(ref value);
                Learn(value);
            };
        }

        var vectorGetter = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> vector = default;
        return () =>
        {
            vectorGetter(ref vector);
            foreach (var value in vector.DenseValues())
            {
                Learn(value);
            }
        };
    }

    public override void Finish(bool sort)
    {
        if (sort)
        {
            Values = [.. Values.Order(Order)];
            Forget();
            for (var i = 0; i < Values.Count; i++)
            {
                Remember(Values[i], (uint)i + 1);
            }
        }
    }

    public override Delegate Getter(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is not VectorDataViewType)
        {
            var getter = row.GetGetter<T>(column);
            T source = default;
            return (ValueGetter<uint>)((ref uint key) =>
            {
                getter(ref source);
                key = KeyOf(source);
            });
        }

        var vectorGetter = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> vector = default;
        return (ValueGetter<VBuffer<uint>>)((ref VBuffer<uint> keys) =>
        {
            vectorGetter(ref vector);
            var editor = VBufferEditor.Create(ref keys, vector.Length);
            if (vector.IsDense)
            {
                var values = vector.GetValues();
                for (var i = 0; i < values.Length; i++)
                {
                    editor.Values[i] = KeyOf(values[i]);
                }
            }
            else
            {
                editor.Values.Fill(KeyOf(default));
                foreach (var item in vector.Items())
                {
                    editor.Values[item.Key] = KeyOf(item.Value);
                }
            }

            keys = editor.Commit();
        });
    }

    public override void AddKeyValues(DataViewSchema.Annotations.Builder builder, bool asText)
    {
        if (asText && typeof(T) != typeof(ReadOnlyMemory<char>))
        {
            var texts = Values.Select(v => Convert.ToString(v, CultureInfo.InvariantCulture).AsMemory()).ToArray();
            builder.Add(AnnotationUtils.Kinds.KeyValues, AnnotationUtils.GetNamesType(Count),
                (ref VBuffer<ReadOnlyMemory<char>> value) => VBuffer<ReadOnlyMemory<char>>.Copy(texts, 0, ref value, texts.Length));
            return;
        }

        var values = Values.ToArray();
        builder.Add(AnnotationUtils.Kinds.KeyValues, new VectorDataViewType(ItemType, Count),
            (ref VBuffer<T> value) => VBuffer<T>.Copy(values, 0, ref value, values.Length));
    }

    protected override void SaveValues(BinaryWriter writer) => ValueCodec<T>.WriteVector(writer, new(Count, [.. Values]));

    protected override void LoadValues(BinaryReader reader)
    {
        foreach (var value in ValueCodec<T>.ReadVector(reader).DenseValues())
        {
            Learn(value);
        }
    }

    protected abstract IComparer<T> Order { get; }

    /// <summary>The value's key, or 0 where it has none.</summary>
    protected abstract uint KeyOf(T value);

    /// <summary>Whether the value can have a key; one that is kept does not share its memory with the row.</summary>
    protected abstract bool TryKeep(T value, out T kept);

    protected abstract void Remember(T value, uint key);

    protected abstract void Forget();

    private void Learn(T value)
    {
        if (Values.Count < _maximum && KeyOf(value) == 0 && TryKeep(value, out var kept))
        {
            Values.Add(kept);
            Remember(kept, (uint)Values.Count);
        }
    }
}
