using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public abstract partial class RowToRowTransformerBase
{
    /// <summary>Computes the new columns for one input schema.</summary>
    internal abstract class MapperBase : IRowMapper
    {
        protected readonly IHost Host;

        protected readonly DataViewSchema InputSchema;

        protected readonly Lazy<DataViewSchema.DetachedColumn[]> OutputColumns;

        private readonly RowToRowTransformerBase _parent;

        protected MapperBase(IHost host, DataViewSchema inputSchema, RowToRowTransformerBase parent)
        {
            ArgumentNullException.ThrowIfNull(host);
            ArgumentNullException.ThrowIfNull(inputSchema);
            ArgumentNullException.ThrowIfNull(parent);
            Host = host;
            InputSchema = inputSchema;
            _parent = parent;
            OutputColumns = new(GetOutputColumnsCore);
        }

        public ITransformer GetTransformer() => _parent;

        public virtual Delegate[] CreateGetters(DataViewRow input, Func<int, bool> activeOutput, out Action disposer)
        {
            if (!ReferenceEquals(input.Schema, InputSchema))
            {
                throw new ArgumentException("The row is not of the schema that the mapper was made for.", nameof(input));
            }

            var getters = new Delegate[OutputColumns.Value.Length];
            disposer = null;
            for (var i = 0; i < getters.Length; i++)
            {
                if (activeOutput(i))
                {
                    getters[i] = MakeGetter(input, i, activeOutput, out var one);
                    disposer += one;
                }
            }

            return getters;
        }

        void ICanSaveModel.Save(ModelSaveContext ctx) => SaveModel(ctx);

        Func<int, bool> IRowMapper.GetDependencies(Func<int, bool> activeOutput) => GetDependenciesCore(activeOutput);

        DataViewSchema.DetachedColumn[] IRowMapper.GetOutputColumns() => OutputColumns.Value;

        protected abstract DataViewSchema.DetachedColumn[] GetOutputColumnsCore();

        protected abstract Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action disposer);

        private protected abstract Func<int, bool> GetDependenciesCore(Func<int, bool> activeOutput);

        private protected abstract void SaveModel(ModelSaveContext ctx);
    }
}
