using System.Text;

namespace MLSeq.Text;

/// <summary>
/// What byte-pair training learned: an alphabet of single characters, ids 0 to A - 1, and merges; merge m joins two
/// smaller ids into the id A + m. The lower the id, the earlier a merge applies.
/// </summary>
internal sealed class BytePairModel
{
    /// <summary>How many tokens there may be.</summary>
    public const int MaximumTokens = 1 << 20;

    private const int MaximumTokenLength = BytePairPieces.MaximumLength + 1;

    private const int None = int.MaxValue;

    private readonly string[] _alphabet;
    private readonly (int Left, int Right)[] _merges;
    private readonly string[] _tokens;
    private readonly Dictionary<int, int> _characters;
    private readonly Dictionary<long, int> _pairs;

    /// <summary>Makes a model; the parts are consistent.</summary>
    public BytePairModel(string[] alphabet, (int Left, int Right)[] merges)
    {
        _alphabet = alphabet;
        _merges = merges;
        _tokens = [.. alphabet, .. new string[merges.Length]];
        _characters = new Dictionary<int, int>(alphabet.Length);
        for (int i = 0; i < alphabet.Length; i++)
        {
            _characters.Add(Rune.GetRuneAt(alphabet[i], 0).Value, i);
        }

        _pairs = new Dictionary<long, int>(merges.Length);
        for (int m = 0; m < merges.Length; m++)
        {
            (int left, int right) = merges[m];
            int id = alphabet.Length + m;
            _tokens[id] = _tokens[left] + _tokens[right];
            _pairs.Add(Key(left, right), id);
        }
    }

    /// <summary>The tokens by id.</summary>
    public IReadOnlyList<string> Tokens => _tokens;

    /// <summary>The pairs of ids in the order they were merged.</summary>
    public IReadOnlyList<(int Left, int Right)> Merges => _merges;

    /// <summary>A pair of ids as one number, in the order of left, then right.</summary>
    public static long Key(int left, int right) => ((long)left << 32) | (uint)right;

    /// <summary>Cuts a piece: of the merges that apply, the earliest learned goes first, everywhere in the piece.</summary>
    public string[] Encode(ReadOnlySpan<char> piece)
    {
        Span<int> ids = stackalloc int[MaximumTokenLength];
        int length = 0;
        foreach (Rune rune in piece.EnumerateRunes())
        {
            int value = rune.Value == ' ' ? BytePairTokenizer.SpaceMark : rune.Value;

            // An unknown character is the complement of its code point, a negative number, which no merge knows.
            ids[length++] = _characters.TryGetValue(value, out int id) ? id : ~value;
        }

        // merged[i] is what the ids at i and i + 1 merge into.
        Span<int> merged = stackalloc int[MaximumTokenLength];
        for (int i = 0; i + 1 < length; i++)
        {
            merged[i] = Pair(ids[i], ids[i + 1]);
        }

        while (length > 1)
        {
            // What a merge makes merges later than it, so the first of the earliest goes first, from left to right.
            int best = IndexOfMinimum(merged[..(length - 1)]);
            if (merged[best] == None)
            {
                break;
            }

            ids[best] = merged[best];
            ids[(best + 2)..length].CopyTo(ids[(best + 1)..]);
            merged[(best + 1)..(length - 1)].CopyTo(merged[best..]);
            length--;
            if (best > 0)
            {
                merged[best - 1] = Pair(ids[best - 1], ids[best]);
            }

            if (best + 1 < length)
            {
                merged[best] = Pair(ids[best], ids[best + 1]);
            }
        }

        string[] tokens = new string[length];
        for (int i = 0; i < length; i++)
        {
            tokens[i] = ids[i] >= 0 ? _tokens[ids[i]] : new Rune(~ids[i]).ToString();
        }

        return tokens;
    }

    /// <summary>Writes the alphabet's size (int32) and characters, the number of merges (int32) and their pairs of ids.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_alphabet.Length);
        foreach (string character in _alphabet)
        {
            writer.Write(character);
        }

        writer.Write(_merges.Length);
        foreach ((int left, int right) in _merges)
        {
            writer.Write(left);
            writer.Write(right);
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote, checking everything that the constructor relies on.</summary>
    public static BytePairModel Load(BinaryReader reader)
    {
        int characters = UntrustedData.ReadInt32(reader, "the size of the byte-pair alphabet", 1, 0x110000);
        var alphabet = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < characters; i++)
        {
            string character = UntrustedData.ReadText(reader, $"character {i} of the byte-pair alphabet", 4);
            if (character.Length == 0 || Rune.GetRuneAt(character, 0).Utf16SequenceLength != character.Length || !seen.Add(character))
            {
                throw new InvalidDataException($"Damaged data: '{character}' as entry {i} of the byte-pair alphabet, expected a character not seen before.");
            }

            alphabet.Add(character);
        }

        int count = UntrustedData.ReadInt32(reader, "the number of byte-pair merges", 0, MaximumTokens);
        var merges = new List<(int Left, int Right)>();
        var lengths = alphabet.Select(c => c.Length).ToList();
        var pairs = new HashSet<long>();
        for (int m = 0; m < count; m++)
        {
            int left = UntrustedData.ReadInt32(reader, $"the left part of merge {m}", 0, lengths.Count - 1);
            int right = UntrustedData.ReadInt32(reader, $"the right part of merge {m}", 0, lengths.Count - 1);
            int length = lengths[left] + lengths[right];
            if (length > MaximumTokenLength || !pairs.Add(Key(left, right)))
            {
                throw new InvalidDataException($"Damaged data: merge {m} of {left} and {right} is there twice or too long ({length} characters).");
            }

            lengths.Add(length);
            merges.Add((left, right));
        }

        return new BytePairModel([.. alphabet], [.. merges]);
    }

    private int Pair(int left, int right) => _pairs.GetValueOrDefault(Key(left, right), None);

    private static int IndexOfMinimum(ReadOnlySpan<int> values)
    {
        int minimum = 0;
        for (int i = 1; i < values.Length; i++)
        {
            minimum = values[i] < values[minimum] ? i : minimum;
        }

        return minimum;
    }
}
