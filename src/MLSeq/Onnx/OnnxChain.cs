using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MLSeq.Interop;

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

        switch (model)
        {
            case IOnnxStage stage:
                stage.Export(export);
                return Passed(export, schema, model.GetOutputSchema(schema));
            case ColumnCopyingTransformer copying:
                foreach (var (copy, input, value) in Array.ConvertAll(copying.ColumnPairs, pair => (pair.Item1, pair.Item2, export.Later(pair.Item2))))
                {
                    export.Define(copy, input, value);
                }

                return Passed(export, schema, model.GetOutputSchema(schema));
            case KeyToValueMappingTransformer mapping:
                // A predicted class leaves the graph as its label's text, with this stage or without it.
                var keys = Array.ConvertAll(mapping.ColumnPairs, pair => export.Later(pair.Item2));
                var output = WalkLayers(export, mapping, schema);
                foreach (var ((column, _), key) in mapping.ColumnPairs.Zip(keys))
                {
                    var values = export.Later(column);
                    export.Define(column, export.RoleOf(column), () => key() is PredictionValue or TagsValue ? key() : values());
                }

                return output;
            default:
                return WalkLayers(export, model, schema);
        }
    }

    /// <summary>Goes through what a stage of ML.NET's own makes of data, which may be several layers.</summary>
    private static DataViewSchema WalkLayers(OnnxExport export, ITransformer stage, DataViewSchema schema)
    {
        var start = new SchemaView(schema);
        var end = stage.Transform(start);
        var (view, layers) = (end, new Stack<IDataTransform>());
        while (view is IDataTransform layer)
        {
            layers.Push(layer);
            view = layer.Source;
        }

        if (view != start)
        {
            // Not made as ML.NET's own stages are: what it adds cannot be told.
            foreach (var column in Added(schema, end.Schema))
            {
                export.Define(column.Name, OnnxRole.Added, () => throw StockContext.Unsupported(Name(stage), column.Name, "ML.NET has no operators for it"));
            }

            return Passed(export, schema, end.Schema);
        }

        foreach (var layer in layers)
        {
            export.Define(layer, Name(stage), [.. Added(layer.Source.Schema, layer.Schema)]);
            Passed(export, layer.Source.Schema, layer.Schema);
        }

        return end.Schema;
    }

    /// <summary>Forgets the columns that a stage drops.</summary>
    private static DataViewSchema Passed(OnnxExport export, DataViewSchema input, DataViewSchema output)
    {
        foreach (var column in input.Where(column => output.GetColumnOrNull(column.Name) is null))
        {
            export.Remove(column.Name);
        }

        return output;
    }

    private static IEnumerable<DataViewSchema.Column> Added(DataViewSchema input, DataViewSchema output) => output.Where(column => !column.IsHidden

        // A column that replaces one of the same name hides it, so that the name occurs once more.
        && (output.Count(c => c.Name == column.Name) > input.Count(c => c.Name == column.Name)
            || input.GetColumnOrNull(column.Name) is not { } before
            || !before.Type.Equals(column.Type)));

    /// <summary>A stage's name as its users know it: without the number of type parameters, and with the type that it is part of.</summary>
    private static string Name(ITransformer stage)
    {
        var type = stage.GetType();
        var name = type.Name.Split('`')[0];
        return type switch
        {
            { IsGenericType: true } => $"{name}<{string.Join(", ", type.GetGenericArguments().Select(argument => argument.Name.Split('`')[0]))}>",
            { DeclaringType: { } outer } => $"{outer.Name}.{name}",
            _ => name,
        };
    }
}
