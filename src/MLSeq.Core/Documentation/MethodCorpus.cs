using MLSeq.Translation;

namespace MLSeq.Documentation;

/// <summary>The first sentence of each method's summary, and the words of the method's name.</summary>
/// <remarks>
/// A sentence occurs once, and is left out where methods of different names share it, or where it does not say what the method does: the C name of an
/// instruction (which has an underscore), a message with places to fill in (in braces). The split goes by a hash of the sentence alone; overloads whose
/// sentences differ in a word may be on both sides, as may their names.
/// </remarks>
public sealed class MethodCorpus
{
    private const int MinimumWords = 3;
    private const int MaximumWords = 40;

    private MethodCorpus(int files, int methods, CorpusParts<TextPair> parts) => (Files, Methods, Parts) = (files, methods, parts);

    /// <summary>The documentation files that were read.</summary>
    public int Files { get; }

    /// <summary>Documented methods, before any is left out.</summary>
    public int Methods { get; }

    /// <summary>The sentences, each with the words of a name.</summary>
    public CorpusParts<TextPair> Parts { get; }

    /// <inheritdoc cref="NamespaceCorpus.Read" path="/summary|/exception"/>
    /// <param name="files">The files, such as <see cref="ReferencePacks.Documentation"/> finds.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    public static MethodCorpus Read(IReadOnlyList<string> files, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(files);
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

        var pairs = names.Where(n => n.Value is { Length: > 0 }).Select(n => (n.Key, new TextPair(n.Key, n.Value!)));
        return new(files.Count, methods, CorpusParts<TextPair>.Of(pairs));
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
