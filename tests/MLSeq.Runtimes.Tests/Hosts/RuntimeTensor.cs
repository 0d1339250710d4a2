using System.Text.Json;
using System.Text.Json.Nodes;

namespace MLSeq.Runtimes.Tests.Hosts;

/// <summary>A tensor on its way to a runtime or back.</summary>
/// <param name="Values">Row-major: float[], long[], int[], uint[], bool[] or string[].</param>
/// <param name="Dims">The dimensions.</param>
internal sealed record RuntimeTensor(Array Values, params int[] Dims)
{
    private static readonly (string Name, Type Type)[] Types =
        [("float32", typeof(float[])), ("int64", typeof(long[])), ("int32", typeof(int[])), ("uint32", typeof(uint[])), ("bool", typeof(bool[])), ("string", typeof(string[]))];

    public string Type => Types.First(type => type.Type == Values.GetType()).Name;

    public static RuntimeTensor FromJson(JsonElement json)
    {
        var data = json.GetProperty("data").EnumerateArray();
        var type = json.GetProperty("type").GetString();
        Array values = type switch
        {
            // JSON has no number that is none.
            "float32" => data.Select(value => value.ValueKind == JsonValueKind.Null ? float.NaN : value.GetSingle()).ToArray(),
            "int64" => data.Select(value => value.GetInt64()).ToArray(),
            "int32" => data.Select(value => value.GetInt32()).ToArray(),
            "uint32" => data.Select(value => value.GetUInt32()).ToArray(),
            "bool" => data.Select(value => value.GetInt32() != 0).ToArray(),
            "string" => data.Select(value => value.GetString()!).ToArray(),
            _ => throw new NotSupportedException($"A runtime gave a tensor of {type}."),
        };
        return new(values, [.. json.GetProperty("dims").EnumerateArray().Select(dim => dim.GetInt32())]);
    }

    public JsonObject ToJson() => new()
    {
        ["type"] = Type,
        ["dims"] = JsonSerializer.SerializeToNode(Dims),
        ["data"] = JsonSerializer.SerializeToNode(Values, Values.GetType()),
    };

    /// <summary>Fails unless another runtime's tensor is the same, numbers within 1e-4.</summary>
    public void AssertClose(RuntimeTensor found, string what)
    {
        Assert.Equal(Type, found.Type);
        Assert.Equal(Dims, found.Dims);
        for (var i = 0; i < Values.Length; i++)
        {
            AssertClose(Values.GetValue(i)!, found.Values.GetValue(i)!, 1e-4, $"{what}, value {i} of [{string.Join(", ", Dims)}]");
        }
    }

    /// <summary>Fails unless row <paramref name="row"/> starts with values; what follows in a longer row is padding.</summary>
    public void AssertRow(int row, Array expected, double tolerance, string what)
    {
        var width = Values.Length / Dims[0];
        Assert.True(expected.Length <= width, $"{what}, row {row}: {width} values, expected {expected.Length}");
        for (var i = 0; i < expected.Length; i++)
        {
            AssertClose(expected.GetValue(i)!, Values.GetValue((row * width) + i)!, tolerance, $"{what}, row {row}, value {i}");
        }
    }

    private static void AssertClose(object expected, object found, double tolerance, string what) => Assert.True(
        expected is float a && found is float b ? Math.Abs(a - b) <= tolerance * Math.Max(1, Math.Abs(a)) : expected.Equals(found), $"{what}: {found}, expected {expected}");
}
