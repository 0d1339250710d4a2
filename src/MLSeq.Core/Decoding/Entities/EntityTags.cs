namespace MLSeq.Decoding.Entities;

/// <summary>
/// From tags to entities and back. Tags that violate their scheme are read by the rules of conlleval (the CoNLL-2000 shared task's
/// script): an inner tag behind <c>O</c>, or behind a tag of another type, starts an entity, and so no tag is lost. By these rules IOB1, in which <c>B-X</c>
/// only parts two neighbours, is read as it is meant.
/// </summary>
public static class EntityTags
{
    /// <summary>The entities that tags mark, in their order.</summary>
    /// <param name="tags">The tags of a sequence's tokens, in <see cref="TagScheme.Bio"/> or <see cref="TagScheme.Bioes"/>.</param>
    /// <exception cref="ArgumentException">A tag belongs to neither scheme; the message names it and its place.</exception>
    public static IReadOnlyList<Entity> Find(IReadOnlyList<string> tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        var entities = new List<Entity>();
        var previous = new EntityTag(EntityTag.Outside, "");
        var start = 0;
        for (var t = 0; t <= tags.Count; t++)
        {
            var tag = t < tags.Count ? Parse(tags[t], t) : new(EntityTag.Outside, "");
            if (tag.Ends(previous))
            {
                entities.Add(new(previous.Type, start, t));
            }

            if (tag.Starts(previous))
            {
                start = t;
            }

            previous = tag;
        }

        return entities;
    }

    /// <summary>The tags that mark entities.</summary>
    /// <param name="entities">The entities, in their order and apart from each other.</param>
    /// <param name="length">The number of tokens.</param>
    /// <param name="scheme">Bio or Bioes.</param>
    public static string[] Write(IReadOnlyList<Entity> entities, int length, TagScheme scheme)
    {
        ArgumentNullException.ThrowIfNull(entities);
        RequireEntities(scheme);
        var tags = new string[length];
        Array.Fill(tags, "O");
        foreach (var (type, start, end) in entities)
        {
            for (var t = start; t < end; t++)
            {
                var mark = (t == start, t == end - 1, scheme) switch
                {
                    (true, true, TagScheme.Bioes) => EntityTag.Single,
                    (true, _, _) => EntityTag.Begin,
                    (_, true, TagScheme.Bioes) => EntityTag.End,
                    _ => EntityTag.Inside,
                };
                tags[t] = new EntityTag(mark, type).ToString();
            }
        }

        return tags;
    }

    /// <summary>The same entities in another scheme, in which no tag violates it.</summary>
    /// <param name="tags">The tags of a sequence, in either scheme.</param>
    /// <param name="scheme">The scheme that they are wanted in.</param>
    /// <exception cref="ArgumentException">A tag belongs to neither scheme; the message names it and its place.</exception>
    public static string[] Convert(IReadOnlyList<string> tags, TagScheme scheme)
    {
        ArgumentNullException.ThrowIfNull(tags);
        return Write(Find(tags), tags.Count, scheme);
    }

    /// <summary>Rewrites the tags that violate their scheme, so that they mark the same entities without.</summary>
    /// <param name="tags">The tags; changed.</param>
    /// <param name="scheme">What they should follow; under <see cref="TagScheme.None"/> nothing is changed.</param>
    /// <returns>How many tags were changed.</returns>
    /// <exception cref="ArgumentException">A tag does not belong to the scheme; the message names it and its place.</exception>
    public static int Repair(Span<string> tags, TagScheme scheme)
    {
        if (scheme == TagScheme.None)
        {
            return 0;
        }

        for (var t = 0; t < tags.Length; t++)
        {
            if (!IsIn(tags[t], scheme))
            {
                throw new ArgumentException($"Tag '{tags[t]}' at {t} is not in the scheme {scheme}; expected {Expected(scheme)}.", nameof(tags));
            }
        }

        var right = Convert(tags.ToArray(), scheme);
        var changed = 0;
        for (var t = 0; t < tags.Length; t++)
        {
            if (tags[t] != right[t])
            {
                changed++;
                tags[t] = right[t];
            }
        }

        return changed;
    }

    /// <summary>Whether a tag belongs to a scheme; every one does to <see cref="TagScheme.None"/>.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="scheme">The scheme.</param>
    public static bool IsIn(string tag, TagScheme scheme)
    {
        ArgumentNullException.ThrowIfNull(tag);
        return scheme == TagScheme.None
            || (EntityTag.TryParse(tag, out var parsed) && (scheme == TagScheme.Bioes || parsed.Mark is not (EntityTag.End or EntityTag.Single)));
    }

    /// <summary>
    /// The scheme that a set of tags is from: <see cref="TagScheme.None"/> where they mark no entities, or one of them is in no scheme;
    /// <see cref="TagScheme.Bioes"/> where one of them is only there.
    /// </summary>
    /// <param name="tags">The tags, each once or more often.</param>
    public static TagScheme SchemeOf(IEnumerable<string> tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        var scheme = TagScheme.None;
        foreach (var tag in tags)
        {
            if (!IsIn(tag, TagScheme.Bioes))
            {
                return TagScheme.None;
            }

            scheme = !IsIn(tag, TagScheme.Bio) ? TagScheme.Bioes : scheme == TagScheme.None && tag != "O" ? TagScheme.Bio : scheme;
        }

        return scheme;
    }

    /// <summary>What tags of a scheme look like, for messages.</summary>
    internal static string Expected(TagScheme scheme) =>
        scheme == TagScheme.Bioes ? "O, or B-, I-, E- or S- and a type" : "O, or B- or I- and a type";

    private static EntityTag Parse(string tag, int place) => EntityTag.TryParse(tag, out var parsed)
        ? parsed
        : throw new ArgumentException($"Tag '{tag}' at {place} marks no entity; expected {Expected(TagScheme.Bioes)}.", nameof(tag));

    private static void RequireEntities(TagScheme scheme) =>
        OptionCheck.Require(scheme is TagScheme.Bio or TagScheme.Bioes, nameof(scheme), scheme, "Bio or Bioes, which mark entities");
}
