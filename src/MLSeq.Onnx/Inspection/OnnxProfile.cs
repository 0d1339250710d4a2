using System.Text.Json;
using MLSeq.Onnx.Scoring;

namespace MLSeq.Onnx.Inspection;

/// <summary>Which nodes of a model ran on which provider, and how long they took, by ONNX Runtime's own profiling.</summary>
/// <param name="Device">Where the model ran: "cpu" or, for instance, "cuda:0".</param>
/// <param name="Rows">How many rows it scored.</param>
/// <param name="Operators">What was run, by operator and provider, the longest first.</param>
public sealed record OnnxProfile(string Device, int Rows, IReadOnlyList<OnnxProfiledOperator> Operators)
{
    private const int MadeUpSteps = 32;

    /// <summary>Runs a model on rows, watched by ONNX Runtime.</summary>
    /// <param name="path">The model file.</param>
    /// <param name="inputs">The rows of each input by its name; null for a batch of rows of 32 time steps that say nothing.</param>
    /// <param name="options">How to run it; null for the CPU and batches of 32.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">ONNX Runtime cannot load the file.</exception>
    /// <exception cref="ArgumentException">The model does not take such rows; the message says what it takes.</exception>
    public static OnnxProfile Of(string path, IReadOnlyDictionary<string, OnnxRows>? inputs = null, OnnxScorerOptions? options = null)
    {
        options ??= new();
        var folder = Directory.CreateTempSubdirectory("mlseq-profile");
        try
        {
            string device;
            int rows;
            using (var scorer = OnnxSequenceScorer.OpenProfiled(path, options, Path.Combine(folder.FullName, "profile")))
            {
                inputs ??= scorer.Inputs.ToDictionary(
                    input => input.Name, input => OnnxRows.Blank(input, input.RowsPerRun ?? options.BatchSize, MadeUpSteps), StringComparer.Ordinal);
                rows = scorer.Score(inputs).Rows;
                device = scorer.Device;
            }

            // A file is whole when its session is closed; one that gave up a GPU has a second session.
            var events = folder.EnumerateFiles().SelectMany(Events).ToList();
            return new(device, rows, [.. events.GroupBy(e => (e.Operator, e.Provider))
                .Select(group => new OnnxProfiledOperator(
                    group.Key.Operator, group.Key.Provider, group.Select(e => e.Node).Distinct(StringComparer.Ordinal).Count(), group.Count(), group.Sum(e => e.Seconds)))
                .OrderByDescending(row => row.Seconds)]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The runs of nodes in a profile as ONNX Runtime writes it: a JSON array of events.</summary>
    private static IEnumerable<(string Node, string Operator, string Provider, double Seconds)> Events(FileInfo file)
    {
        const string run = "_kernel_time";
        using var stream = file.OpenRead();
        using var json = JsonDocument.Parse(stream);
        foreach (var e in json.RootElement.EnumerateArray())
        {
            string name = e.TryGetProperty("name", out var value) ? value.GetString() ?? string.Empty : string.Empty;
            if (name.EndsWith(run, StringComparison.Ordinal) && e.GetProperty("args") is var args && args.TryGetProperty("op_name", out var operatorName))
            {
                string provider = args.TryGetProperty("provider", out var by) ? by.GetString()! : string.Empty;
                yield return (name[..^run.Length], operatorName.GetString()!, provider, e.GetProperty("dur").GetDouble() / 1e6);
            }
        }
    }
}
