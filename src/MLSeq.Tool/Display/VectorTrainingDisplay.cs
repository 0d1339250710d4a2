using System.Globalization;
using MLSeq.Embeddings.Training;

namespace MLSeq.Tool.Display;

/// <summary>Shows how the training of word vectors goes: a bar in a terminal, a line for each stage where that is piped.</summary>
internal sealed class VectorTrainingDisplay(ToolConsole console, Action<double, string> bar) : IProgress<WordVectorProgress>
{
    private WordVectorProgress? _last;

    /// <summary>Where training is.</summary>
    public WordVectorProgress? Last => _last;

    /// <inheritdoc/>
    public void Report(WordVectorProgress value)
    {
        // Trainers report from their own threads, and so may some while another one writes.
        lock (console)
        {
            if (_last is not null && _last.Stage != value.Stage)
            {
                WriteStage(_last);
            }

            _last = value;
            var text = Invariant($"{value.Stage}  {value.WordsPerSecond:N0} words/s");
            text += value.LearningRate is { } rate ? Invariant($"  rate {rate:G3}") : "";
            text += value.Loss is { } loss ? Invariant($"  loss {loss:F4}") : "";
            text += value.Remaining is { } left ? $"  {ProgressBar.Time(left)} left" : "";
            bar(value.Fraction, text);
        }
    }

    /// <summary>Ends the display.</summary>
    public void Complete()
    {
        if (_last is not null)
        {
            WriteStage(_last);
        }
    }

    private void WriteStage(WordVectorProgress stage) =>
        console.Note(Invariant($"{stage.Stage}: {stage.Words:N0} words in {stage.Elapsed.TotalSeconds:F1} s, {stage.WordsPerSecond:N0} words/s"));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
