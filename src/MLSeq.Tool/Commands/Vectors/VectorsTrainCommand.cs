using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using MLSeq.Embeddings;
using MLSeq.Embeddings.Corpora;
using MLSeq.Tool.Data;
using MLSeq.Tool.Display;
using MLSeq.Tool.Vectors;

namespace MLSeq.Tool.Commands.Vectors;

/// <summary><c>mlseq vectors train</c>: text in, vectors out.</summary>
internal sealed class VectorsTrainCommand : ToolCommand
{
    private readonly ToolConsole _console;
    private readonly CommonOptions _common;
    private readonly CancellationToken _cancellationToken;
    private readonly VectorTrainingOptions _training = new();
    private readonly Option<string?> _input = OptionTypes.File(
        "--input", "Text, a sentence a line, cut into words by --tokenizer; .gz is read as it is, - is standard input.", true);

    private readonly Option<string?> _output = OptionTypes.File("--output", "Where the vectors go; a name that ends in .gz is compressed.", true);
    private readonly Option<string?> _format = OptionTypes.OptionalChoice(
        "--format", "Their format. By default fasttext after --algorithm fasttext, word2vec-text for names in .txt or .vec, else word2vec.", false, VectorFormats.Names);

    private readonly Option<string?> _checkpoint = OptionTypes.File(
        "--checkpoint", "Keeps the state of training in this file while it runs, and where Ctrl-C ends it.");

    private readonly Option<float> _checkpointMinutes = OptionTypes.Real("--checkpoint-minutes", "The time between checkpoints.", 5, 0, 100_000);
    private readonly Option<bool> _resume = new("--resume") { Description = "Goes on from --checkpoint's file where there is one." };

    public VectorsTrainCommand(ToolConsole console, CommonOptions common, CancellationToken cancellationToken)
        : base(
            "train", "Learns word vectors from text.",
            [
                new(
                    "Vectors of any text, a sentence a line.",
                    "mlseq vectors train --input corpus.txt.gz --tokenizer word --output vectors.bin"),
                new(
                    "Vectors of words that the text does not have, too: out of their parts.",
                    "mlseq vectors train --input corpus.txt.gz --algorithm fasttext --dim 200 --output vectors.ft"),
            ])
    {
        (_console, _common, _cancellationToken) = (console, common, cancellationToken);
        Options.Add(_input);
        Options.Add(_output);
        Options.Add(_format);
        _training.AddTo(this);
        foreach (var option in new Option[] { _checkpoint, _checkpointMinutes, _resume })
        {
            Options.Add(option);
        }

        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        _training.Check(parsed);
        var corpusOptions = _training.Corpus(parsed);
        var (input, output, checkpoint) = (parsed.GetValue(_input)!, parsed.GetValue(_output)!, parsed.GetValue(_checkpoint));
        CheckCheckpoint(checkpoint, parsed.GetValue(_resume));
        OutputFile.Prepare(output);
        var format = parsed.GetValue(_format) is { } name ? VectorFormats.Of(name)
            : _training.IsFastText(parsed) ? WordVectorFormat.FastText : VectorFormats.ForName(output);

        var watch = Stopwatch.StartNew();
        var result = ProgressBar.Run(_console, bar =>
        {
            var display = new VectorTrainingDisplay(_console, bar);
            var trainer = _training.Trainer(parsed, options =>
            {
                options.Seed = parsed.GetValue(_common.Seed);
                options.Threads = parsed.GetValue(_common.Threads);
                options.CheckpointPath = checkpoint;
                options.CheckpointInterval = TimeSpan.FromMinutes(parsed.GetValue(_checkpointMinutes));
                options.Progress = display;
                options.CancellationToken = _cancellationToken;
            });
            var corpus = Read(input, corpusOptions, bar);
            if (corpus.Phrases is { } phrases)
            {
                _console.Note(Invariant($"phrases: {phrases.All.Count:N0}"));
            }

            _console.Note(Invariant($"{input}: {corpus.TotalTokens:N0} words, {corpus.Words.Count:N0} different ones with a vector"));
            try
            {
                var vectors = trainer.Fit(corpus);
                display.Complete();
                return (Vectors: vectors, Tokens: corpus.TokenCount, display.Last);
            }
            catch (OperationCanceledException) when (checkpoint is not null && File.Exists(checkpoint))
            {
                _console.Warn($"{checkpoint} holds the state of training; the same command with --resume goes on from there.");
                throw;
            }
        });

        result.Vectors.Save(output, format);
        Report(result.Vectors, result.Tokens, result.Last?.WordsPerSecond, watch.Elapsed, output);
        return ExitCode.Success;
    }

    private WordCorpus Read(string input, WordCorpusOptions options, Action<double, string> bar)
    {
        options.CancellationToken = _cancellationToken;
        options.Progress = new ReadingProgress(bar);
        if (input == "-")
        {
            return WordCorpus.Read(_console.InBytes, "standard input", options);
        }

        return File.Exists(input) ? WordCorpus.Read(input, options) : throw new ToolException($"{input}: no such file.");
    }

    private void CheckCheckpoint(string? checkpoint, bool resume)
    {
        if (checkpoint is null)
        {
            if (resume)
            {
                throw new ToolException("--resume needs --checkpoint, the file to go on from.", ExitCode.Usage);
            }

            return;
        }

        OutputFile.Prepare(checkpoint);
        var exists = File.Exists(checkpoint);
        if (exists && !resume)
        {
            throw new ToolException($"{checkpoint} is there already: --resume goes on from it; delete it to begin anew.");
        }

        if (resume)
        {
            _console.Note(exists ? $"goes on from {checkpoint}" : $"{checkpoint}: no such file; begins anew");
        }
    }

    private void Report(WordVectors vectors, long tokens, double? rate, TimeSpan elapsed, string output)
    {
        _console.WriteFigures(new Dictionary<string, object?>
        {
            ["words"] = vectors.Count,
            ["dimensions"] = vectors.Dimensions,
            ["tokens"] = tokens,
            ["words per second"] = rate is { } r ? Math.Round(r) : null,
            ["seconds"] = Math.Round(elapsed.TotalSeconds, 1),
            ["output"] = output,
        });
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed class ReadingProgress(Action<double, string> bar) : IProgress<long>
    {
        public void Report(long value) => bar(0, Invariant($"reading  {value:N0} words"));
    }
}
