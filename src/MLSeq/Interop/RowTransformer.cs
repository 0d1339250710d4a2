using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Model.OnnxConverter;
using Microsoft.ML.Runtime;

namespace MLSeq.Interop;

/// <summary>A transformer that adds columns which are computed from an input column of the same row, or from several.</summary>
/// <remarks>
/// Views over it are lazy, may be read by several cursors at once and take part in <c>PredictionEngine</c>,
/// <c>Model.Save</c> and <c>ConvertToOnnx</c> as ML.NET's own transformers do.
/// </remarks>
public abstract class RowTransformer : RowToRowTransformerBase
{
    private protected RowTransformer(IHost host, string inputColumnName)
        : base(host)
    {
        InputColumnName = inputColumnName;
    }

    /// <summary>The name of the column that is read.</summary>
    public string InputColumnName { get; }

    /// <summary>The names of all columns that are read.</summary>
    private protected virtual IReadOnlyList<string> InputColumnNames => [InputColumnName];

    /// <summary>Checks the input's schema and describes the added columns.</summary>
    private protected abstract DataViewSchema.DetachedColumn[] DescribeOutputs(DataViewSchema inputSchema);

    /// <summary>
    /// Makes the getters of the active added columns, null for the others. Buffers belong to them: each cursor has its
    /// own getters, on its own thread.
    /// </summary>
    private protected abstract Delegate?[] MakeGetters(DataViewRow row, Func<int, bool> isActive);

    /// <summary>Writes the transformer.</summary>
    private protected abstract void SaveTo(ModelSaveContext context);

    /// <summary>Adds the transformer to the graph that ML.NET's own exporter writes, or throws what keeps it from that.</summary>
    private protected abstract void ExportTo(OnnxContext context, DataViewSchema inputSchema);

    /// <inheritdoc/>
    protected sealed override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        SaveTo(ctx);
    }

    /// <inheritdoc/>
    protected sealed override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private sealed class Mapper : MapperBase, ISaveAsOnnx
    {
        private readonly RowTransformer _transformer;
        private readonly DataViewSchema.DetachedColumn[] _outputs;
        private readonly HashSet<int> _inputs;

        public Mapper(RowTransformer transformer, DataViewSchema inputSchema)
            : base(transformer.Host, inputSchema, transformer)
        {
            _transformer = transformer;
            _outputs = transformer.DescribeOutputs(inputSchema);
            _inputs = [.. transformer.InputColumnNames.Select(name => inputSchema[name].Index)];
        }

        // A false here would make the exporter take this stage for the source of the data, without a word.
        public bool CanSaveOnnx(OnnxContext ctx) => true;

        public void SaveAsOnnx(OnnxContext ctx) => _transformer.ExportTo(ctx, InputSchema);

        public override Delegate[] CreateGetters(DataViewRow input, Func<int, bool> activeOutput, out Action disposer)
        {
            disposer = null!;
            return _transformer.MakeGetters(input, activeOutput)!;
        }

        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore() => _outputs;

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action disposer) =>
            CreateGetters(input, activeOutput, out disposer)[iinfo];

        protected override Func<int, bool> GetDependenciesCore(Func<int, bool> activeOutput)
        {
            var needed = Enumerable.Range(0, _outputs.Length).Any(activeOutput);
            return column => needed && _inputs.Contains(column);
        }

        protected override void SaveModel(ModelSaveContext ctx) => _transformer.SaveModel(ctx);
    }
}
