using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Loads data from text files.</summary>
public static class TextLoaderSaverCatalog
{
    /// <summary>A loader of files with the columns given.</summary>
    public static TextLoader CreateTextLoader(
        this DataOperationsCatalog catalog, TextLoader.Column[] columns, char separatorChar = '\t', bool hasHeader = false,
        IMultiStreamSource dataSample = null, bool allowQuoting = false, bool trimWhitespace = false, bool allowSparse = false) =>
        catalog.CreateTextLoader(Options(columns, separatorChar, hasHeader, allowQuoting, trimWhitespace, allowSparse), dataSample);

    /// <summary>A loader of files with the options given.</summary>
    public static TextLoader CreateTextLoader(this DataOperationsCatalog catalog, TextLoader.Options options, IMultiStreamSource dataSample = null) =>
        new(catalog.GetEnvironment(), options, dataSample);

    /// <summary>A loader of files with the columns that a class's LoadColumn attributes tell.</summary>
    public static TextLoader CreateTextLoader<TInput>(
        this DataOperationsCatalog catalog, char separatorChar = '\t', bool hasHeader = false,
        IMultiStreamSource dataSample = null, bool allowQuoting = false, bool trimWhitespace = false, bool allowSparse = false) =>
        catalog.CreateTextLoader<TInput>(Options(null, separatorChar, hasHeader, allowQuoting, trimWhitespace, allowSparse), dataSample);

    /// <summary>A loader of files with the columns that a class's LoadColumn attributes tell.</summary>
    public static TextLoader CreateTextLoader<TInput>(this DataOperationsCatalog catalog, TextLoader.Options options, IMultiStreamSource dataSample = null) =>
        catalog.CreateTextLoader(TextLoader.WithColumnsOf(typeof(TInput), options), dataSample);

    /// <summary>The rows of a file, read line by line each time that the data is read.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="path">The file.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="separatorChar">The separator of fields.</param>
    /// <param name="hasHeader">Whether the first line is left out.</param>
    /// <param name="allowQuoting">Whether fields can be quoted.</param>
    /// <param name="trimWhitespace">Whether white space at the end of lines is left out.</param>
    /// <param name="allowSparse">Not supported here.</param>
    public static IDataView LoadFromTextFile(
        this DataOperationsCatalog catalog, string path, TextLoader.Column[] columns, char separatorChar = '\t', bool hasHeader = false,
        bool allowQuoting = false, bool trimWhitespace = false, bool allowSparse = false) =>
        catalog.LoadFromTextFile(path, Options(columns, separatorChar, hasHeader, allowQuoting, trimWhitespace, allowSparse));

    /// <summary>The rows of a file, read line by line each time that the data is read.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="path">The file.</param>
    /// <param name="separatorChar">The separator of fields.</param>
    /// <param name="hasHeader">Whether the first line is left out.</param>
    /// <param name="allowQuoting">Whether fields can be quoted.</param>
    /// <param name="trimWhitespace">Whether white space at the end of lines is left out.</param>
    /// <param name="allowSparse">Not supported here.</param>
    /// <typeparam name="TInput">A class whose LoadColumn attributes tell the columns.</typeparam>
    public static IDataView LoadFromTextFile<TInput>(
        this DataOperationsCatalog catalog, string path, char separatorChar = '\t', bool hasHeader = false,
        bool allowQuoting = false, bool trimWhitespace = false, bool allowSparse = false) =>
        catalog.LoadFromTextFile<TInput>(path, Options(null, separatorChar, hasHeader, allowQuoting, trimWhitespace, allowSparse));

    /// <summary>The rows of a file, read line by line each time that the data is read.</summary>
    public static IDataView LoadFromTextFile(this DataOperationsCatalog catalog, string path, TextLoader.Options options = null)
    {
        var source = Source(path);
        return catalog.CreateTextLoader(options ?? new(), source).Load(source);
    }

    /// <summary>The rows of a file, with the columns that a class's LoadColumn attributes tell.</summary>
    public static IDataView LoadFromTextFile<TInput>(this DataOperationsCatalog catalog, string path, TextLoader.Options options) =>
        catalog.LoadFromTextFile(path, TextLoader.WithColumnsOf(typeof(TInput), options));

    private static MultiFileSource Source(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return File.Exists(path)
            ? new(path)
            : throw new ArgumentOutOfRangeException(nameof(path), $"File does not exist at path: {path}");
    }

    private static TextLoader.Options Options(TextLoader.Column[] columns, char separator, bool hasHeader, bool allowQuoting, bool trimWhitespace, bool allowSparse) => new()
    {
        Columns = columns,
        Separators = [separator],
        HasHeader = hasHeader,
        AllowQuoting = allowQuoting,
        TrimWhitespace = trimWhitespace,
        AllowSparse = allowSparse,
    };
}
