using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Interop;

namespace MLSeq.Onnx;

/// <summary>Collects rows of the column that goes into a graph, and scores them.</summary>
internal abstract class OnnxInputReader
{
    /// <summary>Forgets the rows.</summary>
    public abstract void Clear();

    /// <summary>Appends the current row.</summary>
    public abstract void Read();

    /// <summary>Scores the rows; the results are in their order.</summary>
    public abstract OnnxScores Score(OnnxSequenceScorer scorer, CancellationToken cancellationToken);

    /// <summary>Makes a reader of a graph's input.</summary>
    public static OnnxInputReader Create(DataViewRow row, string columnName, OnnxColumn input) => input.ElementType switch
    {
        OnnxElementType.String when input.Width is null => new TokensReader(row, row.Schema[columnName]),
        OnnxElementType.String => new TextReader(row.GetGetter<ReadOnlyMemory<char>>(row.Schema[columnName])),
        OnnxElementType.Int64 => new SequenceReader<int>(FeatureReader.Create(row, columnName, 0), r => r.Ids.ToArray(), (s, rows, token) => s.Score(rows, token)),
        _ => new SequenceReader<float>(
            FeatureReader.Create(row, columnName, input.StepSize), r => r.Frames.ToArray(), (s, rows, token) => s.Score(rows, token)),
    };

    /// <summary>Checks a column against a graph's input.</summary>
    public static void Check(DataViewSchema.Column column, OnnxColumn input)
    {
        var (isRight, expected) = input.ElementType switch
        {
            OnnxElementType.String when input.Width is null => (column.Type.IsTextVector(), ColumnTypes.TextVector),
            OnnxElementType.String => (column.Type is TextDataViewType, ColumnTypes.Text),
            OnnxElementType.Int64 => (column.Type.IsIds(), ColumnTypes.Ids),
            _ => (column.Type.IsFrames(), ColumnTypes.Frames),
        };
        if (!isRight)
        {
            throw ColumnTypes.Mismatch(column, "input", $"{expected}, as the ONNX model's input '{input.Name}'");
        }
    }

    private sealed class TextReader(ValueGetter<ReadOnlyMemory<char>> get) : OnnxInputReader
    {
        private readonly List<string> _rows = [];
        private ReadOnlyMemory<char> _text;

        public override void Clear() => _rows.Clear();

        public override void Read()
        {
            get(ref _text);
            _rows.Add(_text.ToString());
        }

        public override OnnxScores Score(OnnxSequenceScorer scorer, CancellationToken cancellationToken) => scorer.Score(_rows, cancellationToken);
    }

    private sealed class TokensReader(DataViewRow row, DataViewSchema.Column column) : OnnxInputReader
    {
        private readonly WordReader _reader = WordReader.Create(row, column);
        private readonly List<string[]> _rows = [];
        private readonly List<string> _row = [];

        public override void Clear() => _rows.Clear();

        public override void Read()
        {
            _row.Clear();
            _reader.Read((_, word) => _row.Add(word!));
            _rows.Add([.. _row]);
        }

        public override OnnxScores Score(OnnxSequenceScorer scorer, CancellationToken cancellationToken) =>
            scorer.Score(new Dictionary<string, OnnxRows> { [scorer.Inputs[0].Name] = OnnxRows.Tokens(_rows) }, cancellationToken);
    }

    private sealed class SequenceReader<T>(
        FeatureReader reader, Func<FeatureReader, T[]> copy, Func<OnnxSequenceScorer, IReadOnlyList<T[]>, CancellationToken, OnnxScores> score) : OnnxInputReader
    {
        private readonly List<T[]> _rows = [];

        public override void Clear() => _rows.Clear();

        public override void Read()
        {
            reader.Read();
            _rows.Add(copy(reader));
        }

        public override OnnxScores Score(OnnxSequenceScorer scorer, CancellationToken cancellationToken) => score(scorer, _rows, cancellationToken);
    }
}
