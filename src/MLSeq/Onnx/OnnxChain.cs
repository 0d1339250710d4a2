using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace MLSeq.Onnx;

/// <summary>Goes through the stages of a model and has each define its columns for an export.</summary>
internal static class OnnxChain
{
    /// <returns>The schema of the data that comes out of the model.</returns>
    public static DataViewSchema Walk(OnnxExport export, ITransformer model, DataViewSchema schema)
    {
        if (model is IEnumerable<ITransformer> chain)
        {
            return chain.Aggregate(schema, (input, stage) => Walk(export, stage, input));
        }

        var output = model.GetOutputSchema(schema);
        switch (model)
        {
            case IOnnxStage stage:
                stage.Export(export);
                break;
            case ColumnCopyingTransformer copying:
                DefineEach(export, copying, (column, _) => column());
                break;
            case KeyToValueMappingTransformer mapping:
                // A predicted class leaves the graph as its label's text, with this stage or without it.
                DefineEach(export, mapping, (column, name) =>
                    column() is { } value and (PredictionValue or TagsValue) ? value : throw Unsupported(mapping, name));
                break;
            default:
                DefineUnsupported(export, model, schema, output);
                break;
        }

        foreach (var column in schema.Where(column => output.GetColumnOrNull(column.Name) is null))
        {
            export.Remove(column.Name);
        }

        return output;
    }

    private static void DefineEach(OnnxExport export, OneToOneTransformerBase stage, Func<Func<OnnxColumnValue>, string, OnnxColumnValue> make)
    {
        var columns = Array.ConvertAll(
            stage.ColumnPairs, pair => (Output: pair.Item1, Input: pair.Item2, Value: export.Later(pair.Item2)));
        foreach (var (output, input, value) in columns)
        {
            export.Define(output, input, () => make(value, output));
        }
    }

    /// <summary>Columns of other stages: an error for the outputs that need them, of no account for the others.</summary>
    private static void DefineUnsupported(OnnxExport export, ITransformer stage, DataViewSchema input, DataViewSchema output)
    {
        var mapper = stage.IsRowToRowMapper ? stage.GetRowToRowMapper(input) : null;
        foreach (var column in output.Where(column => !column.IsHidden && IsAdded(stage, column, input, output)))
        {
            var needed = mapper?.GetDependencies([mapper.OutputSchema[column.Name]]) ?? [];
            export.Define(column.Name, needed.Select(input => export.RoleOf(input.Name)).DefaultIfEmpty().Max(), () => throw Unsupported(stage, column.Name));
        }
    }

    private static bool IsAdded(ITransformer stage, DataViewSchema.Column column, DataViewSchema input, DataViewSchema output) =>
        // A column that replaces one of the same name hides it, so that the name occurs once more.
        (stage is OneToOneTransformerBase pairs && pairs.ColumnPairs.Any(pair => pair.Item1 == column.Name))
        || output.Count(c => c.Name == column.Name) > input.Count(c => c.Name == column.Name)
        || input.GetColumnOrNull(column.Name) is not { } before
        || !before.Type.Equals(column.Type);

    private static NotSupportedException Unsupported(ITransformer stage, string column) =>
        new($"SaveAsOnnx cannot express the stage {stage.GetType().Name}, which makes column '{column}'. "
            + "Use TokenizeSequence and MapTokensToIds between the text and the trainer, or export the ids-in variant "
            + $"({nameof(SequenceOnnxExportOptions)}.{nameof(SequenceOnnxExportOptions.Input)} = {nameof(SequenceOnnxInput.Ids)}) "
            + "and run the stages before the trainer outside the graph; a pipeline of ML.NET's own trainers goes through ConvertToOnnx.");
}
