using System.CommandLine;
using System.Globalization;
using MLSeq.Embeddings;
using MLSeq.Embeddings.Corpora;
using MLSeq.Tool.Data;
using MLSeq.Tool.Display;
using MLSeq.Tool.Runs;
using MLSeq.Tool.Vectors;

namespace MLSeq.Tool.Commands.Vectors;

/// <summary><c>mlseq vectors train</c>: text in, vectors out.</summary>
internal sealed class VectorsTrainCommand : ToolCommand
{
    private const int Shown = 8;

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
    private readonly RunOption _run = new();
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

        _run.AddTo(this);
        SetAction(parsed => _run.Record(_console, parsed, run => Train(parsed, run), _cancellationToken));
    }

    private void Train(ParseResult parsed, RunRecorder run)
    {
        _training.Check(parsed);
        var corpusOptions = _training.Corpus(parsed);
        var (input, output) = (parsed.GetValue(_input)!, parsed.GetValue(_output)!);
        var checkpoint = Checkpoint(parsed, run);
        OutputFile.Prepare(output);
        var format = parsed.GetValue(_format) is { } name ? VectorFormats.Of(name)
            : _training.IsFastText(parsed) ? WordVectorFormat.FastText : VectorFormats.ForName(output);
        try
        {
            var (vectors, tokens, last) = ProgressBar.Run(_console, bar =>
            {
                var display = new VectorTrainingDisplay(_console, bar);
                var trainer = _training.Trainer(parsed, options =>
                {
                    options.Seed = parsed.GetValue(_common.Seed);
                    options.Threads = parsed.GetValue(_common.Threads);
                    options.CheckpointPath = checkpoint;
                    options.KeepCheckpoint = true;
                    options.CheckpointInterval = TimeSpan.FromMinutes(parsed.GetValue(_checkpointMinutes));
                    options.Progress = run.Follow(display);
                    options.CancellationToken = _cancellationToken;
                });
                var corpus = Read(input, corpusOptions, bar);
                if (corpus.Phrases is { } phrases)
                {
                    _console.Note(Invariant($"phrases: {phrases.All.Count:N0}"));
                }

                run.AddData("training", input, Invariant($"{corpus.TotalTokens:N0} words, {corpus.Words.Count:N0} different ones with a vector"));
                var trained = trainer.Fit(corpus);
                display.Complete();
                return (trained, corpus.TokenCount, display.Last);
            });
            vectors.Save(output, format);
            if (checkpoint is not null)
            {
                File.Delete(checkpoint);
            }

            AddNeighbours(vectors, run);
            Report(vectors, tokens, last?.WordsPerSecond, output, run);
        }
        catch (Exception e) when (File.Exists(checkpoint) && (e is OperationCanceledException or IOException or UnauthorizedAccessException))
        {
            _console.Warn($"{checkpoint} holds the state of training; the same command {(run.IsRecording ? "" : "with --resume ")}goes on from there.");
            throw;
        }
    }

    /// <summary>What words that are neither the most frequent nor rare lie next to.</summary>
    private static void AddNeighbours(WordVectors vectors, RunRecorder run)
    {
        if (run.IsRecording)
        {
            var words = Enumerable.Range(0, Shown).Select(i => (int)(vectors.Count * Math.Pow(0.5, i + 1))).Where(i => i > 0).Distinct().Order().Select(i => vectors.Words[i]);
            run.AddTable("Nearest words", ["word", "nearest"], words.Select(word => (string[])[word, string.Join(", ", vectors.MostSimilar(word, Shown).Select(near => near.Word))]));
        }
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

    /// <summary>Where the state of training goes; null where it goes nowhere.</summary>
    private string? Checkpoint(ParseResult parsed, RunRecorder run)
    {
        var (checkpoint, resume) = (parsed.GetValue(_checkpoint), parsed.GetValue(_resume));
        if (run.IsRecording)
        {
            return checkpoint is null && !resume ? run.CheckpointPath : throw new ToolException(
                "--run keeps the state of training in its folder and goes on from there; expected no --checkpoint and --resume.", ExitCode.Usage);
        }

        if (checkpoint is null)
        {
            return !resume ? null : throw new ToolException("--resume needs --checkpoint, the file to go on from.", ExitCode.Usage);
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

        return checkpoint;
    }

    private static void Report(WordVectors vectors, long tokens, double? rate, string output, RunRecorder run) => run.AddFigures(
    [
        ("words", vectors.Count),
        ("dimensions", vectors.Dimensions),
        ("tokens", tokens),
        ("words per second", rate is { } r ? Math.Round(r) : null),
        ("seconds", Math.Round(run.Elapsed.TotalSeconds, 1)),
        ("output", output),
    ]);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed class ReadingProgress(Action<double, string> bar) : IProgress<long>
    {
        public void Report(long value) => bar(0, Invariant($"reading  {value:N0} words"));
    }
}
