using System.Globalization;
using System.Security.Cryptography;
using Google.Protobuf;
using MLSeq.Onnx.Proto;
using MLSeq.Text;

namespace MLSeq.Onnx.Graphs;

/// <summary>Weights in a file beside the model, where one file of the format cannot hold them.</summary>
internal static class ExternalWeights
{
    /// <summary>Smaller constants stay in the model.</summary>
    private const int LeastBytes = 1024;

    /// <summary>How much of its hash names a file.</summary>
    private const int HashBytes = 8;

    /// <summary>Where constants start, so that a runtime may map the file into memory.</summary>
    private const int Alignment = 4096;

    /// <summary>
    /// Writes a model and its weights. The weights' file is named by what is in it and written first: until the model's file takes the old one's place, the
    /// old pair is whole, and then the new one is. The old weights go last.
    /// </summary>
    public static void Save(ModelProto model, string path)
    {
        model = model.Clone();
        List<(ByteString Bytes, long Offset)> parts = [];
        long end = 0;
        var constants = model.Graph.Initializer.Where(constant => constant.RawData.Length >= LeastBytes).ToList();
        foreach (var constant in constants)
        {
            long start = (end + Alignment - 1) / Alignment * Alignment;
            parts.Add((constant.RawData, start));
            end = start + constant.RawData.Length;
            Refer(constant, start);
        }

        if (parts.Count == 0)
        {
            AtomicFile.Write(path, model.WriteTo);
            DeleteOthers(path, kept: null);
            return;
        }

        string name = $"{Path.GetFileName(path)}.{Hash(parts)}.data";
        string weights = Path.Combine(Path.GetDirectoryName(path) ?? string.Empty, name);
        constants.ForEach(constant => constant.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = name }));
        bool isThere = File.Exists(weights);
        AtomicFile.Write(weights, stream => Write(parts, stream));
        try
        {
            AtomicFile.Write(path, model.WriteTo);
        }
        catch when (!isThere)
        {
            File.Delete(weights);
            throw;
        }

        DeleteOthers(path, name);
    }

    /// <summary>Deletes the weights of models that the file of that name held before.</summary>
    /// <param name="path">The model's file.</param>
    /// <param name="kept">The weights that it has now; null for none.</param>
    public static void DeleteOthers(string path, string? kept)
    {
        string name = Path.GetFileName(path);
        foreach (string file in Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetFullPath(path))!, $"{name}.*.data"))
        {
            string found = Path.GetFileName(file);
            string hash = found.Length > name.Length + ".data".Length ? found[(name.Length + 1)..^".data".Length] : string.Empty;
            if (found != kept && hash.Length == 2 * HashBytes && hash.All(char.IsAsciiHexDigitUpper))
            {
                File.Delete(file);
            }
        }
    }

    private static void Refer(TensorProto constant, long offset)
    {
        void Add(string key, long value) =>
            constant.ExternalData.Add(new StringStringEntryProto { Key = key, Value = value.ToString(CultureInfo.InvariantCulture) });
        Add("offset", offset);
        Add("length", constant.RawData.Length);
        constant.RawData = ByteString.Empty;
        constant.DataLocation = TensorProto.Types.DataLocation.External;
    }

    private static string Hash(List<(ByteString Bytes, long Offset)> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        parts.ForEach(part => hash.AppendData(part.Bytes.Span));
        return Convert.ToHexString(hash.GetHashAndReset(), 0, HashBytes);
    }

    private static void Write(List<(ByteString Bytes, long Offset)> parts, Stream stream)
    {
        foreach (var (bytes, offset) in parts)
        {
            stream.Position = offset;
            stream.Write(bytes.Span);
        }
    }
}
