namespace MLSeq.Documentation;

/// <summary>
/// Reads documentation identifiers such as <c>M:System.Collections.Generic.List`1.Add(`0)</c>
/// (ECMA-334, annex on documentation comments).
/// </summary>
internal static class MemberId
{
    /// <summary>
    /// The namespace of the member's outermost type. Identifiers separate nested types like namespaces, so
    /// <paramref name="types"/>, the types documented beside it, tells where the namespace ends.
    /// </summary>
    /// <returns>"" where the type is in no namespace, or where <paramref name="id"/> is a namespace's own.</returns>
    public static string Namespace(string id, IReadOnlySet<string> types)
    {
        if (id.Length < 2 || id[1] != ':' || id[0] is 'N' or '!')
        {
            return "";
        }

        var name = WithoutParameters(id.AsSpan(2));
        var lookup = types is HashSet<string> set ? set.GetAlternateLookup<ReadOnlySpan<char>>() : new HashSet<string>(types).GetAlternateLookup<ReadOnlySpan<char>>();
        for (var dot = 0; dot <= name.Length; dot++)
        {
            if ((dot == name.Length || name[dot] == '.') && lookup.Contains(name[..dot]))
            {
                return UpToLastDot(name[..dot]).ToString();
            }
        }

        // No documented type: a member's own name and its type's are the last two parts.
        return UpToLastDot(id[0] == 'T' ? name : UpToLastDot(name)).ToString();
    }

    /// <summary>The type that a <c>T:</c> identifier documents, or null for other kinds.</summary>
    public static string? Type(string id) => id.StartsWith("T:", StringComparison.Ordinal) ? id[2..] : null;

    /// <summary>
    /// The name a reader says: <c>List</c> for <c>T:System.Collections.Generic.List`1</c>, <c>Count</c> for
    /// <c>P:System.Array.System#Collections#ICollection#Count</c>, the type's for a constructor.
    /// </summary>
    public static string ShortName(string id)
    {
        var name = WithoutParameters(id.Length > 1 && id[1] == ':' ? id.AsSpan(2) : id);
        var last = name[(name.LastIndexOf('.') + 1)..];
        if (last is "#ctor" or "#cctor")
        {
            name = UpToLastDot(name);
            last = name[(name.LastIndexOf('.') + 1)..];
        }

        last = last[(last.LastIndexOf('#') + 1)..];
        var end = last.IndexOfAny('`', '{', '<');
        return (end > 0 ? last[..end] : last).ToString();
    }

    /// <summary>Without the parameter list, a conversion operator's result and type arguments that contain dots.</summary>
    private static ReadOnlySpan<char> WithoutParameters(ReadOnlySpan<char> name)
    {
        var end = name.IndexOfAny('(', '~');
        name = end < 0 ? name : name[..end];

        // Type arguments occur in references only (List{System.Int32}) and in explicit interface names, where dots are '#'.
        var brace = name.IndexOf('{');
        return brace > 0 && name[brace..].Contains('.') && name[^1] == '}' ? name[..brace] : name;
    }

    private static ReadOnlySpan<char> UpToLastDot(ReadOnlySpan<char> name)
    {
        var dot = name.LastIndexOf('.');
        return dot < 0 ? [] : name[..dot];
    }
}
