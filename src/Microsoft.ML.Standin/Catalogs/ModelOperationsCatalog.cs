using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Saves and loads models, and predicts with them.</summary>
public sealed class ModelOperationsCatalog : IInternalCatalog
{
    private const string ChainEntry = "TransformerChain";

    private const string SchemaEntryName = "Schema";

    private readonly IHostEnvironment _env;

    internal ModelOperationsCatalog(IHostEnvironment env)
    {
        _env = env;
    }

    IHostEnvironment IInternalCatalog.Environment => _env;

    /// <summary>Saves a model and the schema of its input. A file that is there is replaced only when all is written.</summary>
    public void Save(ITransformer model, DataViewSchema inputSchema, string filePath)
    {
        ArgumentException.ThrowIfNullOrEmpty(filePath);
        var aside = $"{filePath}.{Path.GetRandomFileName()}";
        try
        {
            using (var stream = File.Create(aside))
            {
                Save(model, inputSchema, stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(aside, filePath, overwrite: true);
        }
        finally
        {
            File.Delete(aside);
        }
    }

    /// <summary>Saves a model and the schema of its input.</summary>
    public void Save(ITransformer model, DataViewSchema inputSchema, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(stream);
        using var repository = RepositoryWriter.CreateNew(stream);
        var chain = model is ITransformerChainAccessor ? model : new TransformerChain<ITransformer>(model);
        ModelSaveContext.SaveModel(repository, chain, ChainEntry);
        if (inputSchema != null)
        {
            using var entry = repository.CreateEntry(SchemaEntryName);
            using var writer = new BinaryWriter(entry.Stream, System.Text.Encoding.UTF8, leaveOpen: true);
            SchemaCodec.Write(writer, inputSchema);
            writer.Flush();
        }

        repository.Commit();
    }

    /// <summary>Loads a model.</summary>
    /// <param name="filePath">The file.</param>
    /// <param name="inputSchema">The schema saved with it, or null where there was none.</param>
    /// <exception cref="FormatException">The file is not a model, is cut off, or has a version that is not supported.</exception>
    public ITransformer Load(string filePath, out DataViewSchema inputSchema)
    {
        ArgumentException.ThrowIfNullOrEmpty(filePath);
        using var stream = File.OpenRead(filePath);
        try
        {
            return Load(stream, out inputSchema);
        }
        catch (FormatException e)
        {
            throw new FormatException($"'{filePath}': {e.Message}", e);
        }
    }

    /// <summary>Loads a model.</summary>
    /// <param name="stream">A stream with the model.</param>
    /// <param name="inputSchema">The schema saved with it, or null where there was none.</param>
    /// <exception cref="FormatException">The stream is not a model, is cut off, or has a version that is not supported.</exception>
    public ITransformer Load(Stream stream, out DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var repository = RepositoryReader.Open(stream);
        ModelLoadContext.LoadModel<ITransformer, SignatureLoadModel>(_env, out var model, repository, ChainEntry);
        using var entry = repository.OpenEntryOrNull(SchemaEntryName);
        inputSchema = entry == null ? null : SchemaCodec.Read(new BinaryReader(entry.Stream));
        return model;
    }

    /// <summary>An engine that predicts for one object at a time. It is not safe to use from several threads.</summary>
    public PredictionEngine<TSrc, TDst> CreatePredictionEngine<TSrc, TDst>(
        ITransformer transformer, bool ignoreMissingColumns = true, SchemaDefinition inputSchemaDefinition = null, SchemaDefinition outputSchemaDefinition = null)
        where TSrc : class
        where TDst : class, new() => new(_env, transformer, ignoreMissingColumns, inputSchemaDefinition, outputSchemaDefinition, ownsTransformer: false);

    /// <summary>An engine that predicts for one object at a time, whose columns have the types and annotations of a schema.</summary>
    public PredictionEngine<TSrc, TDst> CreatePredictionEngine<TSrc, TDst>(ITransformer transformer, DataViewSchema inputSchema)
        where TSrc : class
        where TDst : class, new()
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var definition = RowColumns.Define(typeof(TSrc), inputSchema);
        return new(_env, transformer, false, definition, ownsTransformer: false);
    }

    /// <summary>An engine that predicts for one object at a time.</summary>
    public PredictionEngine<TSrc, TDst> CreatePredictionEngine<TSrc, TDst>(ITransformer transformer, PredictionEngineOptions options)
        where TSrc : class
        where TDst : class, new()
    {
        ArgumentNullException.ThrowIfNull(options);
        return new(_env, transformer, options.IgnoreMissingColumns, options.InputSchemaDefinition, options.OutputSchemaDefinition, options.OwnsTransformer);
    }
}
