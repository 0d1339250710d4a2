using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using MLSeq.Embeddings.Corpora;
using MLSeq.Numerics;

namespace MLSeq.Embeddings.Training.GloVe;

/// <summary>Counts the rows of one group of words after the other, each against the words that are at least as frequent. For one thread.</summary>
internal sealed class RowCounter
{
    private const int CellWidth = 16;
    private const int CellsPerGroup = WordGroups.MaxWords / CellWidth;
    private const int CellsPerPair = CellsPerGroup * CellsPerGroup;

    private readonly WordCorpus _corpus;
    private readonly WordGroups _groups;
    private readonly int _seed;
    private readonly double[] _weights;
    private readonly double[] _sums;
    private readonly int[] _met;
    private readonly List<Entry> _entries = [];
    private readonly SeededRandom _random = new(0);
    private float[] _values = [];

    public RowCounter(WordCorpus corpus, WordGroups groups, GloVeOptions options)
    {
        (_corpus, _groups, _seed) = (corpus, groups, options.Seed);
        _weights = [.. Enumerable.Range(0, options.Window + 1).Select(distance => 1.0 / distance)];
        _sums = new double[groups.WordCount];
        _met = new int[groups.WordCount];
    }

    /// <summary>Counts a group's rows and adds them to the table, within each column group in an order drawn from the seed.</summary>
    public void Count(int group, PositionIndex index, CooccurrenceTable table)
    {
        _entries.Clear();
        var first = _groups.Starts[group];
        for (var row = first; row < _groups.Starts[group + 1]; row++)
        {
            foreach (var met in _met.AsSpan(0, Sum(row, index[row])))
            {
                _entries.Add(new(met, (byte)(row - first), (float)_sums[met]));
                if (met >= first && met < row)
                {
                    _entries.Add(new(row, (byte)(met - first), (float)_sums[met]));
                }

                _sums[met] = 0;
            }
        }

        _random.Seed(_seed, group);
        _random.Shuffle(CollectionsMarshal.AsSpan(_entries));
        table.Add(group, Sort(group, out var offsets), offsets);
    }

    /// <summary>Sums up a word's row; returns how many words it meets.</summary>
    private int Sum(int row, ReadOnlySpan<long> positions)
    {
        var (met, window) = (0, _weights.Length - 1);
        foreach (var position in positions)
        {
            var segment = _corpus.Segments[(int)(position >> 32)];
            var at = (int)position;
            var after = segment.AsSpan(at + 1);
            after = after[..Math.Min(window, after.Length)];
            for (var i = 0; i < after.Length; i++)
            {
                // As an unsigned number, the sentence's end is above any row.
                var word = after[i];
                if ((uint)word <= (uint)row)
                {
                    met = Add(word, i + 1, met);
                }
                else if (word == WordCorpus.SentenceEnd)
                {
                    break;
                }
            }

            var before = segment.AsSpan(Math.Max(0, at - window)..at);
            for (var i = before.Length - 1; i >= 0; i--)
            {
                var word = before[i];
                if ((uint)word <= (uint)row)
                {
                    met = Add(word, before.Length - i, met);
                }
                else if (word == WordCorpus.SentenceEnd)
                {
                    break;
                }
            }
        }

        return met;
    }

    private int Add(int word, int distance, int met)
    {
        ref var sum = ref _sums[word];
        if (sum == 0)
        {
            _met[met++] = word;
        }

        sum += _weights[distance];
        return met;
    }

    /// <summary>
    /// The entries by column group, within one by cells, and within these in their order: the rows that a cell's entries
    /// point to fit into the first-level cache.
    /// </summary>
    private Cooccurrence[] Sort(int group, out int[] offsets)
    {
        var entries = CollectionsMarshal.AsSpan(_entries);
        _values = _values.Length < entries.Length ? new float[entries.Length * 2] : _values;
        var logs = _values.AsSpan(0, entries.Length);
        var next = new int[((group + 1) * CellsPerPair) + 1];
        for (var i = 0; i < entries.Length; i++)
        {
            logs[i] = entries[i].Value;
            next[CellOf(entries[i], out _) + 1]++;
        }

        TensorPrimitives.Log(logs, logs);
        for (var cell = 1; cell < next.Length; cell++)
        {
            next[cell] += next[cell - 1];
        }

        offsets = [.. Enumerable.Range(0, group + 2).Select(column => next[column * CellsPerPair])];
        var records = GC.AllocateUninitializedArray<Cooccurrence>(entries.Length);
        for (var i = 0; i < entries.Length; i++)
        {
            ref readonly var entry = ref entries[i];
            records[next[CellOf(entry, out var column)]++] = new(entry.Row, column, logs[i]);
        }

        return records;
    }

    /// <summary>The number of an entry's cell, and the column's place in its group.</summary>
    private int CellOf(in Entry entry, out byte column)
    {
        var group = _groups.GroupOf(entry.Column);
        column = (byte)(entry.Column - _groups.Starts[group]);
        return (group * CellsPerPair) + (entry.Row / CellWidth * CellsPerGroup) + (column / CellWidth);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Entry(int Column, byte Row, float Value);
}
