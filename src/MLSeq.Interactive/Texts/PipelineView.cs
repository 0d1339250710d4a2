using Microsoft.ML;

namespace MLSeq.Interactive.Texts;

/// <summary>The stages of a trained pipeline, and the columns that each adds.</summary>
public static class PipelineView
{
    /// <summary>A table of stages.</summary>
    /// <param name="model">A transformer, or a chain of them.</param>
    /// <param name="inputSchema">The schema of the data that it takes.</param>
    public static TextTable Of(ITransformer model, DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(inputSchema);
        var rows = new List<IReadOnlyList<object>> { new object[] { 0, "the data", Columns(inputSchema) } };
        var schema = inputSchema;
        foreach (var stage in Stages(model))
        {
            var before = schema;
            schema = stage.GetOutputSchema(before);
            rows.Add([rows.Count, stage.GetType().Name, Columns(schema.Skip(before.Count))]);
        }

        return new("Pipeline", ["stage", "what", "its columns"], rows);
    }

    private static IEnumerable<ITransformer> Stages(ITransformer model) => model is IEnumerable<ITransformer> chain ? chain.SelectMany(Stages) : [model];

    private static string Columns(IEnumerable<DataViewSchema.Column> columns) =>
        string.Join('\n', columns.Where(column => !column.IsHidden).Select(column => $"{column.Name}: {column.Type}"));
}
