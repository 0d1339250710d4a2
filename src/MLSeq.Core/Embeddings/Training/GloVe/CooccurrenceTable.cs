using System.Runtime.InteropServices;

namespace MLSeq.Embeddings.Training.GloVe;

/// <summary>
/// The co-occurrences of all words. They are symmetric, so each pair is kept once: strip g has the words of group g with
/// those of the groups 0 to g, one group after the other. (Within group g itself, both (i, j) and (j, i) are there.)
/// Strips that memory has no room for go to a temporary file.
/// </summary>
internal sealed class CooccurrenceTable(int groupCount, long memoryLimit, string? temporaryFolder) : IDisposable
{
    private readonly Cooccurrence[]?[] _strips = new Cooccurrence[groupCount][];
    private readonly int[][] _offsets = new int[groupCount][];
    private readonly long[] _filePositions = new long[groupCount];
    private readonly Lock _lock = new();
    private long _memoryLeft = memoryLimit;
    private SpillFile? _file;

    /// <summary>The number of pairs (i, j) that co-occur, (j, i) being another one.</summary>
    public long Count { get; private set; }

    /// <summary>The bytes that are in the temporary file.</summary>
    public long SpilledBytes => _file?.Length ?? 0;

    /// <summary>Takes a strip; several threads may do so at once.</summary>
    /// <param name="group">The strip's group.</param>
    /// <param name="records">The strip, by column group.</param>
    /// <param name="offsets">[group + 2]: where each column group begins, and the number of records.</param>
    /// <exception cref="IOException">The temporary file cannot be written.</exception>
    public void Add(int group, Cooccurrence[] records, int[] offsets)
    {
        var bytes = MemoryMarshal.AsBytes(records.AsSpan());
        SpillFile? file = null;
        lock (_lock)
        {
            Count += (2L * offsets[group]) + (records.Length - offsets[group]);
            _offsets[group] = offsets;
            if (bytes.Length <= _memoryLeft)
            {
                _memoryLeft -= bytes.Length;
                _strips[group] = records;
            }
            else
            {
                file = _file ??= new SpillFile(temporaryFolder);
                _filePositions[group] = file.Reserve(bytes.Length);
            }
        }

        file?.Write(bytes, _filePositions[group]);
    }

    /// <summary>The number of records of a strip in the column groups from first to last.</summary>
    public int CountOf(int group, int first, int last) => _offsets[group][last + 1] - _offsets[group][first];

    /// <summary>The records of a strip in the column groups from first to last, which are side by side.</summary>
    /// <param name="group">The strip's group.</param>
    /// <param name="first">The first column group.</param>
    /// <param name="last">The last column group, at most <paramref name="group"/>.</param>
    /// <param name="scratch">The reader's own memory, for what comes from the file.</param>
    /// <exception cref="IOException">The temporary file cannot be read.</exception>
    public ReadOnlySpan<Cooccurrence> Read(int group, int first, int last, ref Cooccurrence[] scratch)
    {
        var (start, count) = (_offsets[group][first], CountOf(group, first, last));
        if (_strips[group] is { } strip)
        {
            return strip.AsSpan(start, count);
        }

        if (scratch.Length < count)
        {
            scratch = new Cooccurrence[Math.Max(count, (int)Math.Min(2L * scratch.Length, Array.MaxLength))];
        }

        var records = scratch.AsSpan(0, count);
        _file!.Read(MemoryMarshal.AsBytes(records), _filePositions[group] + ((long)start * Marshal.SizeOf<Cooccurrence>()));
        return records;
    }

    public void Dispose() => _file?.Dispose();
}
