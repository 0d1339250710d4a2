using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace MLSeq.Text;

/// <summary>
/// Takes the matches of a .NET regular expression as tokens, leftmost first, without overlap; what lies between is
/// dropped, and so are empty matches. The expression is matched without regard to culture.
/// </summary>
public sealed class PatternTokenizer : Tokenizer
{
    internal const string KindName = "pattern";
    private const int MaximumLength = 1 << 14;

    private readonly Regex _regex;

    /// <summary>Makes a tokenizer.</summary>
    /// <param name="pattern">The regular expression.</param>
    /// <param name="normalization">What is done to a text first.</param>
    /// <exception cref="ArgumentException">The pattern is empty, longer than 16,384 characters or not a regular expression; the message says where.</exception>
    public PatternTokenizer(
        [StringSyntax(StringSyntaxAttribute.Regex)] string pattern,
        TextNormalization normalization = TextNormalization.None)
        : base(normalization)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        if (pattern.Length > MaximumLength)
        {
            throw new ArgumentException($"The pattern has {pattern.Length} characters; expected at most {MaximumLength}.", nameof(pattern));
        }

        try
        {
            _regex = new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.Compiled, MatchTimeout);
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"'{pattern}' is not a regular expression: {e.Message}", nameof(pattern), e);
        }
    }

    /// <summary>How long the search for one token may take before a <see cref="RegexMatchTimeoutException"/>: 5 s.</summary>
    public static TimeSpan MatchTimeout { get; } = TimeSpan.FromSeconds(5);

    /// <summary>The regular expression.</summary>
    public string Pattern => _regex.ToString();

    /// <inheritdoc/>
    public override string Name => KindName;

    internal static PatternTokenizer LoadBody(BinaryReader reader, TextNormalization normalization)
    {
        string pattern = UntrustedData.ReadText(reader, "the tokenizer's pattern", 3 * MaximumLength);
        try
        {
            return new PatternTokenizer(pattern, normalization);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"Damaged data: {e.Message}", e);
        }
    }

    private protected override void Cut(ReadOnlySpan<char> text, ICollection<string> tokens)
    {
        foreach (ValueMatch match in _regex.EnumerateMatches(text))
        {
            if (match.Length > 0)
            {
                tokens.Add(AsciiText.ToString(text.Slice(match.Index, match.Length)));
            }
        }
    }

    private protected override void SaveBody(BinaryWriter writer) => writer.Write(Pattern);
}
