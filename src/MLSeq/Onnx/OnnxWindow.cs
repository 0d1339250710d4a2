using MLSeq.Interop;
using MLSeq.Onnx.Scoring;

namespace MLSeq.Onnx;

/// <summary>Scores the rows that a cursor has read ahead by an ONNX model.</summary>
internal sealed class OnnxWindow(IReadOnlyDictionary<string, OnnxInputReader> readers, OnnxSequenceScorer scorer, OnnxOutput[] outputs) : RowWindow
{
    private OnnxScores? _scores;

    public override void Clear()
    {
        foreach (var reader in readers.Values)
        {
            reader.Clear();
        }
    }

    public override void Read()
    {
        foreach (var reader in readers.Values)
        {
            reader.Read();
        }
    }

    public override void Compute(CancellationToken cancellationToken) =>
        _scores = scorer.Score(readers.ToDictionary(reader => reader.Key, reader => reader.Value.Rows), cancellationToken);

    public override Delegate?[] MakeGetters(Func<int> row, Func<int, bool> isActive)
    {
        return [.. outputs.Select((output, i) => isActive(i) ? output.MakeGetter(Scores) : null)];

        (OnnxScores Scores, int Row) Scores()
        {
            // Asking for the row may compute the scores.
            var place = row();
            return (_scores!, place);
        }
    }
}
