using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Numbers, Booleans or dates and their keys.</summary>
internal sealed class ValueKeyMap<T>(PrimitiveDataViewType itemType, int maximum) : KeyMap<T>(itemType, maximum)
    where T : IEquatable<T>
{
    private readonly Dictionary<T, uint> _keys = [];

    protected override IComparer<T> Order => Comparer<T>.Default;

    protected override uint KeyOf(T value) => _keys.GetValueOrDefault(value);

    protected override bool TryKeep(T value, out T kept)
    {
        kept = value;
        return value is not (float.NaN or double.NaN);
    }

    protected override void Remember(T value, uint key) => _keys[value] = key;

    protected override void Forget() => _keys.Clear();
}
