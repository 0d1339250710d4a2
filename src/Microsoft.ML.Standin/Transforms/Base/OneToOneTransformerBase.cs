using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A transformer that computes each new column from one column.</summary>
public abstract partial class OneToOneTransformerBase : RowToRowTransformerBase
{
    /// <summary>The new columns and what they are computed from.</summary>
    internal readonly (string outputColumnName, string inputColumnName)[] ColumnPairs;

    private protected OneToOneTransformerBase(IHost host, params (string outputColumnName, string inputColumnName)[] columns)
        : base(host)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var names = new HashSet<string>();
        foreach (var (output, input) in columns)
        {
            ArgumentException.ThrowIfNullOrEmpty(output, nameof(columns));
            ArgumentException.ThrowIfNullOrEmpty(input, nameof(columns));
            if (!names.Add(output))
            {
                throw new ArgumentException($"Output column '{output}' is named twice.", nameof(columns));
            }
        }

        ColumnPairs = columns;
    }

    private protected OneToOneTransformerBase(IHost host, ModelLoadContext ctx)
        : base(host)
    {
        var count = ctx.Reader.ReadInt32();
        if (count < 1 || count > ctx.Header.BodyLength)
        {
            throw new FormatException($"The model is damaged: '{ctx.Header.LoaderSignature}' has {count} columns.");
        }

        ColumnPairs = new (string, string)[count];
        for (var i = 0; i < count; i++)
        {
            ColumnPairs[i] = (ctx.LoadNonEmptyString(), ctx.LoadNonEmptyString());
        }
    }

    private protected void SaveColumns(ModelSaveContext ctx)
    {
        ctx.Writer.Write(ColumnPairs.Length);
        foreach (var (output, input) in ColumnPairs)
        {
            ctx.SaveNonEmptyString(output);
            ctx.SaveNonEmptyString(input);
        }
    }

    /// <summary>Called for each pair when a mapper is made; throws where the input column's type does not fit.</summary>
    private protected virtual void CheckInputColumn(DataViewSchema inputSchema, int col, int srcCol)
    {
    }
}
