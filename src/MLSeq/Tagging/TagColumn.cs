using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Decoding.Entities;
using MLSeq.Interop;

namespace MLSeq;

/// <summary>A column of tags, vectors of keys, which are read as class indices from 0, -1 where one is missing.</summary>
internal sealed class TagColumn
{
    private const int MostTags = 1 << 16;

    private readonly DataViewSchema.Column _column;
    private readonly TagScheme _scheme;
    private readonly TagConstraints? _constraints;
    private readonly Dictionary<string, int> _classes = new(StringComparer.Ordinal);

    /// <param name="column">A vector of keys.</param>
    /// <param name="scheme">What the tags follow.</param>
    /// <exception cref="ArgumentOutOfRangeException">The keys have too many values, or values that do not belong to the scheme.</exception>
    public TagColumn(DataViewSchema.Column column, TagScheme scheme)
    {
        _column = column;
        _scheme = scheme;
        var key = (KeyDataViewType)((VectorDataViewType)column.Type).ItemType;
        ClassCount = key.Count is >= 2 and <= MostTags
            ? (int)key.Count
            : throw ColumnTypes.Mismatch(column, "label", $"keys of 2 to {MostTags} values, the tags");
        Values = LabelValues.Of(column);
        if (scheme == TagScheme.None)
        {
            return;
        }

        var tags = Values?.Texts ?? throw ColumnTypes.Mismatch(column, "label", $"keys with tags of the scheme {scheme} as their values");
        if (tags.FirstOrDefault(tag => !EntityTags.IsIn(tag, scheme)) is { } other)
        {
            throw ColumnTypes.Mismatch(
                column.Name, "label", $"{EntityTags.Expected(scheme)}, since option {nameof(SequenceTaggerOptions.Scheme)} is {scheme}", $"keys for tags such as '{other}'");
        }

        _constraints = new(tags, scheme);
        for (var k = 0; k < tags.Count; k++)
        {
            _classes[tags[k]] = k;
        }
    }

    /// <summary>The column's name.</summary>
    public string Name => _column.Name;

    /// <summary>How many tags there are.</summary>
    public int ClassCount { get; }

    /// <summary>What the keys stand for; null where they have no values.</summary>
    public LabelValues? Values { get; }

    /// <summary>What may follow what; null without a scheme.</summary>
    public TagConstraints? Constraints => _constraints;

    /// <summary>Makes a reader of the tags of a cursor's row, repaired, and of how many of them were.</summary>
    public Func<(int[] Tags, int Repaired)> MakeReader(DataViewRow row)
    {
        var get = row.GetGetter<VBuffer<uint>>(_column);
        VBuffer<uint> keys = default;
        return () =>
        {
            get(ref keys);
            var tags = new int[keys.Length];
            var place = 0;
            foreach (var key in keys.DenseValues())
            {
                tags[place++] = key == 0 || key > ClassCount ? -1 : (int)key - 1;
            }

            return (tags, Repair(tags, row.Position));
        };
    }

    /// <summary>Repairs tags that violate the scheme, unless some are missing: then none is known for sure to violate it.</summary>
    private int Repair(int[] tags, long row)
    {
        if (_constraints is null || _constraints.Allow(tags) || tags.Contains(-1))
        {
            return 0;
        }

        string[] names = [.. tags.Select(tag => Values!.Texts[tag])];
        var count = EntityTags.Repair(names, _scheme);
        for (var t = 0; t < tags.Length; t++)
        {
            tags[t] = _classes.TryGetValue(names[t], out var right)
                ? right
                : throw new InvalidOperationException(
                    $"Row {row}: tag {t} of label column '{Name}', '{Values!.Texts[tags[t]]}', violates the scheme {_scheme}; it would be repaired to '{names[t]}', "
                    + "but that is no value of the column's keys.");
        }

        return count;
    }
}
