using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Decoding.Beams;
using MLSeq.Translation;

namespace MLSeq;

/// <summary>A column that a translator adds.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="MakeGetter">Makes a <c>ValueGetter</c> of what gives a row's translations, the best one first.</param>
internal sealed record TranslationOutput(string Name, DataViewType Type, Func<Func<IReadOnlyList<TranslatedText>>, Delegate> MakeGetter)
{
    public const string Translation = "Translation";
    public const string LogProbability = "LogProbability";

    private static readonly VectorDataViewType Texts = new(TextDataViewType.Instance);
    private static readonly VectorDataViewType Numbers = new(NumberDataViewType.Single);

    /// <summary>The columns of a search.</summary>
    public static IEnumerable<TranslationOutput> Of(BeamSearchOptions search)
    {
        yield return new(Translation, TextDataViewType.Instance, best => Scalar(() => best()[0].Text.AsMemory()));
        yield return new(LogProbability, NumberDataViewType.Single, best => Scalar(() => (float)best()[0].LogProbability));
        yield return new(ColumnNames.Score, NumberDataViewType.Single, best => Scalar(() => (float)best()[0].Score));
        if (search.Best > 1)
        {
            yield return new("Translations", Texts, best => Vector(() => best().Select(one => one.Text.AsMemory())));
            yield return new("Scores", Numbers, best => Vector(() => best().Select(one => (float)one.Score)));
        }

        if (search.KeepAttention)
        {
            // Both lengths differ from row to row.
            yield return new("SourceTokens", Texts, best => Vector(() => best()[0].SourceTokens.Select(token => token.AsMemory())));
            yield return new("TranslationTokens", Texts, best => Vector(() => best()[0].Tokens.Select(token => token.AsMemory())));
            yield return new("Attention", new VectorDataViewType(NumberDataViewType.Single, 0, 0), best => Vector(() => best()[0].Attention!.SelectMany(weights => weights)));
        }
    }

    private static ValueGetter<T> Scalar<T>(Func<T> read) => (ref T value) => value = read();

    private static ValueGetter<VBuffer<T>> Vector<T>(Func<IEnumerable<T>> read) => (ref VBuffer<T> value) =>
    {
        T[] values = [.. read()];
        var editor = VBufferEditor.Create(ref value, values.Length);
        values.CopyTo(editor.Values);
        value = editor.Commit();
    };
}
