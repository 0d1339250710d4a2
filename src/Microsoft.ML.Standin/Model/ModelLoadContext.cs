using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Where a component is loaded from.</summary>
internal sealed class ModelLoadContext : IDisposable
{
    public const string ModelStreamName = "Model.key";

    public readonly RepositoryReader Repository;

    public readonly string Directory;

    public readonly BinaryReader Reader;

    public readonly string LoaderAssemblyName;

    public readonly long FpMin;

    internal ModelHeader Header;

    private readonly Repository.Entry _entry;

    internal ModelLoadContext(RepositoryReader rep, Repository.Entry ent, string dir)
    {
        Repository = rep;
        Directory = dir;
        _entry = ent;
        Reader = new(ent.Stream, Encoding.UTF8, leaveOpen: true);
        Header = ModelHeader.Read(Reader);
        LoaderAssemblyName = Header.LoaderAssemblyName;
    }

    internal ModelLoadContext(BinaryReader reader, IExceptionContext ectx = null)
    {
        _ = ectx;
        Reader = reader;
        FpMin = reader.BaseStream.Position;
        Header = ModelHeader.Read(reader);
        LoaderAssemblyName = Header.LoaderAssemblyName;
    }

    public bool InRepository => Repository != null;

    public static void LoadModel<TRes, TSig>(IHostEnvironment env, out TRes result, RepositoryReader rep, string dir, params object[] extra)
        where TRes : class
    {
        using var entry = rep.OpenEntry(dir, ModelStreamName);
        LoadModel<TRes, TSig>(env, out result, rep, entry, dir, extra);
    }

    public static void LoadModel<TRes, TSig>(IHostEnvironment env, out TRes result, RepositoryReader rep, Repository.Entry ent, string dir, params object[] extra)
        where TRes : class
    {
        using var context = new ModelLoadContext(rep, ent, dir);
        result = context.Create<TRes, TSig>(env, extra);
    }

    public static void LoadModel<TRes, TSig>(IHostEnvironment env, out TRes result, BinaryReader reader, params object[] extra)
        where TRes : class
    {
        using var context = new ModelLoadContext(reader);
        result = context.Create<TRes, TSig>(env, extra);
        context.Done();
    }

    public static bool LoadModelOrNull<TRes, TSig>(IHostEnvironment env, out TRes result, RepositoryReader rep, string dir, params object[] extra)
        where TRes : class
    {
        using var entry = rep.OpenEntryOrNull(dir, ModelStreamName);
        result = null;
        if (entry == null)
        {
            return false;
        }

        LoadModel<TRes, TSig>(env, out result, rep, entry, dir, extra);
        return true;
    }

    public void LoadModel<TRes, TSig>(IHostEnvironment env, out TRes result, string name, params object[] extra)
        where TRes : class => LoadModel<TRes, TSig>(env, out result, Repository, SubPath(name), extra);

    public bool LoadModelOrNull<TRes, TSig>(IHostEnvironment env, out TRes result, string name, params object[] extra)
        where TRes : class => LoadModelOrNull<TRes, TSig>(env, out result, Repository, SubPath(name), extra);

    public bool ContainsModel(string name)
    {
        using var entry = Repository?.OpenEntryOrNull(SubPath(name), ModelStreamName);
        return entry != null;
    }

    public bool TryProcessSubModel(string dir, Action<ModelLoadContext> action)
    {
        using var entry = Repository.OpenEntryOrNull(SubPath(dir), ModelStreamName);
        if (entry == null)
        {
            return false;
        }

        using var context = new ModelLoadContext(Repository, entry, SubPath(dir));
        action(context);
        return true;
    }

    public bool TryLoadBinaryStream(string name, Action<BinaryReader> action)
    {
        using var entry = Repository.OpenEntryOrNull(Directory, name);
        if (entry == null)
        {
            return false;
        }

        using var reader = new BinaryReader(entry.Stream, Encoding.UTF8, leaveOpen: true);
        action(reader);
        return true;
    }

    public bool TryLoadTextStream(string name, Action<TextReader> action)
    {
        using var entry = Repository.OpenEntryOrNull(Directory, name);
        if (entry == null)
        {
            return false;
        }

        using var reader = new StreamReader(entry.Stream, leaveOpen: true);
        action(reader);
        return true;
    }

    public void CheckAtModel()
    {
        if (Reader.BaseStream.Position != Header.FpModel)
        {
            throw new InvalidOperationException("The component is being loaded already.");
        }
    }

    public void CheckAtModel(VersionInfo ver)
    {
        CheckVersionInfo(ver);
        CheckAtModel();
    }

    public void CheckVersionInfo(VersionInfo ver) => Header.Check(ver);

    public string LoadStringOrNull() => Reader.ReadBoolean() ? Reader.ReadString() : null;

    public string LoadString() => LoadStringOrNull() ?? throw new FormatException("The model is damaged: a text is missing.");

    public string LoadNonEmptyString() => LoadString() is { Length: > 0 } text ? text : throw new FormatException("The model is damaged: a text is empty.");

    /// <summary>Goes past the component.</summary>
    public void Done() => Reader.BaseStream.Position = Header.FpModel + Header.BodyLength + sizeof(ulong);

    public void Dispose()
    {
        if (_entry != null)
        {
            Reader.Dispose();
        }
    }

    private TRes Create<TRes, TSig>(IHostEnvironment env, object[] extra)
        where TRes : class
    {
        var loaded = ModelLoader.Create(env, this, typeof(TSig), extra);
        return loaded as TRes
            ?? throw new FormatException($"The model's component '{Header.LoaderSignature}' in '{Directory}' is a {loaded?.GetType()} where a {typeof(TRes)} is expected.");
    }

    private string SubPath(string name) => string.IsNullOrEmpty(Directory) ? name : $"{Directory}/{name}";
}
