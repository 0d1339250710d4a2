using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Texts and their keys.</summary>
internal sealed class TextKeyMap : KeyMap<ReadOnlyMemory<char>>
{
    private readonly Dictionary<string, uint> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, uint>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public TextKeyMap(int maximum)
        : base(TextDataViewType.Instance, maximum)
    {
        _lookup = _keys.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    protected override IComparer<ReadOnlyMemory<char>> Order { get; } =
        Comparer<ReadOnlyMemory<char>>.Create((a, b) => a.Span.SequenceCompareTo(b.Span));

    protected override uint KeyOf(ReadOnlyMemory<char> value) => _lookup.TryGetValue(value.Span, out var key) ? key : 0;

    protected override bool TryKeep(ReadOnlyMemory<char> value, out ReadOnlyMemory<char> kept)
    {
        kept = value.ToString().AsMemory();
        return kept.Length > 0;
    }

    protected override void Remember(ReadOnlyMemory<char> value, uint key) => _lookup[value.Span] = key;

    protected override void Forget() => _keys.Clear();
}
