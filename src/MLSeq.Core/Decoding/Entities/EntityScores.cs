namespace MLSeq.Decoding.Entities;

/// <summary>
/// Counts how well predicted tags mark the entities of sequences, as conlleval does: entities are compared whole, over
/// all sequences together (micro-averaged), and tokens by their tags.
/// </summary>
public sealed class EntityScores
{
    private readonly SortedDictionary<string, EntityCounts> _byType = new(StringComparer.Ordinal);
    private long _rightTokens;

    /// <summary>How many tokens there are.</summary>
    public long Tokens { get; private set; }

    /// <summary>The share of tokens whose tag is right; 0 where there are none.</summary>
    public double TokenAccuracy => Tokens == 0 ? 0 : (double)_rightTokens / Tokens;

    /// <summary>All types together.</summary>
    public EntityCounts Overall { get; private set; }

    /// <summary>The counts of each type that there is or that was found, in ordinal order.</summary>
    public IReadOnlyDictionary<string, EntityCounts> ByType => _byType;

    /// <summary>Counts a sequence. Its tags may violate their scheme; they are read by conlleval's rules.</summary>
    /// <param name="actual">The tags that are right, in Bio or Bioes.</param>
    /// <param name="predicted">The tags to judge, as many, in Bio or Bioes.</param>
    /// <exception cref="ArgumentException">The numbers of tags differ, or a tag is in no scheme; the message names it.</exception>
    public void Add(IReadOnlyList<string> actual, IReadOnlyList<string> predicted)
    {
        ArgumentNullException.ThrowIfNull(actual);
        ArgumentNullException.ThrowIfNull(predicted);
        if (actual.Count != predicted.Count)
        {
            throw new ArgumentException($"There are {predicted.Count} predicted tags for {actual.Count} actual ones; expected as many.", nameof(predicted));
        }

        var there = EntityTags.Find(actual);
        var found = EntityTags.Find(predicted);
        for (var t = 0; t < actual.Count; t++)
        {
            _rightTokens += actual[t] == predicted[t] ? 1 : 0;
        }

        Tokens += actual.Count;
        foreach (var entity in there)
        {
            Count(entity.Type, new(1, 0, 0));
        }

        var wanted = there.ToHashSet();
        foreach (var entity in found)
        {
            Count(entity.Type, new(0, 1, wanted.Contains(entity) ? 1 : 0));
        }
    }

    private void Count(string type, EntityCounts more)
    {
        _byType[type] = Sum(_byType.GetValueOrDefault(type), more);
        Overall = Sum(Overall, more);
    }

    private static EntityCounts Sum(EntityCounts a, EntityCounts b) =>
        new(a.Actual + b.Actual, a.Predicted + b.Predicted, a.Right + b.Right);
}
