using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Text;
using MLSeq.Text;

namespace MLSeq.Embeddings.Corpora;

/// <summary>
/// Reads a stream of UTF-8 text on all cores: blocks are taken from the stream one after another and cut side by side, at
/// ASCII white space, or by a tokenizer, into words and at line ends into sentences. Each thread has a part of the corpus to itself.
/// </summary>
internal sealed class WordCorpusReader(string name, WordCorpusOptions options)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private long _tokens;

    /// <exception cref="InvalidDataException">The data are damaged or no UTF-8 text; names the file and line.</exception>
    public IReadOnlyList<CorpusPart> Read(Stream stream)
    {
        var parts = new ConcurrentBag<CorpusPart>();
        try
        {
            Parallel.ForEach(
                Partitioner.Create(Blocks(stream), EnumerablePartitionerOptions.NoBuffering),
                new ParallelOptions { CancellationToken = options.CancellationToken },
                block =>
                {
                    var part = parts.TryTake(out var free) ? free : new CorpusPart();
                    Take(block, part);
                    parts.Add(part);
                });
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }

        return [.. parts];
    }

    private IEnumerable<CorpusBlock> Blocks(Stream stream)
    {
        var blocks = new CorpusBlocks(stream, name);
        while (blocks.Next() is { } block)
        {
            options.Progress?.Report(Interlocked.Read(ref _tokens));
            yield return block;
        }
    }

    private void Take(CorpusBlock block, CorpusPart part)
    {
        var before = part.Tokens;
        part.Place = block.Place;
        if (options.Tokenizer is { } tokenizer)
        {
            TakeLines(block, part, tokenizer);
        }
        else
        {
            TakeWords(block, part);
        }

        part.EndSegment();
        Interlocked.Add(ref _tokens, part.Tokens - before);
    }

    private void TakeLines(CorpusBlock block, CorpusPart part, Tokenizer tokenizer)
    {
        var tokens = new List<string>();
        var text = block.Text;
        for (var start = 0; start < text.Length;)
        {
            var length = text[start..].IndexOf((byte)'\n');
            var end = length < 0 ? text.Length : start + length;
            tokens.Clear();
            tokenizer.Tokenize(Decoded(block, start..end), tokens);
            foreach (var token in tokens)
            {
                part.Add(token);
            }

            if (length >= 0)
            {
                part.EndSentence();
            }

            start = end + 1;
        }
    }

    private string Decoded(CorpusBlock block, Range line)
    {
        try
        {
            return Strict.GetString(block.Text[line]);
        }
        catch (DecoderFallbackException e)
        {
            throw NotText(block, line.Start, "it", e);
        }
    }

    private void TakeWords(CorpusBlock block, CorpusPart part)
    {
        var text = block.Text;
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var value = text[i];
            if (value > ' ' || !IsWhiteSpace(value))
            {
                continue;
            }

            if (i > start)
            {
                Add(part, block, start..i);
            }

            if (value == '\n')
            {
                part.EndSentence();
            }

            start = i + 1;
        }

        if (text.Length > start)
        {
            Add(part, block, start..text.Length);
        }
    }

    private static bool IsWhiteSpace(byte value) => value is (byte)' ' or (>= (byte)'\t' and <= (byte)'\r');

    private void Add(CorpusPart part, CorpusBlock block, Range word)
    {
        try
        {
            part.Add(block.Text[word]);
        }
        catch (DecoderFallbackException e)
        {
            throw NotText(block, word.Start, "a word", e);
        }
    }

    private InvalidDataException NotText(CorpusBlock block, Index place, string what, Exception inner) =>
        new($"{name}, line {block.Line + block.Text[..place].Count((byte)'\n')}: {what} is not UTF-8 text.", inner);
}
