using System.Text.Json;
using System.Text.Json.Nodes;

namespace MLSeq.Runtimes.Tests.Hosts;

/// <summary>A runtime of ONNX models outside of .NET: one process for many models.</summary>
internal abstract class ModelHost : IDisposable
{
    protected static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Lock _oneJobATime = new();

    /// <summary>Why it is not here; null where it is.</summary>
    public abstract string? Missing { get; }

    /// <summary>Runs a model on inputs, once for each of <paramref name="runs"/>.</summary>
    public List<Dictionary<string, RuntimeTensor>> Run(byte[] model, params IEnumerable<IReadOnlyDictionary<string, RuntimeTensor>> runs)
    {
        Skip.If(Missing is not null, Missing);
        lock (_oneJobATime)
        {
            var inputs = runs.Select(run => (JsonNode)new JsonObject(run.Select(input => KeyValuePair.Create(input.Key, (JsonNode?)input.Value.ToJson()))));
            using var answer = JsonDocument.Parse(Send(model, place => new JsonObject { ["model"] = place, ["runs"] = new JsonArray([.. inputs]) }));
            if (answer.RootElement.TryGetProperty("error", out var error))
            {
                throw new InvalidOperationException($"{GetType().Name}: {error.GetString()}");
            }

            return [.. answer.RootElement.GetProperty("runs").EnumerateArray().Select(outputs =>
                outputs.EnumerateObject().ToDictionary(output => output.Name, output => RuntimeTensor.FromJson(output.Value)))];
        }
    }

    public abstract void Dispose();

    /// <summary>Puts a model where the process finds it, sends the job that names that place, and waits for the answer.</summary>
    protected abstract string Send(byte[] model, Func<string, JsonObject> job);

    /// <summary>A program of one of these names.</summary>
    protected static string? Find(params IEnumerable<string> names) => names
        .SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => new[] { Path.Combine(folder, name), Path.Combine(folder, name + ".exe") }))
        .FirstOrDefault(File.Exists);
}
