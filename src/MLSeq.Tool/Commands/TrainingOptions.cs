using System.CommandLine;
using MLSeq.Networks.Training;
using MLSeq.Tool.Data;
using MLSeq.Tool.Display;
using MLSeq.Tool.Runs;

namespace MLSeq.Tool.Commands;

/// <summary>What the <c>train</c> commands let the user choose about the training. Defaults are the library's.</summary>
internal sealed class TrainingOptions
{
    private readonly Option<Optimizer> _optimizer;
    private readonly Option<float> _rate;
    private readonly Option<float> _momentum;
    private readonly Option<bool> _nesterov = new("--nesterov") { Description = "Nesterov's momentum (sgd)." };
    private readonly Option<bool> _sumSteps = new("--sum-steps") { Description = "Sum a sequence's loss over its steps, as published language models do, instead of the mean: for --rate and --clip of sgd." };
    private readonly Option<float> _weightDecay;
    private readonly Option<LearningRateSchedule> _schedule;
    private readonly Option<float> _decay;
    private readonly Option<int> _decayAfter;
    private readonly Option<int> _warmup;
    private readonly Option<float> _clip;
    private readonly Option<float> _clipValue;
    private readonly Option<int> _batch;
    private readonly Option<int> _epochs;
    private readonly Option<int> _patience;
    private readonly Option<float> _fraction;
    private readonly Option<string?> _checkpoint = OptionTypes.File(
        "--checkpoint", "Keeps the state of training in this file while it runs, and where Ctrl-C ends it; goes on from there where the file exists.");

    private readonly Option<float> _checkpointMinutes = OptionTypes.Real("--checkpoint-minutes", "The time between checkpoints.", 5, 0, 100_000);
    private readonly Option<string?> _gradients = OptionTypes.File("--gradients", "A TSV of the norms of each step's gradients, by parameter and by time step of the states.");

    private readonly RunOption _run = new();

    /// <param name="defaults">What is not said on the command line.</param>
    /// <param name="rows">What a batch consists of, as in "texts".</param>
    /// <param name="heldOut">How rows to validate on are chosen, as in "drawn by the seed".</param>
    public TrainingOptions(SequenceTrainingOptions defaults, string rows, string heldOut = "drawn by the seed")
    {
        _optimizer = OptionTypes.Choice("--optimizer", "The optimizer.", defaults.Optimizer);
        _rate = OptionTypes.Real("--rate", "Learning rate; sgd wants more than the default, which is adam's.", defaults.LearningRate, 1e-9f, 100);
        _momentum = OptionTypes.Real("--momentum", "How much of the step before goes into a step (sgd, rmsprop).", defaults.Momentum, 0, 0.9999f);
        _weightDecay = OptionTypes.Real("--weight-decay", "Weight decay; decoupled from the gradient in adamw.", defaults.WeightDecay, 0, 100);
        _schedule = OptionTypes.Choice("--schedule", "How the learning rate changes: by --decay with each epoch after --decay-after, every --decay-after epochs (step), "
            + "where the validation loss has not fallen for --decay-after epochs (plateau), along a cosine to 0, or not at all.", defaults.Schedule);
        _decay = OptionTypes.Real("--decay", "What the schedule multiplies the learning rate by; 1: it stays.", defaults.Decay, 1e-6f, 1);
        _decayAfter = OptionTypes.Whole("--decay-after", "After how many epochs --decay sets in.", defaults.DecayAfter, 0, 100_000);
        _warmup = OptionTypes.Whole("--warmup", "Steps over which the learning rate first grows to its full size.", defaults.WarmupSteps, 0);
        _clip = OptionTypes.Real("--clip", "Largest norm of the whole gradient; 0: not clipped.", defaults.ClipNorm, 0, 1e9f);
        _clipValue = OptionTypes.Real("--clip-value", "Largest size of each single gradient; 0: not clipped.", defaults.ClipValue, 0, 1e9f);
        _batch = OptionTypes.Whole("--batch", $"{char.ToUpperInvariant(rows[0])}{rows[1..]} in a batch.", defaults.BatchSize, 1, 65536);
        _epochs = OptionTypes.Whole("--epochs", "Most passes over the data.", defaults.Epochs, 1, 100_000);
        _patience = OptionTypes.Whole("--patience", "Stop after this many epochs without a lower validation loss; 0: never.", defaults.Patience, 0, 100_000);
        _fraction = OptionTypes.Real(
            "--valid-fraction", $"Without --valid: the share held out instead, {heldOut}; 0: all is trained on.", defaults.ValidationFraction, 0, 0.99f);
    }

    public void AddTo(Command command)
    {
        foreach (var option in new Option[]
        {
            _optimizer, _rate, _momentum, _nesterov, _weightDecay, _schedule, _decay, _decayAfter, _warmup, _sumSteps, _clip, _clipValue, _batch, _epochs, _patience, _fraction,
            _checkpoint, _checkpointMinutes, _gradients,
        })
        {
            command.Options.Add(option);
        }

        _run.AddTo(command);
    }

    /// <summary>Sets what was chosen.</summary>
    /// <exception cref="ToolException">The options contradict each other.</exception>
    public void Apply(ParseResult parsed, SequenceTrainingOptions options, RunRecorder run)
    {
        options.Optimizer = parsed.GetValue(_optimizer);
        options.LearningRate = parsed.GetValue(_rate);
        options.Momentum = parsed.GetValue(_momentum);
        options.Nesterov = parsed.GetValue(_nesterov);
        options.WeightDecay = parsed.GetValue(_weightDecay);
        options.Schedule = parsed.GetValue(_schedule);
        options.Decay = parsed.GetValue(_decay);
        options.DecayAfter = parsed.GetValue(_decayAfter);
        options.WarmupSteps = parsed.GetValue(_warmup);
        options.SumOverSteps = parsed.GetValue(_sumSteps);
        options.ClipNorm = parsed.GetValue(_clip);
        options.ClipValue = parsed.GetValue(_clipValue);
        options.BatchSize = parsed.GetValue(_batch);
        options.Epochs = parsed.GetValue(_epochs);
        options.Patience = parsed.GetValue(_patience);
        options.ValidationFraction = parsed.GetValue(_fraction);
        options.CheckpointPath = parsed.GetValue(_checkpoint) ?? run.CheckpointPath;
        options.KeepCheckpoint = true;
        options.CheckpointInterval = TimeSpan.FromMinutes(parsed.GetValue(_checkpointMinutes));
        if (run.IsRecording && parsed.IsGiven(_checkpoint))
        {
            throw new ToolException("--run keeps the state of training in its folder and goes on from there; expected no --checkpoint.", ExitCode.Usage);
        }

        Check(parsed, options);
        if (options.CheckpointPath is { } path)
        {
            OutputFile.Prepare(path);
        }
    }

    /// <inheritdoc cref="RunOption.Record"/>
    public int Record(ToolConsole console, ParseResult parsed, Action<RunRecorder> train, CancellationToken cancellationToken) =>
        _run.Record(console, parsed, train, cancellationToken);

    /// <summary>Trains under a display, and saves the model. The state of training is kept until that is done.</summary>
    /// <param name="console">Shows how it goes, and what a checkpoint is good for.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="options">What <see cref="Apply"/> made.</param>
    /// <param name="run">Writes it down.</param>
    /// <param name="examples">Rows an epoch reads, where training does not know it yet.</param>
    /// <param name="train">Trains with these options.</param>
    /// <param name="save">Saves what was trained.</param>
    /// <returns>What was trained, and its epochs.</returns>
    public (T Model, IReadOnlyList<EpochResult> Epochs) Run<T>(
        ToolConsole console, ParseResult parsed, SequenceTrainingOptions options, RunRecorder run, Func<long?> examples, Func<T> train, Action<T> save)
    {
        using var gradients = parsed.GetValue(_gradients) is { } path ? new GradientFile(path) : null;
        options.GradientStatistics = gradients;
        if (File.Exists(options.CheckpointPath))
        {
            console.Note($"Training goes on from {options.CheckpointPath}.");
        }

        try
        {
            var trained = TrainingDisplay.Run(console, examples, progress =>
            {
                options.Progress = run.Follow(progress);
                return train();
            });
            options.CancellationToken.ThrowIfCancellationRequested();
            save(trained.Result);
            if (options.CheckpointPath is { } done)
            {
                File.Delete(done);
            }

            return trained;
        }
        catch (Exception e) when (File.Exists(options.CheckpointPath) && (e is OperationCanceledException or IOException or UnauthorizedAccessException))
        {
            console.Warn($"{options.CheckpointPath} holds the state of training; the same command goes on from there.");
            throw;
        }
    }

    private void Check(ParseResult parsed, SequenceTrainingOptions options)
    {
        var optimizer = options.Optimizer.ToString().ToLowerInvariant();
        if (options.Momentum > 0 && options.Optimizer is not (Optimizer.Sgd or Optimizer.RmsProp))
        {
            throw new ToolException($"--momentum belongs to --optimizer sgd and rmsprop; found --optimizer {optimizer}.", ExitCode.Usage);
        }

        if (options.Nesterov && (options.Momentum == 0 || options.Optimizer != Optimizer.Sgd))
        {
            throw new ToolException($"--nesterov belongs to --optimizer sgd with --momentum; found --optimizer {optimizer}, --momentum {options.Momentum}.", ExitCode.Usage);
        }

        var schedule = options.Schedule.ToString().ToLowerInvariant();
        if (options.Schedule is LearningRateSchedule.Constant or LearningRateSchedule.Cosine && (options.Decay < 1 || parsed.IsGiven(_decayAfter)))
        {
            throw new ToolException($"--schedule {schedule} has no --decay and --decay-after; expected --schedule decay, step or plateau, or neither.", ExitCode.Usage);
        }

        if (options.Schedule is LearningRateSchedule.Step or LearningRateSchedule.Plateau && (options.Decay == 1 || options.DecayAfter == 0))
        {
            throw new ToolException($"--schedule {schedule} needs a --decay below 1 and a --decay-after of at least 1; found {options.Decay} and {options.DecayAfter}.", ExitCode.Usage);
        }
    }
}
