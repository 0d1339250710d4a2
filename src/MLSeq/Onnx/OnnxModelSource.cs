using System.Globalization;
using Microsoft.ML;
using MLSeq.Onnx.Inspection;
using MLSeq.Onnx.Scoring;

namespace MLSeq.Onnx;

/// <summary>An ONNX model as a transformer keeps it: its bytes, and the files with its weights where it has such.</summary>
internal sealed class OnnxModelSource : IDisposable
{
    private const string ModelEntry = "Model.onnx";

    private readonly byte[] _model;
    private readonly string _name;
    private readonly IReadOnlyList<OnnxExternalFile> _weights;
    private readonly string _folder;
    private readonly bool _ownsFolder;

    private OnnxModelSource(byte[] model, string name, IReadOnlyList<OnnxExternalFile> weights, string folder, bool ownsFolder)
    {
        (_model, _name, _weights, _folder, _ownsFolder) = (model, name, weights, folder, ownsFolder);
        if (ownsFolder)
        {
            // Who forgets to dispose of a transformer does not leave its weights behind.
            AppDomain.CurrentDomain.ProcessExit += OnExit;
        }
    }

    /// <summary>A model file. Its weights stay where they are, and must for as long as it is used.</summary>
    public static OnnxModelSource FromFile(string path)
    {
        var model = File.ReadAllBytes(path);
        return new(model, $"'{path}'", OnnxModelFile.Parse(model, $"'{path}'").ExternalFiles, Path.GetDirectoryName(Path.GetFullPath(path))!, ownsFolder: false);
    }

    /// <summary>A model of a saved transformer, which is not trusted. Weights of its own are unpacked into a temporary folder.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or lacks the model or its weights.</exception>
    public static OnnxModelSource Load(ModelLoadContext context)
    {
        const string name = "The saved transformer's ONNX model";
        using var bytes = new MemoryStream();
        if (!context.TryLoadBinaryStream(ModelEntry, entry => entry.BaseStream.CopyTo(bytes)))
        {
            throw new InvalidDataException($"The saved transformer lacks its ONNX model, entry '{ModelEntry}'.");
        }

        var weights = OnnxModelFile.Parse(bytes.ToArray(), name).ExternalFiles;
        var source = new OnnxModelSource(
            bytes.ToArray(), name, weights, weights.Count == 0 ? string.Empty : Directory.CreateTempSubdirectory("mlseq-onnx-").FullName, weights.Count > 0);
        try
        {
            for (var i = 0; i < weights.Count; i++)
            {
                var file = Path.Combine(source._folder, weights[i].Location);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                using var stream = File.Create(file);
                var limit = weights[i].Bytes;
                context.TryLoadBinaryStream(WeightsEntry(i), entry => Copy(entry.BaseStream, stream, limit));
            }

            source.CheckWeights();
            return source;
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>Writes the model and its weights into what a transformer is saved in.</summary>
    public void Save(ModelSaveContext context)
    {
        CheckWeights();
        context.SaveBinaryStream(ModelEntry, entry => entry.Write(_model));
        for (var i = 0; i < _weights.Count; i++)
        {
            using var stream = File.OpenRead(_weights[i].In(_folder, _name));
            context.SaveBinaryStream(WeightsEntry(i), entry => stream.CopyTo(entry.BaseStream));
        }
    }

    /// <summary>Loads the model.</summary>
    public OnnxSequenceScorer Open(OnnxScorerOptions options) => new(_model, options, _name, _weights.Count == 0 ? null : _folder);

    public void Dispose()
    {
        if (_ownsFolder && Directory.Exists(_folder))
        {
            AppDomain.CurrentDomain.ProcessExit -= OnExit;
            Directory.Delete(_folder, recursive: true);
        }
    }

    private void OnExit(object? sender, EventArgs e) => Dispose();

    private void CheckWeights()
    {
        foreach (var file in _weights)
        {
            file.In(_folder, _name);
        }
    }

    private static string WeightsEntry(int i) => string.Create(CultureInfo.InvariantCulture, $"Weights{i}.bin");

    /// <summary>Copies what the model says that there is, and no more.</summary>
    private static void Copy(Stream from, Stream to, long bytes)
    {
        var buffer = new byte[1 << 20];
        for (int read; bytes > 0 && (read = from.Read(buffer, 0, (int)Math.Min(bytes, buffer.Length))) > 0; bytes -= read)
        {
            to.Write(buffer, 0, read);
        }
    }
}
