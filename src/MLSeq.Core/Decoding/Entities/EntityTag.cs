using System.Runtime.InteropServices;

namespace MLSeq.Decoding.Entities;

/// <summary>A tag in its two parts. A mark without a type, such as <c>B</c>, has the type "".</summary>
/// <param name="Mark">One of B, I, E, S and O.</param>
/// <param name="Type">The type of the entity; "" outside.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EntityTag(char Mark, string Type)
{
    public const char Begin = 'B';
    public const char Inside = 'I';
    public const char End = 'E';
    public const char Single = 'S';
    public const char Outside = 'O';

    public static bool TryParse(string tag, out EntityTag parsed)
    {
        parsed = new(tag.Length > 0 ? tag[0] : ' ', tag.Length > 2 ? tag[2..] : "");
        return parsed.Mark switch
        {
            Outside => tag.Length == 1,
            Begin or Inside or End or Single => tag.Length == 1 || (tag.Length > 2 && tag[1] == '-'),
            _ => false,
        };
    }

    /// <summary>Whether a sequence in <paramref name="scheme"/> may start with the tag.</summary>
    public bool MayStart(TagScheme scheme) => MayFollow(new(Outside, ""), scheme);

    /// <summary>Whether a sequence in <paramref name="scheme"/> may end with the tag.</summary>
    public bool MayEnd(TagScheme scheme) => new EntityTag(Outside, "").MayFollow(this, scheme);

    /// <summary>Whether the tag may come right behind another in <paramref name="scheme"/>.</summary>
    public bool MayFollow(EntityTag previous, TagScheme scheme)
    {
        var goesOn = Mark is Inside or End;
        var isOpen = previous.Mark is Begin or Inside;
        var isSame = isOpen && previous.Type == Type;
        return scheme switch
        {
            TagScheme.Bio => !goesOn || isSame,
            TagScheme.Bioes => goesOn ? isSame : !isOpen,
            _ => true,
        };
    }

    /// <summary>By conlleval's rules, whether an entity starts here.</summary>
    public bool Starts(EntityTag previous) => Mark != Outside
        && (Mark is Begin or Single || previous.Mark is Outside or End or Single || previous.Type != Type);

    /// <summary>By conlleval's rules, whether an entity that <paramref name="previous"/> belongs to ends before this tag.</summary>
    public bool Ends(EntityTag previous) => previous.Mark != Outside
        && (Mark is Begin or Single or Outside || previous.Mark is End or Single || previous.Type != Type);

    public override string ToString() => Type.Length == 0 ? Mark.ToString() : $"{Mark}-{Type}";
}
