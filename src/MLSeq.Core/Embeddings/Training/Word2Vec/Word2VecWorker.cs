using MLSeq.Embeddings.Corpora;
using MLSeq.Numerics;

namespace MLSeq.Embeddings.Training.Word2Vec;

/// <summary>One thread's way through chunks of text: thins out frequent words, draws each window's reach, and steps.</summary>
internal sealed unsafe class Word2VecWorker
{
    /// <summary>How many windows ahead memory is asked for.</summary>
    private const int Ahead = 2;

    private readonly Word2VecMatrices _matrices;
    private readonly WindowStep _step;
    private readonly int _window;
    private readonly int[] _rows;
    private readonly uint[] _thresholds;
    private readonly SeededRandom _random = new(0);
    private readonly int[] _text;
    private readonly nint[] _inputs;

    /// <param name="matrices">The matrices, shared with other workers.</param>
    /// <param name="step">What is done with a window.</param>
    /// <param name="window">How far a window reaches at most.</param>
    /// <param name="rows">The row of each word of the corpus.</param>
    /// <param name="thresholds">Of each row, as <see cref="Subsampling"/> gives them.</param>
    public Word2VecWorker(Word2VecMatrices matrices, WindowStep step, int window, int[] rows, uint[] thresholds)
    {
        (_matrices, _step, _window, _rows, _thresholds) = (matrices, step, window, rows, thresholds);

        // Ends of sentences before and after the text stop every window.
        _text = new int[CorpusChunk.MaxLength + 2];
        _inputs = GC.AllocateArray<nint>(2 * window, pinned: true);
    }

    /// <param name="chunk">Words of the corpus and ends of sentences.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="seeds">What everything random depends on.</param>
    public void Train(ReadOnlySpan<int> chunk, float rate, params ReadOnlySpan<long> seeds)
    {
        _random.Seed(seeds);
        var length = Thin(chunk);
        fixed (nint* inputs = _inputs)
        {
            for (var start = 1; start <= length; start += WindowStep.BlockLength)
            {
                var end = Math.Min(start + WindowStep.BlockLength, length + 1);
                _step.Begin(_text.AsSpan(start, end - start), _random);
                for (var i = start; i < Math.Min(start + Ahead, end); i++)
                {
                    _step.Prefetch(i - start);
                }

                for (var i = start; i < end; i++)
                {
                    if (i + Ahead < end)
                    {
                        _step.Prefetch(i + Ahead - start);
                    }

                    var entering = i + _window + Ahead;
                    if (entering <= length && _text[entering] >= 0)
                    {
                        WindowKernel.Prefetch(_matrices.Input(_text[entering]), _matrices.Columns);
                    }

                    if (_text[i] >= 0)
                    {
                        var count = Gather(i, _random.Next(_window) + 1, (float**)inputs);
                        if (count > 0)
                        {
                            _step.Train(i - start, (float**)inputs, count, rate);
                        }
                    }
                }
            }
        }
    }

    /// <summary>The rows around place <paramref name="centre"/> of the text, in its sentence.</summary>
    private int Gather(int centre, int reach, float** inputs)
    {
        var count = 0;
        for (var i = centre - 1; i >= centre - reach && _text[i] >= 0; i--)
        {
            inputs[count++] = _matrices.Input(_text[i]);
        }

        for (var i = centre + 1; i <= centre + reach && _text[i] >= 0; i++)
        {
            inputs[count++] = _matrices.Input(_text[i]);
        }

        return count;
    }

    /// <summary>Puts the rows of the words that stay into the text, from place 1 on.</summary>
    /// <returns>The last place.</returns>
    private int Thin(ReadOnlySpan<int> chunk)
    {
        _text[0] = WordCorpus.SentenceEnd;
        var length = 0;
        foreach (var word in chunk)
        {
            if (word == WordCorpus.SentenceEnd)
            {
                _text[++length] = WordCorpus.SentenceEnd;
                continue;
            }

            var row = _rows[word];
            var threshold = _thresholds[row];
            if (threshold == uint.MaxValue || (uint)_random.NextBits() < threshold)
            {
                _text[++length] = row;
            }
        }

        _text[length + 1] = WordCorpus.SentenceEnd;
        return length;
    }
}
