using System.CommandLine;
using Microsoft.ML.OnnxRuntime;
using MLSeq.Decoding.Beams;
using MLSeq.Onnx;
using MLSeq.Onnx.Models;
using MLSeq.Onnx.Scoring;
using MLSeq.Tool.Data;
using MLSeq.Translation;

namespace MLSeq.Tool.Translation;

/// <summary>A translator from a file or folder: a <c>.zip</c>, the folder of its two ONNX models, or one <c>.onnx</c>, which has no search.</summary>
internal sealed class SavedTranslator : IDisposable
{
    private readonly OnnxSequenceScorer? _greedy;

    private SavedTranslator(TextTranslator? translator, OnnxSequenceScorer? greedy) => (Translator, _greedy) = (translator, greedy);

    /// <summary>What <c>--model</c> takes.</summary>
    public const string Description = "The model: a .zip, the folder of --onnx-search, or an .onnx, which takes the likeliest token at each step.";

    /// <summary>What searches for translations; null where the likeliest token is taken at each step.</summary>
    public TextTranslator? Translator { get; }

    /// <summary>Loads a translator.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="threads">Threads that ONNX Runtime takes for one file; 0 for all cores.</param>
    /// <exception cref="ToolException">There is none, or it cannot be loaded; names it.</exception>
    public static SavedTranslator Load(string path, int threads)
    {
        var isFile = path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase);
        if (!isFile && !Directory.Exists(path))
        {
            return new(SavedModel.Stage<SequenceTranslatingTransformer>(path, "a translator").Model, null);
        }

        try
        {
            return isFile ? new(null, Greedy(path, threads)) : new(OnnxTranslator.Load(path), null);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or InvalidOperationException or OnnxRuntimeException)
        {
            throw new ToolException(e.Message.Contains(path, StringComparison.Ordinal) ? e.Message : $"{path}: {e.Message}", inner: e);
        }
    }

    /// <summary>The translations of each text, the best one first.</summary>
    public IReadOnlyList<IReadOnlyList<TranslatedText>> Translate(
        IReadOnlyList<string> texts, BeamSearchOptions search, bool replaceUnknown, int threads, CancellationToken cancellationToken)
    {
        if (Translator is not null)
        {
            return Translator.Translate(texts, search, replaceUnknown, threads, cancellationToken);
        }

        var scores = _greedy!.Score(texts, cancellationToken);
        TranslatedText[] Row(int row) =>
            [new(scores.Strings("Translation")[row], [], scores.Floats("LogProbability")[row], scores.Floats("Score")[row], [], null)];
        return [.. Enumerable.Range(0, texts.Count).Select(Row)];
    }

    /// <summary>How near the translations of sources are to their references.</summary>
    public TranslationQuality Evaluate(IReadOnlyList<TextPair> pairs, BeamSearchOptions search, int threads, CancellationToken cancellationToken) =>
        TranslationQuality.Of(pairs, [.. Translate([.. pairs.Select(pair => pair.Source)], search, false, threads, cancellationToken).Select(best => best[0].Text)]);

    /// <exception cref="ToolException">An option of a search is given, and the model has none.</exception>
    public void CheckSearch(IEnumerable<Option> given)
    {
        if (Translator is null && given.FirstOrDefault() is { } option)
        {
            throw new ToolException($"{option.Name}: an .onnx takes the likeliest token at each step; expected a .zip, or the folder of --onnx-search.", ExitCode.Usage);
        }
    }

    public void Dispose()
    {
        (Translator as IDisposable)?.Dispose();
        _greedy?.Dispose();
    }

    private static OnnxSequenceScorer Greedy(string path, int threads)
    {
        var scorer = new OnnxSequenceScorer(path, new() { Threads = threads });
        string[] outputs = ["LogProbability", "Score", "Translation"];
        if (scorer.Inputs is [{ ElementType: OnnxElementType.String }] && scorer.Outputs.Select(output => output.Name).Order(StringComparer.Ordinal).SequenceEqual(outputs))
        {
            return scorer;
        }

        var found = string.Join(", ", scorer.Outputs.Select(output => output.Name));
        scorer.Dispose();
        throw new InvalidDataException($"{path}: not a translator of texts: expected one input of text and the outputs {string.Join(", ", outputs)}; found {found}.");
    }
}
