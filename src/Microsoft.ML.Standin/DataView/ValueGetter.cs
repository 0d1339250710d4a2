namespace Microsoft.ML;

/// <summary>Fills in the value of a column at the row where a cursor stands; buffers in it are used again.</summary>
public delegate void ValueGetter<TValue>(ref TValue value);
