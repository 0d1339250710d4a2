using System.Globalization;
using Microsoft.ML.Runtime;
using MLSeq.Embeddings.Training;

namespace MLSeq;

/// <summary>
/// Writes each tenth of a stage into ML.NET's log and passes all progress on. ML.NET's own progress channels never reach
/// <c>MLContext.Log</c>.
/// </summary>
/// <param name="channel">Where the lines go.</param>
/// <param name="next">Who else wants the progress.</param>
internal sealed class WordVectorChannelProgress(IChannel channel, IProgress<WordVectorProgress>? next) : IProgress<WordVectorProgress>
{
    private readonly Lock _lock = new();
    private string _stage = string.Empty;
    private int _tenths;

    public void Report(WordVectorProgress value)
    {
        lock (_lock)
        {
            var tenths = (int)(10 * value.Fraction);
            if (value.Stage != _stage || tenths > _tenths)
            {
                (_stage, _tenths) = (value.Stage, tenths);
                channel.Info(MessageSensitivity.None, Line(value));
            }
        }

        next?.Report(value);
    }

    private static string Line(WordVectorProgress value)
    {
        var rate = value.LearningRate is { } step ? string.Create(CultureInfo.InvariantCulture, $", learning rate {step:0.00000}") : "";
        var loss = value.Loss is { } mean ? string.Create(CultureInfo.InvariantCulture, $", loss {mean:0.0000}") : "";
        var left = value.Remaining is { } time ? string.Create(CultureInfo.InvariantCulture, $", {time.TotalSeconds:0} s left") : "";
        return string.Create(
            CultureInfo.InvariantCulture, $"{value.Stage}: {value.Fraction:P0}, {value.WordsPerSecond:0} words/s{rate}{loss}{left}");
    }
}
