using System.Globalization;
using MLSeq.Onnx;
using MLSeq.Onnx.Scoring;
using MLSeq.Tool.Data;

namespace MLSeq.Tool.Scoring;

/// <summary>
/// The column of a file that one input of a model takes: a text as it is; tokens, ids and numbers, where the input takes several, between spaces.
/// </summary>
internal sealed class InputColumn
{
    private readonly OnnxColumn _input;
    private readonly Func<OnnxRows> _take;
    private readonly Action<string> _add;

    /// <param name="input">The input.</param>
    /// <param name="column">The column.</param>
    /// <param name="option">The option that names the column, for messages.</param>
    /// <exception cref="ToolException">The input takes what no column can hold.</exception>
    public InputColumn(OnnxColumn input, ColumnReference column, string option)
    {
        (_input, Column, Option) = (input, column, option);
        (_add, _take) = input.ElementType switch
        {
            OnnxElementType.String when input.Width == 1 => Collect(field => field, OnnxRows.Texts),
            OnnxElementType.String => Collect(Split, OnnxRows.Tokens),
            OnnxElementType.Int64 or OnnxElementType.Int32 => Collect(
                field => Values<int>(field, NumberStyles.AllowLeadingSign, "whole numbers", int.TryParse), OnnxRows.Ids),
            OnnxElementType.Float => Collect(field => Values<float>(field, NumberStyles.Float, "numbers", float.TryParse), OnnxRows.Numbers),
            var other => throw new ToolException($"The model's input '{input.Name}' takes {other}; a column may hold text, whole numbers or numbers."),
        };
    }

    private delegate bool Parse<T>(string text, NumberStyles style, IFormatProvider provider, out T value);

    public ColumnReference Column { get; }

    public string Option { get; }

    public string InputName => _input.Name;

    /// <summary>Adds a row.</summary>
    /// <exception cref="FormatException">The field does not hold what the input takes; says what it holds.</exception>
    public void Add(string field) => _add(field);

    /// <summary>The rows since the last call.</summary>
    public OnnxRows Take() => _take();

    private static (Action<string> Add, Func<OnnxRows> Take) Collect<T>(Func<string, T> parse, Func<IReadOnlyList<T>, OnnxRows> toRows)
    {
        var rows = new List<T>();
        OnnxRows Take()
        {
            var taken = toRows(rows);
            rows = new List<T>(rows.Count);
            return taken;
        }

        return (field => rows.Add(parse(field)), Take);
    }

    private static string[] Split(string field) => field.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private T[] Values<T>(string field, NumberStyles style, string kind, Parse<T> parse)
    {
        var texts = Split(field);
        if (_input.Width is { } width && texts.Length != width)
        {
            throw new FormatException($"the input '{_input.Name}' takes {width} {kind} between spaces; found {texts.Length}.");
        }

        if (texts.Length % _input.StepSize != 0)
        {
            throw new FormatException($"the input '{_input.Name}' takes {_input.StepSize} {kind} a time step, all between spaces; found {texts.Length}.");
        }

        return Array.ConvertAll(texts, text => parse(text, style, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new FormatException($"the input '{_input.Name}' takes {kind} between spaces; found '{text}'."));
    }
}
