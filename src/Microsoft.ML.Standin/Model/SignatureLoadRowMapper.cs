namespace Microsoft.ML.Data;

/// <summary>The signature of a row mapper, made from a model and the schema that it maps.</summary>
internal delegate void SignatureLoadRowMapper(ModelLoadContext ctx, DataViewSchema schema);
