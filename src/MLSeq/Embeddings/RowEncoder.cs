using Microsoft.ML;
using MLSeq.Embeddings.Sentences;
using MLSeq.Interop;

namespace MLSeq;

/// <summary>Encodes the words of each row of one cursor.</summary>
internal sealed class RowEncoder
{
    private readonly SentenceEncoder _encoder;
    private readonly WordReader _reader;
    private readonly Action<int, string?> _add;

    public RowEncoder(DataViewRow row, DataViewSchema.Column column, SentenceEncoding encoding)
    {
        _encoder = new(encoding);
        _reader = WordReader.Create(row, column);
        if (column.Type.IsIds())
        {
            int[] indices = [-1, .. WordReader.KeyWords(column).Select(encoding.Vectors.IndexOf)];
            _add = (key, word) => _encoder.Add(indices[key], word);
        }
        else
        {
            _add = (_, word) => _encoder.Add(word!);
        }
    }

    /// <summary>The number of values of the present row's output.</summary>
    public int Length => _encoder.Length;

    /// <summary>Reads the current row.</summary>
    public void Read()
    {
        _encoder.Clear();
        _reader.Read(_add);
    }

    /// <summary>Writes the present row's output [<see cref="Length"/>].</summary>
    public void Write(Span<float> output) => _encoder.Write(output);
}
