using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Maps values to keys; values that were not learnt become missing keys.</summary>
public sealed class ValueToKeyMappingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "StandinValueToKey";

    private readonly KeyMap[] _maps;
    private readonly bool _textAnnotations;

    internal ValueToKeyMappingTransformer(IHost host, (string outputColumnName, string inputColumnName)[] columns, KeyMap[] maps, bool textAnnotations)
        : base(host, columns)
    {
        using var channel = host.Start("Training");
        for (var i = 0; i < maps.Length; i++)
        {
            if (maps[i].Count == 0)
            {
                channel.Warning(MessageSensitivity.Schema, "Column '{0}' has no values to map to keys: all its rows are missing or there are none.", columns[i].inputColumnName);
            }
        }

        _maps = maps;
        _textAnnotations = textAnnotations;
    }

    private ValueToKeyMappingTransformer(IHost host, ModelLoadContext ctx)
        : base(host, ctx)
    {
        _textAnnotations = ctx.Reader.ReadBoolean();
        _maps = new KeyMap[ColumnPairs.Length];
        for (var i = 0; i < _maps.Length; i++)
        {
            _maps[i] = KeyMap.Load(ctx.Reader);
        }
    }

    internal static ValueToKeyMappingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        return new(env.Register(LoaderSignature), ctx);
    }

    private static VersionInfo Version => new("XF VAL2K", 0x00010001, 0x00010001, 0x00010001, typeof(ValueToKeyMappingTransformer).Assembly.FullName, LoaderSignature);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(Version);
        SaveColumns(ctx);
        ctx.Writer.Write(_textAnnotations);
        foreach (var map in _maps)
        {
            map.Save(ctx.Writer);
        }
    }

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int col, int srcCol)
    {
        var type = inputSchema[srcCol].Type;
        if (!DataViewTypes.ItemTypeOf(type).Equals(_maps[col].ItemType))
        {
            throw ShapeEditor.Mismatch(inputSchema[srcCol].Name, _maps[col].ItemType.ToString(), type.ToString());
        }
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private sealed class Mapper(ValueToKeyMappingTransformer parent, DataViewSchema inputSchema) : OneToOneMapperBase(parent.Host, parent, inputSchema)
    {
        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore() => [.. parent.ColumnPairs.Select((pair, i) =>
        {
            var input = InputSchema[ColMapNewToOld[i]];
            var annotations = new DataViewSchema.Annotations.Builder();
            annotations.Add(input.Annotations, kind => kind == AnnotationUtils.Kinds.SlotNames);
            if (parent._maps[i].Count > 0)
            {
                parent._maps[i].AddKeyValues(annotations, parent._textAnnotations);
            }

            // A key type has at least one key; where no values were learnt, none has it.
            var key = new KeyDataViewType(typeof(uint), Math.Max(1, parent._maps[i].Count));
            return new DataViewSchema.DetachedColumn(pair.outputColumnName, DataViewTypes.Reshape(input.Type, key), annotations.ToAnnotations());
        })];

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action disposer)
        {
            disposer = null;
            return parent._maps[iinfo].Getter(input, InputSchema[ColMapNewToOld[iinfo]]);
        }
    }
}
