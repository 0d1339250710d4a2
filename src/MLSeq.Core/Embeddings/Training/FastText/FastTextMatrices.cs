using System.Runtime.InteropServices;
using MLSeq.Embeddings.Corpora;
using MLSeq.Embeddings.Subwords;
using MLSeq.Embeddings.Training.Word2Vec;
using MLSeq.Numerics;

namespace MLSeq.Embeddings.Training.FastText;

/// <summary>
/// What fastText trains: input rows of words and of the buckets that their n-grams fall into, output rows of words.
/// </summary>
internal sealed class FastTextMatrices
{
    private readonly FastTextOptions _options;
    private readonly WordCorpus _corpus;

    /// <summary>Input rows are uniform in ±1 / dimensions, output rows zero, as in fastText.</summary>
    /// <exception cref="ArgumentException">The matrices are too large.</exception>
    public FastTextMatrices(FastTextOptions options, WordCorpus corpus)
    {
        (_options, _corpus) = (options, corpus);
        Subwords = new SubwordRows(corpus.Words, options.MinN, options.MaxN, options.Buckets);
        Values = new Word2VecMatrices(Subwords.Count, corpus.Words.Count, options.Dimensions);
        for (var row = 0; row < Subwords.Count; row++)
        {
            new SeededRandom(options.Seed, -1, row).Uniform(Values.InputRow(row), 1.0 / options.Dimensions);
        }
    }

    public SubwordRows Subwords { get; }

    public Word2VecMatrices Values { get; }

    public WordVectors ToVectors()
    {
        long[] counts = [.. _corpus.Counts];
        string[] words = [.. _corpus.Words];
        var source = new FastTextSource(Settings(), Rows(words.Length, Values.InputRow), Rows(words.Length, Values.OutputRow), new Dictionary<int, byte[]>());
        var buckets = Subwords.Buckets.ToArray();
        var rows = Enumerable.Range(words.Length, buckets.Length).ToArray();
        Array.Sort(buckets, rows);
        var subwords = _options.MaxN == 0
            ? null
            : new SubwordVectors(_options.MinN, _options.MaxN, _options.Buckets, buckets, Rows(rows.Length, i => Values.InputRow(rows[i])), source);
        var matrix = new AlignedBuffer(words.Length * _options.Dimensions);
        for (var word = 0; word < words.Length; word++)
        {
            var vector = matrix.Span.Slice(word * _options.Dimensions, _options.Dimensions);
            Values.InputRow(word).CopyTo(vector);
            subwords?.AddToWord(System.Text.Encoding.UTF8.GetBytes(words[word]), vector);
        }

        return new WordVectors(words, _options.Dimensions, matrix, counts, subwords);
    }

    public void Save(BinaryWriter writer)
    {
        ForEachRow(row => writer.Write(MemoryMarshal.AsBytes(row)));
    }

    /// <exception cref="InvalidDataException">There are not enough data.</exception>
    public void Load(BinaryReader reader)
    {
        try
        {
            ForEachRow(row => reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(row)));
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException("Truncated data: the matrices are not all there.", e);
        }
    }

    private void ForEachRow(RowAction action)
    {
        for (var row = 0; row < Subwords.Count; row++)
        {
            action(Values.InputRow(row));
        }

        for (var row = 0; row < _corpus.Words.Count; row++)
        {
            action(Values.OutputRow(row));
        }
    }

    private FastTextSettings Settings() => new()
    {
        Ws = _options.Window,
        Epoch = _options.Epochs,
        MinCount = (int)Math.Min(_corpus.Counts[^1], int.MaxValue),
        Neg = _options.Negatives,
        T = _options.Sample,
        Tokens = _corpus.TokenCount,
    };

    private RowList Rows(int count, RowOf rowOf)
    {
        var rows = new RowList(_options.Dimensions);
        for (var i = 0; i < count; i++)
        {
            rows.Add(rowOf(i));
        }

        return rows;
    }

    private delegate Span<float> RowOf(int index);

    private delegate void RowAction(Span<float> row);
}
