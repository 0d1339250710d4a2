namespace Microsoft.ML.Data;

/// <summary>Reads the lines of files and cuts them into fields. Empty lines are left out.</summary>
internal sealed class TextLines(IMultiStreamSource source, TextLoader.Options options) : IDisposable
{
    private readonly List<ReadOnlyMemory<char>> _fields = [];
    private TextReader _reader;
    private int _file = -1;
    private long _rows;

    /// <summary>The fields of the line; those before the first separator and so on.</summary>
    public IReadOnlyList<ReadOnlyMemory<char>> Fields => _fields;

    /// <summary>The number of the line in its file, from 1 on.</summary>
    public long Number { get; private set; }

    public string Path => source.GetPathOrNull(_file) ?? $"source {_file}";

    public bool MoveNext()
    {
        if (_rows >= options.MaxRows)
        {
            return false;
        }

        while (true)
        {
            var line = _reader == null ? null : ReadLine();
            if (line == null)
            {
                _reader?.Dispose();
                _reader = null;
                if (++_file >= source.Count)
                {
                    return false;
                }

                _reader = source.OpenTextReader(_file);
                Number = 0;
                if (options.HasHeader)
                {
                    ReadLine();
                }
            }
            else if (line.Length > 0)
            {
                Cut(line);
                _rows++;
                return true;
            }
        }
    }

    public void Dispose() => _reader?.Dispose();

    private string ReadLine()
    {
        var line = _reader.ReadLine();
        Number++;
        return options.TrimWhitespace ? line?.TrimEnd() : line;
    }

    private void Cut(string line)
    {
        _fields.Clear();
        var at = 0;
        do
        {
            // Spaces before a field are never part of it, unless they are the separator.
            while (at < line.Length && line[at] == ' ' && !IsSeparator(' '))
            {
                at++;
            }

            if (options.AllowQuoting && at < line.Length && line[at] == '"')
            {
                at = CutQuoted(ref line, at + 1);
            }
            else
            {
                var start = at;
                while (at < line.Length && !IsSeparator(line[at]))
                {
                    at++;
                }

                _fields.Add(line.AsMemory(start, at - start));
            }
        }
        while (at++ < line.Length);
    }

    /// <summary>Adds the field that begins after a quote; gives the place of the separator after it.</summary>
    private int CutQuoted(ref string line, int start)
    {
        var hasQuotes = false;
        for (var at = start; ; at++)
        {
            if (at >= line.Length)
            {
                var more = options.ReadMultilines ? ReadLine() : null;
                if (more == null)
                {
                    throw new FormatException($"{Path}, line {Number}: a quoted field has no end.");
                }

                line = $"{line}\n{more}";
            }

            if (line[at] != '"')
            {
                continue;
            }

            if (at + 1 < line.Length && line[at + 1] == '"')
            {
                hasQuotes = true;
                at++;
                continue;
            }

            var end = at + 1;
            while (end < line.Length && line[end] == ' ' && !IsSeparator(' '))
            {
                end++;
            }

            if (end < line.Length && !IsSeparator(line[end]))
            {
                throw new FormatException($"{Path}, line {Number}: '{line[end]}' follows the quote at the end of a field; a separator is expected.");
            }

            _fields.Add(hasQuotes ? line[start..at].Replace("\"\"", "\"", StringComparison.Ordinal).AsMemory() : line.AsMemory(start, at - start));
            return end;
        }
    }

    private bool IsSeparator(char c) => Array.IndexOf(options.Separators, c) >= 0;
}
