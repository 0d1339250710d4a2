using System.Globalization;
using Microsoft.ML.Runtime;
using MLSeq.Networks.Training;

namespace MLSeq;

/// <summary>
/// Writes a line an epoch into ML.NET's log and passes all progress on. ML.NET's own progress channels never reach
/// <c>MLContext.Log</c>.
/// </summary>
/// <param name="channel">Where the lines go.</param>
/// <param name="next">Who else wants the progress.</param>
internal sealed class ChannelProgress(IChannel channel, IProgress<TrainingProgress>? next) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value)
    {
        if (value.Completed is { } epoch)
        {
            var validation = epoch.ValidationLoss is { } loss ? string.Create(CultureInfo.InvariantCulture, $", validation loss {loss:0.0000}") : "";
            var accuracy = epoch.ValidationAccuracy is { } share ? string.Create(CultureInfo.InvariantCulture, $", validation accuracy {share:0.0000}") : "";
            channel.Info(MessageSensitivity.None, string.Create(
                CultureInfo.InvariantCulture,
                $"Epoch {epoch.Epoch} of {value.Epochs}: loss {epoch.Loss:0.0000}{validation}{accuracy}, {value.TokensPerSecond:0} tokens/s, {epoch.Elapsed.TotalSeconds:0.0} s"));
        }

        next?.Report(value);
    }
}
