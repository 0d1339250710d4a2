using Microsoft.ML.Model.OnnxConverter;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Puts columns of one item type, single values and vectors, into one vector column.</summary>
public sealed class ColumnConcatenatingTransformer : RowToRowTransformerBase
{
    internal const string LoaderSignature = "StandinConcat";

    private readonly string _output;
    private readonly string[] _inputs;

    internal ColumnConcatenatingTransformer(IHostEnvironment env, string outputColumnName, params string[] inputColumnNames)
        : base(env.Register(nameof(ColumnConcatenatingTransformer)))
    {
        _output = outputColumnName;
        _inputs = inputColumnNames;
    }

    internal static ColumnConcatenatingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var output = ctx.LoadNonEmptyString();
        var count = ctx.Reader.ReadInt32();
        if (count < 1 || count > ctx.Header.BodyLength)
        {
            throw new FormatException($"The model is damaged: '{LoaderSignature}' has {count} columns.");
        }

        return new(env, output, [.. Enumerable.Range(0, count).Select(_ => ctx.LoadNonEmptyString())]);
    }

    private static VersionInfo Version => new("XF CONCT", 0x00010001, 0x00010001, 0x00010001, typeof(ColumnConcatenatingTransformer).Assembly.FullName, LoaderSignature);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(Version);
        ctx.SaveNonEmptyString(_output);
        ctx.Writer.Write(_inputs.Length);
        foreach (var input in _inputs)
        {
            ctx.SaveNonEmptyString(input);
        }
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private sealed class Mapper : MapperBase, ISaveAsOnnx
    {
        private readonly ColumnConcatenatingTransformer _parent;
        private readonly DataViewSchema.Column[] _columns;
        private readonly PrimitiveDataViewType _itemType;

        public Mapper(ColumnConcatenatingTransformer parent, DataViewSchema inputSchema)
            : base(parent.Host, inputSchema, parent)
        {
            _parent = parent;
            _columns = [.. parent._inputs.Select(name => inputSchema.GetColumnOrNull(name)
                ?? throw new ArgumentOutOfRangeException(nameof(inputSchema), $"Could not find input column '{name}'; the columns are {inputSchema}."))];
            _itemType = (PrimitiveDataViewType)DataViewTypes.ItemTypeOf(_columns[0].Type);
            foreach (var column in _columns)
            {
                if (!DataViewTypes.ItemTypeOf(column.Type).Equals(_itemType))
                {
                    throw ShapeEditor.Mismatch(column, _itemType.ToString());
                }
            }
        }

        public bool CanSaveOnnx(OnnxContext ctx) => true;

        public void SaveAsOnnx(OnnxContext ctx)
        {
            var size = _columns.Any(c => SizeOf(c) == 0) ? 0 : _columns.Sum(SizeOf);
            if (size == 0 || _itemType is not NumberDataViewType || !_columns.All(c => ctx.ContainsColumn(c.Name)))
            {
                ctx.RemoveColumn(_parent._output);
                return;
            }

            var inputs = _columns.Select(c => ctx.GetVariableName(c.Name)).ToList();
            var joined = ctx.AddIntermediateVariable(new VectorDataViewType(NumberDataViewType.Single, size), "VectorFeaturizerOutput");
            ctx.CreateNode("FeatureVectorizer", inputs, [joined], ctx.GetNodeName("FeatureVectorizer")).AddAttribute("inputdimensions", _columns.Select(c => (long)SizeOf(c)));
            var output = ctx.AddIntermediateVariable(new VectorDataViewType(_itemType, size), _parent._output);
            ctx.CreateNode("Cast", joined, output, ctx.GetNodeName("Cast"), string.Empty).AddAttribute("to", _itemType.RawType);
        }

        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore()
        {
            var size = _columns.Any(c => SizeOf(c) == 0) ? 0 : _columns.Sum(SizeOf);
            var annotations = new DataViewSchema.Annotations.Builder();
            if (size > 0 && _columns.Any(c => c.Type is not VectorDataViewType || c.HasSlotNames()))
            {
                var names = _columns.SelectMany(SlotNames).ToArray();
                annotations.Add(AnnotationUtils.Kinds.SlotNames, AnnotationUtils.GetNamesType(size),
                    (ref VBuffer<ReadOnlyMemory<char>> value) => VBuffer<ReadOnlyMemory<char>>.Copy(names, 0, ref value, names.Length));
            }

            return [new(_parent._output, new VectorDataViewType(_itemType, size), annotations.ToAnnotations())];
        }

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action disposer)
        {
            disposer = null;
            return Generic.Call<Delegate>(typeof(Mapper), nameof(Getter), [_itemType.RawType], input, _columns);
        }

        private protected override Func<int, bool> GetDependenciesCore(Func<int, bool> activeOutput) =>
            index => activeOutput(0) && _columns.Any(c => c.Index == index);

        private protected override void SaveModel(ModelSaveContext ctx) => _parent.SaveModel(ctx);

        private static int SizeOf(DataViewSchema.Column column) => column.Type is VectorDataViewType vector ? vector.Size : 1;

        private static IEnumerable<ReadOnlyMemory<char>> SlotNames(DataViewSchema.Column column)
        {
            if (column.Type is not VectorDataViewType vector)
            {
                return [column.Name.AsMemory()];
            }

            if (!column.HasSlotNames())
            {
                return new ReadOnlyMemory<char>[vector.Size];
            }

            VBuffer<ReadOnlyMemory<char>> names = default;
            column.GetSlotNames(ref names);
            return names.DenseValues().Select(name => $"{column.Name}.{name}".AsMemory());
        }

        private static ValueGetter<VBuffer<T>> Getter<T>(DataViewRow input, DataViewSchema.Column[] columns)
        {
            // Each part is read as a vector; then all are copied one after the other.
            var parts = columns.Select(column => column.Type is VectorDataViewType ? input.GetGetter<VBuffer<T>>(column) : Single(input.GetGetter<T>(column))).ToArray();
            var buffers = new VBuffer<T>[parts.Length];
            return (ref VBuffer<T> value) =>
            {
                var length = 0;
                for (var i = 0; i < parts.Length; i++)
                {
                    parts[i](ref buffers[i]);
                    length += buffers[i].Length;
                }

                var editor = VBufferEditor.Create(ref value, length);
                var at = 0;
                foreach (var buffer in buffers)
                {
                    buffer.CopyTo(editor.Values, at);
                    at += buffer.Length;
                }

                value = editor.Commit();
            };
        }

        private static ValueGetter<VBuffer<T>> Single<T>(ValueGetter<T> getter) => (ref VBuffer<T> value) =>
        {
            var editor = VBufferEditor.Create(ref value, 1);
            getter(ref editor.Values[0]);
            value = editor.Commit();
        };
    }
}
