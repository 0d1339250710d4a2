using MLSeq.Translation;

namespace MLSeq.Tool.Documentation;

/// <summary>The first sentence of each method's summary, and the words of the method's name.</summary>
/// <remarks>
/// A sentence occurs once, and is left out where methods of different names share it, or where it does not say what the method does: the C name of an
/// instruction (which has an underscore), a message with places to fill in (in braces). The split goes by a hash of the sentence alone; overloads whose
/// sentences differ in a word may be on both sides, as may their names.
/// </remarks>
internal sealed class MethodCorpus
{
    private const int MinimumWords = 3;
    private const int MaximumWords = 40;

    private MethodCorpus(int files, int methods, List<TextPair>[] parts) =>
        (Files, Methods, Train, Validation, Test) = (files, methods, parts[0], parts[1], parts[2]);

    public int Files { get; }

    /// <summary>Documented methods, before any is left out.</summary>
    public int Methods { get; }

    /// <summary>8 of 10 sentences, each with the words of a name.</summary>
    public IReadOnlyList<TextPair> Train { get; }

    /// <summary>1 of 10.</summary>
    public IReadOnlyList<TextPair> Validation { get; }

    /// <summary>1 of 10.</summary>
    public IReadOnlyList<TextPair> Test { get; }

    public static MethodCorpus Read(IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        // Sentence to name; null where it has several.
        var names = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var methods = 0;
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var member in SummaryReader.Read(file).Where(member => IsMethod(member.Id)))
            {
                methods++;
                var sentence = FirstSentence(member.Text);
                var name = NameWords.Split(MemberId.ShortName(member.Id));
                if (sentence.AsSpan().Count(' ') + 1 is >= MinimumWords and <= MaximumWords && sentence.AsSpan().IndexOfAny('_', '{') < 0
                    && !names.TryAdd(sentence, name) && names[sentence] != name)
                {
                    names[sentence] = null;
                }
            }
        }

        List<TextPair>[] parts = [[], [], []];
        foreach (var (hash, pair) in names.Where(n => n.Value is { Length: > 0 })
            .Select(n => (Hash: TextSplit.Hash(n.Key), Pair: new TextPair(n.Key, n.Value!))).OrderBy(n => n.Hash))
        {
            parts[TextSplit.Part(hash)].Add(pair);
        }

        return new(files.Count, methods, parts);
    }

    /// <summary>Constructors and operators are not called by a name.</summary>
    private static bool IsMethod(string id) => id.StartsWith("M:", StringComparison.Ordinal) && !id.Contains(".#", StringComparison.Ordinal)
        && !MemberId.ShortName(id).StartsWith("op_", StringComparison.Ordinal);

    /// <summary>Up to the first period before a capital; white space is single spaces.</summary>
    private static string FirstSentence(string text)
    {
        for (var end = 0; (end = text.IndexOf(". ", end, StringComparison.Ordinal)) >= 0; end++)
        {
            if (end + 2 < text.Length && char.IsUpper(text[end + 2]))
            {
                return text[..(end + 1)];
            }
        }

        return text;
    }
}
