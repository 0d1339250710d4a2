using System.Runtime.InteropServices;
using MLSeq.Embeddings.Corpora;

namespace MLSeq.Embeddings.Training.Word2Vec;

/// <summary>A few thousand tokens of a corpus: what a thread trains on at a time, with one learning rate.</summary>
/// <param name="Segment">Which of the corpus' segments it is in.</param>
/// <param name="Start">Its first token in the segment.</param>
/// <param name="Length">Its number of tokens, ends of sentences included.</param>
/// <param name="Words">Its number of words.</param>
/// <param name="WordsBefore">The number of words in the chunks that are trained on before it, in one epoch.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CorpusChunk(int Segment, int Start, int Length, int Words, long WordsBefore)
{
    public const int MaxLength = 4096;

    /// <summary>
    /// Cuts a corpus: between sentences where they are short, anywhere in long ones. Chunks far from each other follow each
    /// other, so that each stretch of training sees text from all of the corpus, which is better for the vectors.
    /// </summary>
    public static CorpusChunk[] Cut(WordCorpus corpus)
    {
        var chunks = new List<CorpusChunk>();
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
                chunks.Add(new(i, start, length, inChunk, 0));
            }
        }

        return Spread(chunks);
    }

    private static CorpusChunk[] Spread(List<CorpusChunk> chunks)
    {
        var spread = new CorpusChunk[chunks.Count];
        var stride = Stride(spread.Length);
        var (place, words) = (0L, 0L);
        for (var i = 0; i < spread.Length; i++)
        {
            spread[i] = chunks[(int)place] with { WordsBefore = words };
            words += spread[i].Words;
            place = (place + stride) % spread.Length;
        }

        return spread;
    }

    /// <summary>Near the golden section of all, whose multiples spread evenly, and without a common divisor with it.</summary>
    private static int Stride(int count)
    {
        var stride = Math.Max(1, (int)(count * .618033988749895));
        while (GreatestCommonDivisor(stride, count) != 1)
        {
            stride++;
        }

        return stride;
    }

    private static int GreatestCommonDivisor(int a, int b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
}
