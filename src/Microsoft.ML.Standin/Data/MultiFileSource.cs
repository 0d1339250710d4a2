namespace Microsoft.ML.Data;

/// <summary>Files to read one after the other.</summary>
public sealed class MultiFileSource : IMultiStreamSource
{
    private readonly string[] _paths;

    /// <summary>Files, which must be there.</summary>
    public MultiFileSource(params string[] paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        foreach (var path in paths)
        {
            if (!File.Exists(path))
            {
                throw new ArgumentOutOfRangeException(nameof(paths), $"File does not exist at path: {path}");
            }
        }

        _paths = paths;
    }

    /// <inheritdoc/>
    public int Count => _paths.Length;

    /// <inheritdoc/>
    public string GetPathOrNull(int index) => _paths[index];

    /// <inheritdoc/>
    public Stream Open(int index) => File.OpenRead(_paths[index]);

    /// <inheritdoc/>
    public TextReader OpenTextReader(int index) => new StreamReader(Open(index));
}
