using Microsoft.ML;
using MLSeq.Onnx.Scoring;

namespace MLSeq.Onnx;

/// <summary>A model's column, row by row, to compare with the output of the graph that the model was exported to.</summary>
internal abstract class OnnxExpectedRows
{
    public static OnnxExpectedRows Create(DataViewRow row, DataViewSchema.Column column, OnnxColumn output) => output.ElementType switch
    {
        OnnxElementType.Float => new Numbers(output.Name, ColumnValues.Of<float, float>(row, column, value => value)),
        OnnxElementType.String => new Exact<string>(output.Name, ColumnValues.Texts(row, column), (scores, i) => scores.Strings(output.Name, i), text => text.Length == 0),
        _ => new Exact<long>(output.Name, ColumnValues.WholeNumbers(row, column), (scores, i) => scores.Integers(output.Name, i), value => value <= 0),
    };

    /// <summary>Appends the current row.</summary>
    public abstract void Read();

    /// <summary>Compares all rows. Outputs of several steps may be longer than their rows: what is behind these is padding.</summary>
    public abstract OnnxOutputDifference Compare(OnnxScores scores);

    private delegate ReadOnlySpan<T> RowOf<T>(OnnxScores scores, int row);

    private sealed class Numbers(string name, Func<float[]> read) : OnnxExpectedRows
    {
        private readonly List<float[]> _rows = [];

        public override void Read() => _rows.Add(read());

        public override OnnxOutputDifference Compare(OnnxScores scores)
        {
            var (largest, at) = (0.0, (int?)null);
            for (var row = 0; row < _rows.Count; row++)
            {
                var difference = Difference(_rows[row], scores.Floats(name, row));
                if (difference > largest)
                {
                    (largest, at) = (difference, row);
                }
            }

            return new(name, largest, 0, at);
        }

        private static double Difference(ReadOnlySpan<float> expected, ReadOnlySpan<float> found)
        {
            if (found.Length < expected.Length)
            {
                return double.PositiveInfinity;
            }

            var largest = 0.0;
            for (var i = 0; i < found.Length; i++)
            {
                var value = i < expected.Length ? expected[i] : 0;
                var difference = value.Equals(found[i]) ? 0 : Math.Abs((double)value - found[i]);
                largest = Math.Max(largest, double.IsNaN(difference) ? double.PositiveInfinity : difference);
            }

            return largest;
        }
    }

    private sealed class Exact<T>(string name, Func<T[]> read, RowOf<T> rowOf, Predicate<T> isPadding) : OnnxExpectedRows
        where T : IEquatable<T>
    {
        private readonly List<T[]> _rows = [];

        public override void Read() => _rows.Add(read());

        public override OnnxOutputDifference Compare(OnnxScores scores)
        {
            var (differing, at) = (0, (int?)null);
            for (var row = 0; row < _rows.Count; row++)
            {
                var expected = _rows[row];
                var found = rowOf(scores, row);
                if (found.Length < expected.Length || !found[..expected.Length].SequenceEqual(expected)
                    || !Array.TrueForAll(found[expected.Length..].ToArray(), isPadding))
                {
                    differing++;
                    at ??= row;
                }
            }

            return new(name, 0, _rows.Count == 0 ? 0 : (double)differing / _rows.Count, at);
        }
    }
}
