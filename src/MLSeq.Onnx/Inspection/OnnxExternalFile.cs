using System.Globalization;
using MLSeq.Onnx.Proto;

namespace MLSeq.Onnx.Inspection;

/// <summary>A file beside a model that holds weights of it.</summary>
/// <param name="Location">Its path from the model's folder on, which it does not leave.</param>
/// <param name="Bytes">How many bytes it has at least.</param>
public sealed record OnnxExternalFile(string Location, long Bytes)
{
    /// <summary>The file in a model's folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="model">What messages call the model.</param>
    /// <exception cref="FileNotFoundException">It is missing; the message names it.</exception>
    /// <exception cref="InvalidDataException">It is too short; the message names it.</exception>
    public string In(string folder, string model)
    {
        var file = new FileInfo(Path.Combine(folder, Location));
        if (!file.Exists)
        {
            throw new FileNotFoundException($"{model} has its weights in '{file.FullName}', which is missing; expected both files in one folder.", file.FullName);
        }

        return file.Length >= Bytes
            ? file.FullName
            : throw new InvalidDataException($"{model} has its weights in '{file.FullName}', which has {file.Length} bytes; expected at least {Bytes}.");
    }

    /// <summary>Where a constant outside of the model lies.</summary>
    /// <exception cref="InvalidDataException">It does not say, or lies elsewhere than in or below the model's folder.</exception>
    internal static OnnxExternalFile Of(TensorProto constant)
    {
        string? Entry(string key) => constant.ExternalData.LastOrDefault(entry => entry.Key == key)?.Value;
        long Number(string key, long missing) => Entry(key) is not { } text ? missing
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value <= long.MaxValue / 2 ? value
            : throw new InvalidDataException($"the constant '{constant.Name}' has the {key} '{text}' in another file.");
        string location = Entry("location") ?? string.Empty;
        bool isInside = location.Length > 0 && !Path.IsPathRooted(location) && !location.Contains(':', StringComparison.Ordinal)
            && location.Split('/', '\\').All(part => part.Length > 0 && part != "..");
        return isInside
            ? new(location, Number("offset", 0) + Number("length", 0))
            : throw new InvalidDataException($"the constant '{constant.Name}' is in the file '{location}'; expected one in the model's folder.");
    }
}
