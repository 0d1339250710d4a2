using System.Text;

namespace MLSeq.Text;

/// <summary>
/// Reads text files of any size line by line. A file whose name ends in <c>.gz</c> is decompressed, <c>-</c> is standard
/// input. The text is UTF-8, with a byte order mark or without; bytes that are not are an error, never replaced silently.
/// </summary>
public static class TextFile
{
    /// <summary>What errors call standard input.</summary>
    internal const string StandardInput = "standard input";

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file, or <c>-</c>.</param>
    /// <returns>
    /// A reader, whose lines end at LF or CR LF. It throws an <see cref="InvalidDataException"/> that names the file and
    /// line where the bytes are not UTF-8 or the compressed data are damaged.
    /// </returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static TextReader Open(string path) => Open(path, encoding: null);

    /// <summary>Opens a file in another encoding.</summary>
    /// <param name="path">The file, or <c>-</c>.</param>
    /// <param name="encoding">
    /// An encoding in which the byte 10 is a line feed wherever it stands, such as <see cref="Encoding.Latin1"/>; null is
    /// strict UTF-8.
    /// </param>
    /// <inheritdoc cref="Open(string)"/>
    public static TextReader Open(string path, Encoding? encoding)
    {
        var stream = OpenBytes(path);
        return new TextFileReader(stream, path == "-" ? StandardInput : path, encoding);
    }

    /// <summary>Reads text from anywhere else.</summary>
    /// <param name="bytes">The text, as it comes; closed with the reader.</param>
    /// <param name="name">What errors call it.</param>
    /// <returns>A reader as of a file.</returns>
    public static TextReader Open(Stream bytes, string name)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new TextFileReader(bytes, name, encoding: null);
    }

    /// <summary>The bytes of a file, decompressed where its name ends in <c>.gz</c>, or of standard input.</summary>
    internal static Stream OpenBytes(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (path == "-")
        {
            return Console.OpenStandardInput();
        }

        CheckExists(path);
        var options = new FileStreamOptions { Options = FileOptions.SequentialScan, BufferSize = 1 << 16 };
        Stream stream = new FileStream(path, options);
        return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipReadStream(stream) : stream;
    }

    /// <summary>The lines of a file, read as they are asked for, afresh at each enumeration.</summary>
    /// <param name="path">The file, or <c>-</c>, which can be read only once.</param>
    /// <returns>The lines without their ends.</returns>
    /// <inheritdoc cref="Open(string)" path="/exception"/>
    /// <exception cref="InvalidDataException">
    /// While reading: the bytes are not UTF-8 or the compressed data are damaged; names the file and line.
    /// </exception>
    public static IEnumerable<string> ReadLines(string path) => ReadLines(path, encoding: null);

    /// <inheritdoc cref="ReadLines(string)"/>
    /// <param name="path">The file, or <c>-</c>, which can be read only once.</param>
    /// <param name="encoding">As for <see cref="Open(string, Encoding)"/>.</param>
    public static IEnumerable<string> ReadLines(string path, Encoding? encoding)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (path != "-")
        {
            CheckExists(path);
        }

        return Lines(path, encoding);
    }

    private static IEnumerable<string> Lines(string path, Encoding? encoding)
    {
        using TextReader reader = Open(path, encoding);
        while (reader.ReadLine() is string line)
        {
            yield return line;
        }
    }

    private static void CheckExists(string path)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException(
                Directory.Exists(path) ? $"'{path}' is a folder; expected a file." : $"There is no file '{path}'.", path);
        }
    }
}
