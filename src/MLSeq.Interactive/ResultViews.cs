using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using MLSeq.Audio;
using MLSeq.Embeddings;
using MLSeq.Embeddings.Projection;
using MLSeq.Interactive.Audio;
using MLSeq.Interactive.Charts;
using MLSeq.Interactive.Texts;
using MLSeq.Networks.Training;
using MLSeq.Text;
using MLSeq.Translation;

namespace MLSeq.Interactive;

/// <summary>How MLSeq's own results are shown: notebooks are told of these types by the package's <c>extension.dib</c>.</summary>
public static class ResultViews
{
    private static readonly Dictionary<Type, Func<object, NotebookView>> Views = [];

    static ResultViews()
    {
        Add<TrainingHistory>(history => new TrainingCurves(history));
        Add<AudioClip>(clip => new SoundView(string.Create(CultureInfo.InvariantCulture, $"{clip.Duration.TotalSeconds:F2} seconds at {clip.SampleRate:N0} samples a second"), clip));
        Add<ScatterPlot>(plot => new PlotView(plot));
        Add<TranslatedText>(translation => translation.Attention is null ? TextTable.Of("Translation", [translation.Text]) : HeatMap.OfAttention(translation));
        Add<TaggedSentence>(sentence => new TaggedText(sentence.Tokens, sentence.Tags.Count > 0 ? sentence.Tags : [.. sentence.Tokens.Select(_ => "")]));
        Add<IEnumerable<SimilarWord>>(words => TextTable.Of("Nearest words", words));
        Add<WordVectors>(vectors => new TextTable(
            $"{vectors.Count:N0} words of {vectors.Dimensions} dimensions", ["word", "count", "norm"],
            vectors.Words.Take(10).Select((word, i) => (IReadOnlyList<object>)[word, vectors.Counts is { } counts ? counts[i] : "unknown", vectors[word].Norm])));
    }

    /// <summary>The types that have a view; what is assigned to one of them has it, too.</summary>
    public static IReadOnlyCollection<Type> Types => Views.Keys;

    /// <summary>The view of a result.</summary>
    /// <param name="result">Any object; a view is its own.</param>
    /// <param name="view">Its view, if there is one.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryGet(object result, [NotNullWhen(true)] out NotebookView? view)
    {
        ArgumentNullException.ThrowIfNull(result);
        view = result as NotebookView ?? Views.FirstOrDefault(pair => pair.Key.IsInstanceOfType(result)).Value?.Invoke(result);
        return view is not null;
    }

    /// <summary>The view of a result.</summary>
    /// <param name="result">A view, or an object of one of the <see cref="Types"/>.</param>
    /// <exception cref="ArgumentException">It is of none of them; the message names its type.</exception>
    public static NotebookView Of(object result) => TryGet(result, out var view)
        ? view
        : throw new ArgumentException($"{result.GetType()} has no view; expected one of {string.Join(", ", Types.Select(type => type.Name))}.", nameof(result));

    private static void Add<T>(Func<T, NotebookView> view) => Views.Add(typeof(T), result => view((T)result));
}
