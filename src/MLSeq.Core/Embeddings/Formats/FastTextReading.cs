using System.Text;
using MLSeq.Embeddings.Subwords;
using MLSeq.Numerics;

namespace MLSeq.Embeddings.Formats;

/// <summary>One reading of a fastText file, part after part. Memory grows with the data that come, not with what the header claims.</summary>
internal sealed class FastTextReading(FastTextReader reader, int maxWords)
{
    private readonly FastTextHeader _header = FastTextHeader.Read(reader);
    private readonly List<string> _words = [];
    private readonly List<long> _counts = [];
    private readonly Dictionary<int, byte[]> _rawWords = [];

    private bool HasSubwords => _header is { MaxN: > 0, Buckets: > 0 };

    public WordVectors Read()
    {
        if (_header.Words == 0)
        {
            throw reader.Error("found no words; expected at least one");
        }

        ReadWords();
        var wordRows = new RowList(_header.Dimensions);
        var (used, bucketRows) = ReadInput(wordRows);
        var outputRows = ReadOutput();
        reader.End();
        var source = new FastTextSource(_header.Settings, wordRows, outputRows, _rawWords);
        var subwords = HasSubwords
            ? new SubwordVectors(_header.MinN, _header.MaxN, _header.Buckets, used, bucketRows, source)
            : null;
        return new WordVectors([.. _words], _header.Dimensions, Mean(wordRows, subwords), [.. _counts], subwords);
    }

    private void ReadWords()
    {
        var indices = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < _header.Entries; i++)
        {
            var bytes = reader.ReadWord(i);
            var isWord = i < _header.Words;
            var word = ToText(bytes, out var isUtf8);
            var count = reader.ReadInt64($"the count of '{word}'", 0);
            var type = reader.ReadByte($"the type of '{word}'");
            if (type != (isWord ? 0 : 1))
            {
                throw reader.Error($"found {type} for the type of entry {i}, '{word}'; expected {(isWord ? "0, a word" : "1, a label")}");
            }

            if (!isWord || i >= maxWords)
            {
                continue;
            }

            if (word.Length == 0)
            {
                throw reader.Error($"word {i} is empty");
            }

            if (!indices.TryAdd(word, i))
            {
                throw reader.Error($"'{word}' is there twice, as words {indices[word]} and {i}; expected each word once");
            }

            _words.Add(word);
            _counts.Add(count);
            if (!isUtf8)
            {
                _rawWords.Add(i, bytes);
            }
        }
    }

    /// <summary>The rows of words are added to <paramref name="wordRows"/>; gives the buckets that are not zero and their rows.</summary>
    private (int[] Buckets, RowList Rows) ReadInput(RowList wordRows)
    {
        if (!_header.Old && reader.ReadByte("the mark of a quantized input matrix") != 0)
        {
            throw reader.Error("the input matrix is quantized, which MLSeq does not read; expected the model that it was made from");
        }

        CheckSize("input", _header.Words + (long)_header.Buckets);
        var row = new float[_header.Dimensions];
        for (var i = 0; i < _header.Words; i++)
        {
            reader.ReadRow(row, "the row of word", i);
            if (i < maxWords)
            {
                wordRows.Add(row);
            }
        }

        var (used, rows) = (new List<int>(), new RowList(_header.Dimensions));
        for (var bucket = 0; bucket < _header.Buckets; bucket++)
        {
            reader.ReadRow(row, "the row of bucket", bucket);
            if (HasSubwords && row.AsSpan().ContainsAnyExcept(0f))
            {
                used.Add(bucket);
                rows.Add(row);
            }
        }

        return ([.. used], rows);
    }

    /// <summary>The words' rows; null where the rows belong to labels.</summary>
    private RowList? ReadOutput()
    {
        if (!_header.Old && reader.ReadByte("the mark of a quantized output matrix") != 0)
        {
            throw reader.Error("the output matrix is quantized, which MLSeq does not read; expected the model that it was made from");
        }

        var count = _header.IsSupervised ? _header.Labels : _header.Words;
        CheckSize("output", count);
        var (rows, row) = (new RowList(_header.Dimensions), new float[_header.Dimensions]);
        for (var i = 0; i < count; i++)
        {
            reader.ReadRow(row, "the output row", i);
            if (i < maxWords && !_header.IsSupervised)
            {
                rows.Add(row);
            }
        }

        return _header.IsSupervised ? null : rows;
    }

    private void CheckSize(string matrix, long rows)
    {
        var foundRows = reader.ReadInt64($"the number of rows of the {matrix} matrix", 0);
        var foundColumns = reader.ReadInt64($"the number of columns of the {matrix} matrix", 0);
        if (foundRows != rows || foundColumns != _header.Dimensions)
        {
            throw reader.Error(
                $"found {foundRows} rows of {foundColumns} values for the {matrix} matrix; expected {rows} rows of {_header.Dimensions}, after the header");
        }

        var bytes = (Int128)rows * _header.Dimensions * sizeof(float);
        if (reader.BytesLeft is { } left && left < bytes)
        {
            throw reader.Error($"the {matrix} matrix takes {bytes} bytes; found {left} to the file's end");
        }
    }

    private AlignedBuffer Mean(RowList wordRows, SubwordVectors? subwords)
    {
        var values = (long)wordRows.Count * _header.Dimensions;
        if (values > Array.MaxLength / 2)
        {
            throw reader.Error($"{wordRows.Count} words of {_header.Dimensions} dimensions do not fit into memory at once; read fewer words");
        }

        var matrix = new AlignedBuffer((int)values);
        for (var i = 0; i < wordRows.Count; i++)
        {
            var vector = matrix.Span.Slice(i * _header.Dimensions, _header.Dimensions);
            wordRows[i].CopyTo(vector);
            subwords?.AddToWord(_rawWords.GetValueOrDefault(i) ?? Encoding.UTF8.GetBytes(_words[i]), vector);
        }

        return matrix;
    }

    /// <summary>The text of a word; each byte that is no UTF-8 becomes <c>\x</c> and two digits.</summary>
    internal static string ToText(ReadOnlySpan<byte> bytes, out bool isUtf8)
    {
        isUtf8 = System.Text.Unicode.Utf8.IsValid(bytes);
        if (isUtf8)
        {
            return Encoding.UTF8.GetString(bytes);
        }

        var text = new StringBuilder();
        while (bytes.Length > 0)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var consumed) == System.Buffers.OperationStatus.Done)
            {
                text.Append(rune);
            }
            else
            {
                foreach (var value in bytes[..consumed])
                {
                    text.Append("\\x").Append(value.ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
                }
            }

            bytes = bytes[consumed..];
        }

        return text.ToString();
    }
}
