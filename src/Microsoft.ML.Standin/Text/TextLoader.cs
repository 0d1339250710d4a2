using System.Reflection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Reads files of lines with separated fields, line by line as the data is read.</summary>
public sealed partial class TextLoader : IDataLoader<IMultiStreamSource>
{
    private readonly IHost _host;
    private readonly Options _options;
    private readonly TextColumn[] _columns;
    private readonly DataViewSchema _schema;

    internal TextLoader(IHostEnvironment env, Options options, IMultiStreamSource dataSample)
    {
        ArgumentNullException.ThrowIfNull(options);
        _host = env.Register(nameof(TextLoader));
        if (options.AllowSparse)
        {
            throw new NotSupportedException("The stand-in for Microsoft.ML reads no sparse rows (allowSparse).");
        }

        if (options.Columns is not { Length: > 0 })
        {
            throw new ArgumentException("The columns of the file must be told, by an array or a class with LoadColumn attributes.", nameof(options));
        }

        if (options.Separators is not { Length: > 0 })
        {
            throw new ArgumentException("There is no separator.", nameof(options));
        }

        _options = options;
        _columns = [.. options.Columns.Select(column => new TextColumn(column, () => CountFields(dataSample)))];
        var builder = new DataViewSchema.Builder();
        foreach (var column in _columns)
        {
            builder.AddColumn(column.Name, column.Type);
        }

        _schema = builder.ToSchema();
    }

    /// <inheritdoc/>
    public DataViewSchema GetOutputSchema() => _schema;

    /// <inheritdoc/>
    public IDataView Load(IMultiStreamSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new TextDataView(_host, source, _options, _columns, _schema);
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) => throw new NotSupportedException("The stand-in for Microsoft.ML saves no loaders.");

    /// <summary>The options with the columns of a class's members.</summary>
    internal static Options WithColumnsOf(Type type, Options options)
    {
        options ??= new();
        options.Columns =
        [
            .. RowColumns.MembersOf(type, SchemaDefinition.Direction.Write).Select(member =>
            {
                var load = member.GetCustomAttribute<LoadColumnAttribute>()
                    ?? throw new InvalidOperationException($"'{member.Name}' of {type} is missing the LoadColumn attribute.");
                var columnType = RowColumns.TypeOf(member);
                var item = DataViewTypes.ItemTypeOf(columnType);
                var stored = DataViewTypes.FromRawType(item.RawType);
                var column = new Column
                {
                    Name = RowColumns.NameOf(member),
                    DataKind = Enum.GetValues<DataKind>().Single(kind => DataViewTypes.FromKind(kind).Equals(stored)),
                    Source = load.Sources,
                    KeyCount = item is KeyDataViewType key ? new(key.Count) : null,
                };
                foreach (var range in column.Source)
                {
                    range.ForceVector |= columnType is VectorDataViewType;
                }

                return column;
            }),
        ];
        return options;
    }

    private int CountFields(IMultiStreamSource sample)
    {
        if (sample is { Count: > 0 })
        {
            using var lines = new TextLines(sample, _options);
            if (lines.MoveNext())
            {
                return lines.Fields.Count;
            }
        }

        throw new InvalidOperationException("A range of fields without an end needs a data sample with a line.");
    }
}
