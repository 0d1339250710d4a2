using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Where a component saves itself.</summary>
public sealed class ModelSaveContext : IDisposable
{
    internal readonly RepositoryWriter Repository;

    internal readonly string Directory;

    internal readonly BinaryWriter Writer;

    internal readonly long FpMin;

    internal ModelHeader Header;

    private readonly Repository.Entry _entry;
    private bool _hasVersion;

    internal ModelSaveContext(RepositoryWriter rep, string dir, string name)
    {
        ArgumentNullException.ThrowIfNull(rep);
        Repository = rep;
        Directory = dir;
        _entry = rep.CreateEntry(dir, name);
        Writer = new(_entry.Stream, Encoding.UTF8, leaveOpen: true);
    }

    internal ModelSaveContext(BinaryWriter writer, IExceptionContext ectx = null)
    {
        _ = ectx;
        Writer = writer;
        FpMin = writer.BaseStream.Position;
    }

    internal bool InRepository => Repository != null;

    /// <summary>Ends the saving.</summary>
    public void Dispose() => _entry?.Dispose();

    internal static void Save(BinaryWriter writer, Action<ModelSaveContext> fn)
    {
        using var context = new ModelSaveContext(writer);
        fn(context);
        context.Done();
    }

    internal static void SaveModel<T>(RepositoryWriter rep, T value, string path)
        where T : class
    {
        if (value is not ICanSaveModel model)
        {
            throw new NotSupportedException($"{value?.GetType().ToString() ?? "null"} cannot be saved: it is no {nameof(ICanSaveModel)}.");
        }

        using var context = new ModelSaveContext(rep, path, ModelLoadContext.ModelStreamName);
        model.Save(context);
        context.Done();
    }

    internal void CheckAtModel()
    {
        if (_hasVersion || Writer.BaseStream.Position != FpMin)
        {
            throw new InvalidOperationException("The component is being saved already.");
        }
    }

    internal void SetVersionInfo(VersionInfo ver)
    {
        CheckAtModel();
        Header = new(ver);
        Header.Write(Writer);
        _hasVersion = true;
    }

    internal void Done()
    {
        if (!_hasVersion)
        {
            throw new InvalidOperationException("The component was saved without a version.");
        }

        Header.WriteTail(Writer, FpMin);
    }

    internal void SaveModel<T>(T value, string name)
        where T : class => SaveModel(Repository, value, SubPath(name));

    internal void SaveSubModel(string dir, Action<ModelSaveContext> fn)
    {
        using var context = new ModelSaveContext(Repository, SubPath(dir), ModelLoadContext.ModelStreamName);
        fn(context);
        context.Done();
    }

    internal void SaveBinaryStream(string name, Action<BinaryWriter> action)
    {
        using var entry = Repository.CreateEntry(Directory, name);
        using var writer = new BinaryWriter(entry.Stream, Encoding.UTF8, leaveOpen: true);
        action(writer);
        writer.Flush();
    }

    internal void SaveTextStream(string name, Action<TextWriter> action)
    {
        using var entry = Repository.CreateEntry(Directory, name);
        using var writer = new StreamWriter(entry.Stream, leaveOpen: true);
        action(writer);
        writer.Flush();
    }

    internal void SaveStringOrNull(string str)
    {
        Writer.Write(str != null);
        if (str != null)
        {
            Writer.Write(str);
        }
    }

    internal void SaveString(string str)
    {
        ArgumentNullException.ThrowIfNull(str);
        SaveStringOrNull(str);
    }

    internal void SaveString(ReadOnlyMemory<char> str) => SaveStringOrNull(str.ToString());

    internal void SaveNonEmptyString(string str)
    {
        ArgumentException.ThrowIfNullOrEmpty(str);
        SaveStringOrNull(str);
    }

    internal void SaveNonEmptyString(ReadOnlyMemory<char> str) => SaveNonEmptyString(str.ToString());

    private string SubPath(string name) => string.IsNullOrEmpty(Directory) ? name : $"{Directory}/{name}";
}
