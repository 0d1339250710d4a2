using System.Runtime.InteropServices;
using MLSeq.Embeddings.Corpora;

namespace MLSeq.Embeddings.Training.Word2Vec;

/// <summary>A few thousand tokens of a corpus: what a thread trains on at a time, with one learning rate.</summary>
/// <param name="Segment">Which of the corpus' segments it is in.</param>
/// <param name="Start">Its first token in the segment.</param>
/// <param name="Length">Its number of tokens, ends of sentences included.</param>
/// <param name="Words">Its number of words.</param>
/// <param name="WordsBefore">The number of words in the corpus before it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CorpusChunk(int Segment, int Start, int Length, int Words, long WordsBefore)
{
    public const int MaxLength = 4096;

    /// <summary>Cuts a corpus: between sentences where they are short, anywhere in long ones.</summary>
    public static CorpusChunk[] Cut(WordCorpus corpus)
    {
        var chunks = new List<CorpusChunk>();
        var words = 0L;
        for (var i = 0; i < corpus.Segments.Count; i++)
        {
            var segment = corpus.Segments[i].AsSpan();
            for (int start = 0, length; start < segment.Length; start += length)
            {
                length = Math.Min(MaxLength, segment.Length - start);
                if (start + length < segment.Length)
                {
                    var end = segment.Slice(start, length).LastIndexOf(WordCorpus.SentenceEnd);
                    length = end >= MaxLength / 2 ? end + 1 : length;
                }

                var inChunk = length - segment.Slice(start, length).Count(WordCorpus.SentenceEnd);
                chunks.Add(new(i, start, length, inChunk, words));
                words += inChunk;
            }
        }

        return [.. chunks];
    }
}
