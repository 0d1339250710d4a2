using System.Collections;

namespace MLSeq.Text;

/// <summary>
/// Tokens and their ids. Id 0 is the unknown token, ids from 1 are the entries: the special tokens asked for, then the
/// words. These are the raw values of ML.NET's keys, whose missing value is 0. It never changes, so any number of
/// threads may use it at once.
/// </summary>
public sealed class Vocabulary : IReadOnlyList<string>
{
    /// <summary>The id of every token that is no entry.</summary>
    public const int UnknownId = 0;

    /// <summary>What stands at <see cref="UnknownId"/>.</summary>
    public const string UnknownToken = "<unk>";

    /// <summary>The name of the token that fills short rows.</summary>
    public const string PaddingToken = "<pad>";

    /// <summary>The name of the token that begins a sequence.</summary>
    public const string BeginToken = "<bos>";

    /// <summary>The name of the token that ends a sequence.</summary>
    public const string EndToken = "<eos>";

    private readonly string[] _tokens;
    private readonly long[] _counts;
    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    internal Vocabulary(List<string> entries, List<long> counts, long unknownCount)
    {
        _tokens = [UnknownToken, .. entries];
        _counts = [unknownCount, .. counts];
        _ids = new Dictionary<string, int>(_tokens.Length, StringComparer.Ordinal);
        for (int id = 1; id < _tokens.Length; id++)
        {
            string token = _tokens[id];
            if (string.IsNullOrEmpty(token))
            {
                throw new ArgumentException($"Entry {id} of the vocabulary is empty.", nameof(entries));
            }

            if (!_ids.TryAdd(token, id))
            {
                throw new ArgumentException($"The vocabulary has '{token}' twice, as entries {_ids[token]} and {id}.", nameof(entries));
            }
        }

        _lookup = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The number of ids, the unknown token included.</summary>
    public int Count => _tokens.Length;

    /// <summary>The id of <see cref="PaddingToken"/>; null where it is no entry.</summary>
    public int? PaddingId => Special(PaddingToken);

    /// <summary>The id of <see cref="BeginToken"/>; null where it is no entry.</summary>
    public int? BeginId => Special(BeginToken);

    /// <summary>The id of <see cref="EndToken"/>; null where it is no entry.</summary>
    public int? EndId => Special(EndToken);

    /// <summary>The token of an id.</summary>
    /// <param name="id">From 0 to <see cref="Count"/> - 1.</param>
    public string this[int id] => (uint)id < (uint)_tokens.Length
        ? _tokens[id]
        : throw new ArgumentOutOfRangeException(nameof(id), id, $"The vocabulary has ids 0 to {_tokens.Length - 1}.");

    /// <summary>Makes a vocabulary of tokens by falling count, equal counts in ordinal order.</summary>
    /// <param name="tokens">The tokens of the training texts, read once and never held. Empty ones are ignored.</param>
    /// <param name="options">Which tokens become entries.</param>
    /// <returns>The vocabulary.</returns>
    /// <exception cref="InvalidOperationException">There are no tokens, or none occurs often enough.</exception>
    public static Vocabulary Build(IEnumerable<string> tokens, VocabularyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        var builder = new VocabularyBuilder(options);
        foreach (string token in tokens)
        {
            builder.Add(token);
        }

        return builder.Build();
    }

    /// <summary>Makes a vocabulary of given entries, ids 1, 2, … in their order, with counts of 0.</summary>
    /// <param name="entries">The entries, none of them empty or twice. <c>&lt;unk&gt;</c> among them is an entry like any other.</param>
    /// <returns>The vocabulary.</returns>
    /// <exception cref="ArgumentException">An entry is empty or twice.</exception>
    public static Vocabulary FromTokens(IEnumerable<string> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        List<string> list = [.. entries];
        return new Vocabulary(list, [.. new long[list.Count]], 0);
    }

    /// <summary>The id of a token.</summary>
    /// <param name="token">The token.</param>
    /// <returns>Its id; <see cref="UnknownId"/> where it is no entry.</returns>
    public int GetId(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return _ids.TryGetValue(token, out int id) ? id : UnknownId;
    }

    /// <inheritdoc cref="GetId(string)"/>
    public int GetId(ReadOnlySpan<char> token) => _lookup.TryGetValue(token, out int id) ? id : UnknownId;

    /// <summary>How often a token occurred in the texts that the vocabulary was built from.</summary>
    /// <param name="id">The id; that of the unknown token has the count of all that became no entry.</param>
    /// <returns>The count; 0 where the vocabulary was not built from texts.</returns>
    public long GetCount(int id) => (uint)id < (uint)_counts.Length
        ? _counts[id]
        : throw new ArgumentOutOfRangeException(nameof(id), id, $"The vocabulary has ids 0 to {_counts.Length - 1}.");

    /// <summary>Writes the vocabulary in the format that <see cref="Load"/> reads.</summary>
    /// <param name="writer">Where to.</param>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        VocabularyFormat.Write(writer, this);
    }

    /// <summary>Reads a vocabulary. The input is not trusted: sizes are checked before memory is taken.</summary>
    /// <param name="reader">Where from.</param>
    /// <returns>The vocabulary.</returns>
    /// <exception cref="InvalidDataException">The data are not a vocabulary's, damaged, or of a newer version.</exception>
    public static Vocabulary Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return VocabularyFormat.Read(reader);
    }

    /// <summary>The tokens in the order of their ids, the unknown token first.</summary>
    /// <returns>The tokens.</returns>
    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_tokens).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int? Special(string name) => _ids.TryGetValue(name, out int id) ? id : null;
}
