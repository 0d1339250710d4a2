using Microsoft.ML;
using MLSeq.Graphs;

namespace MLSeq.Onnx;

/// <summary>What a column is in the graph that <c>Model.SaveAsOnnx</c> builds.</summary>
internal abstract record OnnxColumnValue;

/// <summary>A column of the input data, not yet in the graph.</summary>
internal sealed record InputColumnValue(DataViewSchema.Column Column) : OnnxColumnValue;

/// <summary>Tokens, [N, T] (string).</summary>
internal sealed record TokensValue(GraphSequence Tokens) : OnnxColumnValue;

/// <summary>
/// Token ids, [N, T] (int64), none negative, an empty row being one unknown token; how many each row has, [N] (int32), 0 for an empty
/// one; and the tokens that ids from 1 on stand for.
/// </summary>
internal sealed record IdsValue(GraphSequence Ids, GraphValue Counts, IReadOnlyList<string> Words) : OnnxColumnValue;

/// <summary>Frames, [N, T, F] (float), zeros behind a row's end.</summary>
internal sealed record FramesValue(GraphSequence Frames, int FrameSize) : OnnxColumnValue;

/// <summary>Pooled word vectors, [N, Width] (float).</summary>
internal sealed record VectorValue(GraphValue Vector, int Width) : OnnxColumnValue;

/// <summary>A predictor's output, which becomes one of the graph's.</summary>
internal sealed record PredictionValue(SequencePredictionTransformer Predictor, GraphPrediction Prediction) : OnnxColumnValue;

/// <summary>The scores of classes at each step [N, T, K] (float) by a predictor of a kind; what is behind a row's end does not count.</summary>
internal sealed record StepScoresValue(GraphValue Scores, string Kind, IReadOnlyList<string> Classes) : OnnxColumnValue;

/// <summary>A number at each step [N, T] (float); what is behind a row's end does not count.</summary>
internal sealed record StepNumbersValue(GraphValue Numbers) : OnnxColumnValue;

/// <summary>A tagger's tags [N, T] (string), "" behind a row's end.</summary>
internal sealed record TagsValue(GraphValue Texts, IReadOnlyList<string> Tags) : OnnxColumnValue;

/// <summary>A text for each row, [N] (string).</summary>
internal sealed record TextValue(GraphValue Texts, string Kind) : OnnxColumnValue;

/// <summary>A number for each row, [N] (float).</summary>
internal sealed record NumberValue(GraphValue Numbers) : OnnxColumnValue;

/// <summary>
/// A column of a stage of ML.NET's own, in ML.NET's shape and type: [N, 1], [N, K], or [N, T] where rows have <paramref name="Lengths"/> [N] (int32), which may
/// not be known. Behind a row's end there is padding: "", or numbers that do not count.
/// </summary>
internal sealed record StockValue(GraphValue Value, DataViewSchema.Column Column, Lazy<GraphValue?> Lengths) : OnnxColumnValue;
