namespace Microsoft.ML.Data;

/// <summary>Files, or other streams, to read one after the other.</summary>
public interface IMultiStreamSource
{
    /// <summary>The number of files.</summary>
    int Count { get; }

    /// <summary>The path of a file, or null.</summary>
    string GetPathOrNull(int index);

    /// <summary>Opens a file.</summary>
    Stream Open(int index);

    /// <summary>Opens a file as text.</summary>
    TextReader OpenTextReader(int index);
}
