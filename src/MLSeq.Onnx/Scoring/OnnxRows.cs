using System.Diagnostics.CodeAnalysis;
using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MLSeq.Text;

namespace MLSeq.Onnx.Scoring;

/// <summary>What one input of a model is given: a text, ids, tokens or numbers for each row.</summary>
public abstract class OnnxRows
{
    private protected OnnxRows()
    {
    }

    /// <summary>The number of rows.</summary>
    public abstract int Count { get; }

    private protected abstract string Kind { get; }

    /// <summary>One string a row, for an input [N] or [N, 1].</summary>
    /// <param name="rows">The rows.</param>
    /// <returns>The input's rows.</returns>
    public static OnnxRows Texts(IReadOnlyList<string> rows) => new TextRows(rows);

    /// <summary>Strings for an input [N, T].</summary>
    /// <inheritdoc cref="Texts"/>
    public static OnnxRows Tokens(IReadOnlyList<string[]> rows) => new ArrayRows<string>(rows, "tokens", OnnxElementType.String);

    /// <summary>Integers for an int64 or int32 input [N], [N, K] or [N, T].</summary>
    /// <inheritdoc cref="Texts"/>
    public static OnnxRows Ids(IReadOnlyList<int[]> rows) => new ArrayRows<int>(rows, "ids", OnnxElementType.Int64, OnnxElementType.Int32);

    /// <summary>Numbers for a float input [N], [N, K], [N, T] or [N, T, F]; frames follow each other in a row's array.</summary>
    /// <inheritdoc cref="Texts"/>
    public static OnnxRows Numbers(IReadOnlyList<float[]> rows) => new ArrayRows<float>(rows, "numbers", OnnxElementType.Float);

    /// <summary>Integers of any size for an int64 input [N], [N, K] or [N, T].</summary>
    /// <inheritdoc cref="Texts"/>
    public static OnnxRows Integers(IReadOnlyList<long[]> rows) => new ArrayRows<long>(rows, "integers", OnnxElementType.Int64);

    /// <summary>Numbers of double precision for a double input [N] or [N, K].</summary>
    /// <inheritdoc cref="Texts"/>
    public static OnnxRows Doubles(IReadOnlyList<double[]> rows) => new ArrayRows<double>(rows, "numbers of double precision", OnnxElementType.Double);

    /// <summary>Truth values for a bool input [N] or [N, K].</summary>
    /// <inheritdoc cref="Texts"/>
    public static OnnxRows Flags(IReadOnlyList<bool[]> rows) => new ArrayRows<bool>(rows, "truth values", OnnxElementType.Bool);

    /// <summary>Rows that say nothing, of some time steps or, for texts, words.</summary>
    internal static OnnxRows Blank(OnnxColumn input, int count, int steps)
    {
        int width = input.Width ?? steps * input.StepSize;
        return input.ElementType switch
        {
            OnnxElementType.String when input.Width == 1 => Texts(Enumerable.Repeat(string.Join(' ', Enumerable.Repeat("a", steps)), count).ToArray()),
            OnnxElementType.String => Tokens(Enumerable.Repeat(Enumerable.Repeat("a", width).ToArray(), count).ToArray()),
            OnnxElementType.Int64 or OnnxElementType.Int32 => Ids(Enumerable.Repeat(new int[width], count).ToArray()),
            OnnxElementType.Double => Doubles(Enumerable.Repeat(new double[width], count).ToArray()),
            OnnxElementType.Bool => Flags(Enumerable.Repeat(new bool[width], count).ToArray()),
            _ => Numbers(Enumerable.Repeat(new float[width], count).ToArray()),
        };
    }

    /// <summary>How long a row is, for sorting: time steps, or words where the model cuts the text itself.</summary>
    internal abstract int Length(OnnxColumn input, int row);

    /// <summary>Whether rows of different length can be in one batch without padding.</summary>
    internal abstract bool HasNoSteps(OnnxColumn input);

    /// <summary>Throws unless the input takes rows of this kind.</summary>
    internal abstract void Check(OnnxColumn input, string model);

    /// <summary>
    /// Puts rows into a tensor, padded to <paramref name="steps"/> time steps; what has none ignores these. Numbers are in memory of
    /// <paramref name="allocator"/>, strings in the CPU's own.
    /// </summary>
    internal abstract OrtValue ToTensor(OnnxColumn input, ReadOnlySpan<int> rows, int steps, int padding, OrtAllocator allocator);

    private static long[] Shape(OnnxColumn input, int rows, int steps) =>
        [rows, .. input.RowShape.Select(d => d < 0 ? (long)steps : d)];

    private void CheckType(OnnxColumn input, string model, ReadOnlySpan<OnnxElementType> expected)
    {
        if (!expected.Contains(input.ElementType))
        {
            throw new ArgumentException(
                $"The input '{input.Name}' of {model} takes {input.ElementType} {input.ShapeText}; {Kind} were given.");
        }
    }

    private sealed class TextRows(IReadOnlyList<string> rows) : OnnxRows
    {
        public override int Count => rows.Count;

        private protected override string Kind => "texts";

        /// <summary>A text's number of words: the model cuts it itself, but what it costs goes by its tokens.</summary>
        internal override int Length(OnnxColumn input, int row) => WordScanner.Count(rows[row]);

        internal override bool HasNoSteps(OnnxColumn input) => true;

        internal override void Check(OnnxColumn input, string model)
        {
            CheckType(input, model, [OnnxElementType.String]);
            if (input.Width != 1)
            {
                throw new ArgumentException(
                    $"The input '{input.Name}' of {model} takes String {input.ShapeText}, tokens rather than texts; texts were given.");
            }
        }

        internal override OrtValue ToTensor(OnnxColumn input, ReadOnlySpan<int> chosen, int steps, int padding, OrtAllocator allocator)
        {
            var tensor = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, Shape(input, chosen.Length, steps));
            for (int i = 0; i < chosen.Length; i++)
            {
                tensor.StringTensorSetElementAt((rows[chosen[i]] ?? string.Empty).AsSpan(), i);
            }

            return tensor;
        }
    }

    private sealed class ArrayRows<T>(IReadOnlyList<T[]> rows, string kind, params OnnxElementType[] types) : OnnxRows
    {
        public override int Count => rows.Count;

        private protected override string Kind => kind;

        internal override int Length(OnnxColumn input, int row) => (rows[row]?.Length ?? 0) / input.StepSize;

        internal override bool HasNoSteps(OnnxColumn input) => input.Width is not null;

        internal override void Check(OnnxColumn input, string model)
        {
            CheckType(input, model, types);
            if (input.RowShape.Count(d => d < 0) > 1)
            {
                throw new NotSupportedException(
                    $"The input '{input.Name}' of {model} has the shape {input.ShapeText}; at most one dimension after the first may vary.");
            }

            for (int row = 0; row < rows.Count; row++)
            {
                int length = rows[row]?.Length ?? 0;
                if (input.Width is int width && length != width)
                {
                    throw new ArgumentException(
                        $"Row {row} has {length} {kind}; the input '{input.Name}' of {model} takes {width} a row.");
                }

                if (length % input.StepSize != 0)
                {
                    throw new ArgumentException(
                        $"Row {row} has {length} {kind}; the input '{input.Name}' of {model} takes a multiple of {input.StepSize}, the size of a frame.");
                }
            }
        }

        [SuppressMessage("Reliability", "CA2000", Justification = "The caller disposes of the tensor.")]
        internal override OrtValue ToTensor(OnnxColumn input, ReadOnlySpan<int> chosen, int steps, int padding, OrtAllocator allocator)
        {
            int width = input.Width ?? steps * input.StepSize;
            long[] shape = Shape(input, chosen.Length, steps);
            if (typeof(T) == typeof(string))
            {
                var tensor = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, shape);
                for (int i = 0; i < chosen.Length; i++)
                {
                    string[] row = (string[]?)(object?)rows[chosen[i]] ?? [];
                    for (int j = 0; j < row.Length; j++)
                    {
                        tensor.StringTensorSetElementAt(row[j].AsSpan(), (i * width) + j);
                    }
                }

                return tensor;
            }

            var numbers = OrtValue.CreateAllocatedTensorValue(allocator, (TensorElementType)input.ElementType, shape);
            if (typeof(T) == typeof(float))
            {
                Fill(numbers.GetTensorMutableDataAsSpan<float>(), chosen, width, (float)padding, static (from, to) => ((float[])(object)from).CopyTo(to));
            }
            else if (typeof(T) == typeof(double))
            {
                Fill(numbers.GetTensorMutableDataAsSpan<double>(), chosen, width, padding, static (from, to) => ((double[])(object)from).CopyTo(to));
            }
            else if (typeof(T) == typeof(bool))
            {
                Fill(numbers.GetTensorMutableDataAsSpan<bool>(), chosen, width, false, static (from, to) => ((bool[])(object)from).CopyTo(to));
            }
            else if (typeof(T) == typeof(long))
            {
                Fill(numbers.GetTensorMutableDataAsSpan<long>(), chosen, width, (long)padding, static (from, to) => ((long[])(object)from).CopyTo(to));
            }
            else if (input.ElementType == OnnxElementType.Int64)
            {
                Fill(numbers.GetTensorMutableDataAsSpan<long>(), chosen, width, (long)padding, static (from, to) => TensorPrimitives.ConvertChecked((int[])(object)from, to));
            }
            else
            {
                Fill(numbers.GetTensorMutableDataAsSpan<int>(), chosen, width, padding, static (from, to) => ((int[])(object)from).CopyTo(to));
            }

            return numbers;
        }

        private void Fill<TTo>(Span<TTo> tensor, ReadOnlySpan<int> chosen, int width, TTo padding, RowCopy<TTo> copy)
        {
            for (int i = 0; i < chosen.Length; i++)
            {
                T[] row = rows[chosen[i]] ?? [];
                copy(row, tensor.Slice(i * width, row.Length));
                tensor.Slice((i * width) + row.Length, width - row.Length).Fill(padding);
            }
        }

        private delegate void RowCopy<TTo>(T[] from, Span<TTo> to);
    }
}
