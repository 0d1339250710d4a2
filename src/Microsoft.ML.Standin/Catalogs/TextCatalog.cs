using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Text;

namespace Microsoft.ML;

/// <summary>Transforms of text.</summary>
public static class TextCatalog
{
    /// <summary>Changes case and leaves out diacritics, punctuation or digits.</summary>
    public static TextNormalizingEstimator NormalizeText(
        this TransformsCatalog.TextTransforms catalog, string outputColumnName, string inputColumnName = null,
        TextNormalizingEstimator.CaseMode caseMode = TextNormalizingEstimator.CaseMode.Lower, bool keepDiacritics = false, bool keepPunctuations = true, bool keepNumbers = true) =>
        new(catalog.GetEnvironment(), outputColumnName, inputColumnName, caseMode, keepDiacritics, keepPunctuations, keepNumbers);

    /// <summary>Cuts text at separators; empty words are left out.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The new column, a vector of text.</param>
    /// <param name="inputColumnName">The column of text; the output column where it is not given.</param>
    /// <param name="separators">The separators; the space where they are not given.</param>
    public static WordTokenizingEstimator TokenizeIntoWords(
        this TransformsCatalog.TextTransforms catalog, string outputColumnName, string inputColumnName = null, char[] separators = null) =>
        new(catalog.GetEnvironment(), outputColumnName, inputColumnName, separators);
}
