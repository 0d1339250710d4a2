using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public abstract partial class OneToOneTransformerBase
{
    /// <summary>Computes each new column from one column.</summary>
    internal abstract class OneToOneMapperBase : MapperBase
    {
        /// <summary>For each new column, the index of its input column.</summary>
        protected readonly Dictionary<int, int> ColMapNewToOld;

        private readonly OneToOneTransformerBase _parent;

        protected OneToOneMapperBase(IHost host, OneToOneTransformerBase parent, DataViewSchema inputSchema)
            : base(host, inputSchema, parent)
        {
            _parent = parent;
            ColMapNewToOld = [];
            for (var i = 0; i < parent.ColumnPairs.Length; i++)
            {
                var name = parent.ColumnPairs[i].inputColumnName;
                var column = inputSchema.GetColumnOrNull(name)
                    ?? throw new ArgumentOutOfRangeException(nameof(inputSchema), $"Could not find input column '{name}'; the columns are {inputSchema}.");
                parent.CheckInputColumn(inputSchema, i, column.Index);
                ColMapNewToOld.Add(i, column.Index);
            }
        }

        private protected override Func<int, bool> GetDependenciesCore(Func<int, bool> activeOutput)
        {
            var needed = new HashSet<int>(ColMapNewToOld.Where(pair => activeOutput(pair.Key)).Select(pair => pair.Value));
            return needed.Contains;
        }

        private protected override void SaveModel(ModelSaveContext ctx) => _parent.SaveModel(ctx);
    }
}
