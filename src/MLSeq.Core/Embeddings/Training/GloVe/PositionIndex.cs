using MLSeq.Embeddings.Corpora;
using MLSeq.Numerics;

namespace MLSeq.Embeddings.Training.GloVe;

/// <summary>Where the words of some groups stand in a corpus, in the text's order: segment number in the upper half, place in it in the lower.</summary>
internal sealed class PositionIndex
{
    private readonly WordGroups _groups;
    private readonly long[] _positions;
    private readonly int[] _starts;
    private readonly int _firstWord;

    /// <summary>Indexes as many groups from <paramref name="firstGroup"/> on as the limit allows, but at least one.</summary>
    public PositionIndex(WordCorpus corpus, WordGroups groups, int firstGroup, long maxPositions, WorkerTeam team)
    {
        _groups = groups;
        _firstWord = groups.Starts[firstGroup];
        EndGroup = firstGroup;
        for (var (total, limit) = (0L, Math.Min(maxPositions, Array.MaxLength)); EndGroup < groups.Count; EndGroup++)
        {
            for (var word = groups.Starts[EndGroup]; word < groups.Starts[EndGroup + 1]; word++)
            {
                total += corpus.Counts[word];
            }

            if (total > limit && EndGroup > firstGroup)
            {
                break;
            }
        }

        _starts = new int[groups.Starts[EndGroup] - _firstWord + 1];
        for (var i = 1; i < _starts.Length; i++)
        {
            _starts[i] = checked(_starts[i - 1] + (int)corpus.Counts[_firstWord + i - 1]);
        }

        _positions = GC.AllocateUninitializedArray<long>(_starts[^1]);
        team.Run(worker => Fill(corpus, WordAt(worker, team.Size), WordAt(worker + 1, team.Size)));
    }

    /// <summary>The group behind the last one that is indexed.</summary>
    public int EndGroup { get; }

    /// <summary>The places of a word.</summary>
    public ReadOnlySpan<long> this[int word] => _positions.AsSpan(_starts[word - _firstWord].._starts[word - _firstWord + 1]);

    /// <summary>How many places a group's words have.</summary>
    public int CountOf(int group) => _starts[_groups.Starts[group + 1] - _firstWord] - _starts[_groups.Starts[group] - _firstWord];

    /// <summary>The word, counted from the first one, at which a worker's part of the places begins.</summary>
    private int WordAt(int worker, int workers)
    {
        var at = Array.BinarySearch(_starts, (int)((long)_starts[^1] * worker / workers));
        return at < 0 ? ~at : at;
    }

    private void Fill(WordCorpus corpus, int first, int end)
    {
        var next = _starts.AsSpan(first..end).ToArray();
        for (var s = 0; s < corpus.Segments.Count; s++)
        {
            var segment = corpus.Segments[s];
            for (var at = 0; at < segment.Length; at++)
            {
                var word = segment[at] - _firstWord - first;
                if ((uint)word < (uint)next.Length)
                {
                    _positions[next[word]++] = ((long)s << 32) | (uint)at;
                }
            }
        }
    }
}
