using MLSeq.Embeddings.Corpora;
using MLSeq.Embeddings.Training.Word2Vec;
using MLSeq.Numerics;

namespace MLSeq.Embeddings.Training.FastText;

/// <summary>
/// One thread's way through chunks of text. A word's vector h is the mean of its rows. For a block of text the vectors of
/// its words are computed once, word2vec's skip-gram trains them and the output rows, and what it did to them is then
/// added to all rows of each word.
/// </summary>
/// <remarks>
/// fastText does the same with a block of one word: it adds the gradient of h to each of the word's n rows, undivided, so
/// that h moves by the whole of it. It computes h anew for each pair of words, from n rows all over a large matrix, and
/// changes them all; here the n rows are visited once a block.
/// </remarks>
internal sealed unsafe class FastTextWorker
{
    /// <summary>The words of a block. Their vectors, before and after, fit into the second-level cache.</summary>
    public const int BlockLength = 128;

    /// <summary>How many windows ahead memory is asked for.</summary>
    private const int Ahead = 2;

    private readonly Word2VecMatrices _matrices;
    private readonly SubwordRows _subwords;
    private readonly SkipGramStep _step;
    private readonly uint[] _thresholds;
    private readonly int _window;
    private readonly SeededRandom _random = new(0);
    private readonly int[] _text;
    private readonly int[] _slots;
    private readonly int[] _slotOfWord;
    private readonly int[] _words;
    private readonly AlignedBuffer _vectors;
    private readonly AlignedBuffer _before;
    private readonly nint[] _inputs;

    /// <param name="matrices">The matrices, shared with other workers: input rows as <paramref name="subwords"/> says, an output row for each word.</param>
    /// <param name="subwords">The rows of each word.</param>
    /// <param name="noise">Where negatives are drawn.</param>
    /// <param name="thresholds">Of each word, as <see cref="Subsampling"/> gives them.</param>
    /// <param name="options">The window and the number of negatives.</param>
    public FastTextWorker(
        Word2VecMatrices matrices, SubwordRows subwords, NoiseDistribution noise, uint[] thresholds, FastTextOptions options)
    {
        (_matrices, _subwords, _thresholds, _window) = (matrices, subwords, thresholds, options.Window);
        _step = new SkipGramStep(matrices, new NegativeSamples(matrices, noise, options.Negatives), options.Window);
        _inputs = GC.AllocateArray<nint>(2 * _window, pinned: true);

        // Ends of sentences before and after the text stop every window.
        _text = new int[CorpusChunk.MaxLength + 2];
        _slots = new int[_text.Length];
        _slotOfWord = new int[thresholds.Length];
        Array.Fill(_slotOfWord, -1);
        var longest = BlockLength + (2 * _window);
        _words = new int[longest];
        _vectors = new AlignedBuffer(longest * matrices.Stride);
        _before = new AlignedBuffer(longest * matrices.Stride);
    }

    /// <param name="chunk">Words of the corpus and ends of sentences, at most <see cref="CorpusChunk.MaxLength"/>.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="seeds">What everything random depends on.</param>
    public void Train(ReadOnlySpan<int> chunk, float rate, params ReadOnlySpan<long> seeds)
    {
        _random.Seed(seeds);
        var length = Thin(chunk);
        for (var start = 1; start <= length; start += BlockLength)
        {
            var end = Math.Min(start + BlockLength, length + 1);
            var words = Gather(Math.Max(1, start - _window), Math.Min(length + 1, end + _window));
            Train(start, end, rate);
            Scatter(words);
        }
    }

    /// <summary>Computes the vector of each word in a stretch of the text.</summary>
    /// <returns>The number of different words.</returns>
    private int Gather(int start, int end)
    {
        var count = 0;
        for (var i = start; i < end; i++)
        {
            if (_text[i] < 0)
            {
                continue;
            }

            ref var slot = ref _slotOfWord[_text[i]];
            if (slot < 0)
            {
                slot = count;
                _words[count++] = _text[i];
            }

            _slots[i] = slot;
        }

        var input = _matrices.Input(0);
        for (var slot = 0; slot < count; slot++)
        {
            if (slot + 1 < count)
            {
                foreach (var row in _subwords.Of(_words[slot + 1]))
                {
                    WindowKernel.Prefetch(_matrices.Input(row), _matrices.Columns);
                }
            }

            _slotOfWord[_words[slot]] = -1;
            RowKernel.Mean(input, _matrices.Stride, _subwords.Of(_words[slot]), _matrices.Columns, Vector(_vectors, slot), Vector(_before, slot));
        }

        return count;
    }

    /// <summary>Skip-gram over a block: the vectors around each word learn to predict it.</summary>
    private void Train(int start, int end, float rate)
    {
        _step.Begin(_text.AsSpan(start, end - start), _random);
        for (var i = start; i < Math.Min(start + Ahead, end); i++)
        {
            _step.Prefetch(i - start);
        }

        fixed (nint* inputs = _inputs)
        {
            for (var i = start; i < end; i++)
            {
                if (i + Ahead < end)
                {
                    _step.Prefetch(i + Ahead - start);
                }

                if (_text[i] < 0)
                {
                    continue;
                }

                var count = Window(i, _random.Next(_window) + 1, (float**)inputs);
                if (count > 0)
                {
                    _step.Train(i - start, (float**)inputs, count, rate);
                }
            }
        }
    }

    /// <summary>Adds what happened to each word's vector to all of its rows.</summary>
    private void Scatter(int count)
    {
        var input = _matrices.Input(0);
        for (var slot = 0; slot < count; slot++)
        {
            if (slot + 1 < count)
            {
                foreach (var row in _subwords.Of(_words[slot + 1]))
                {
                    WindowKernel.Prefetch(_matrices.Input(row), _matrices.Columns);
                }
            }

            RowKernel.AddChange(input, _matrices.Stride, _subwords.Of(_words[slot]), _matrices.Columns, Vector(_vectors, slot), Vector(_before, slot));
        }
    }

    /// <summary>The vectors around place <paramref name="centre"/> of the text, in its sentence.</summary>
    private int Window(int centre, int reach, float** inputs)
    {
        var count = 0;
        for (var i = centre - 1; i >= centre - reach && _text[i] >= 0; i--)
        {
            inputs[count++] = Vector(_vectors, _slots[i]);
        }

        for (var i = centre + 1; i <= centre + reach && _text[i] >= 0; i++)
        {
            inputs[count++] = Vector(_vectors, _slots[i]);
        }

        return count;
    }

    /// <summary>Puts the words that stay into the text, from place 1 on.</summary>
    /// <returns>The last place.</returns>
    private int Thin(ReadOnlySpan<int> chunk)
    {
        _text[0] = WordCorpus.SentenceEnd;
        var length = 0;
        foreach (var word in chunk)
        {
            if (word == WordCorpus.SentenceEnd || _thresholds[word] == uint.MaxValue || (uint)_random.NextBits() < _thresholds[word])
            {
                _text[++length] = word;
            }
        }

        _text[length + 1] = WordCorpus.SentenceEnd;
        return length;
    }

    private float* Vector(AlignedBuffer vectors, int slot) => vectors.Pointer + (slot * _matrices.Stride);
}
