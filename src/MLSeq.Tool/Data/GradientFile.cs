using System.Globalization;
using MLSeq.Networks.Training;

namespace MLSeq.Tool.Data;

/// <summary>
/// Writes the gradients of each training step as tab-separated rows for plots: epoch, step, what, time, norm. What is <c>loss</c>,
/// <c>gradient</c> (all together), a parameter's name, or <c>layer 1</c> and so on with the time step of the layer's states.
/// </summary>
internal sealed class GradientFile : IProgress<GradientStatistics>, IDisposable
{
    private readonly StreamWriter _writer;

    public GradientFile(string path)
    {
        _writer = new StreamWriter(path);
        _writer.WriteLine("epoch\tstep\twhat\ttime\tnorm");
    }

    public void Dispose() => _writer.Dispose();

    /// <inheritdoc/>
    public void Report(GradientStatistics value)
    {
        Write(value, "loss", null, value.Loss);
        Write(value, "gradient", null, value.Norm);
        foreach (var parameter in value.Parameters)
        {
            Write(value, parameter.Name, null, parameter.Norm);
        }

        for (var layer = 0; layer < value.StateNorms.Count; layer++)
        {
            for (var t = 0; t < value.StateNorms[layer].Count; t++)
            {
                Write(value, $"layer {layer + 1}", t, value.StateNorms[layer][t]);
            }
        }
    }

    private void Write(GradientStatistics step, string what, int? time, double norm) =>
        _writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{step.Epoch}\t{step.Step}\t{what}\t{time}\t{norm:G6}"));
}
