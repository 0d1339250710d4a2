using System.Globalization;
using Microsoft.ML.OnnxRuntime;

namespace MLSeq.Onnx;

// How rows become batches and batches results.
public sealed partial class OnnxSequenceScorer
{
    // On CUDA each new shape costs a slow first run: lengths are rounded up to a few.
    private const int CudaStepsMultiple = 16;

    private int? PaddingOf(IReadOnlyDictionary<string, string> metadata)
    {
        if (_options.Padding is not null || !metadata.TryGetValue(OnnxMetadata.Padding, out string? text))
        {
            return _options.Padding;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int padding)
            ? padding
            : throw new InvalidDataException($"{_model} has '{text}' as its metadata entry '{OnnxMetadata.Padding}'; expected an integer.");
    }

    private (OnnxColumn[] Inputs, OnnxColumn? Lengths) InputsOf(InferenceSession session)
    {
        OnnxColumn[] all = [.. session.InputNames.Select(n => OnnxColumn.From(n, session.InputMetadata[n]))];
        if (!session.ModelMetadata.CustomMetadataMap.TryGetValue(OnnxMetadata.Lengths, out string? name))
        {
            return (all, null);
        }

        var lengths = all.FirstOrDefault(i => i.Name == name && i.ElementType is OnnxElementType.Int64 or OnnxElementType.Int32)
            ?? throw new InvalidDataException(
                $"{_model} names '{name}' as its metadata entry '{OnnxMetadata.Lengths}', but has no integer input of that name.");
        return ([.. all.Where(i => i != lengths)], lengths);
    }

    /// <summary>The outputs, and the name of the one that says how many time steps they have, where there is one.</summary>
    private (OnnxColumn[] Outputs, string[] Lengths) OutputsOf(InferenceSession session)
    {
        OnnxColumn[] all = [.. session.OutputNames.Where(n => session.OutputMetadata[n].IsTensor).Select(n => OnnxColumn.From(n, session.OutputMetadata[n]))];
        if (!Metadata.TryGetValue(OnnxMetadata.OutputLengths, out string? name))
        {
            return (all, []);
        }

        return all.Any(o => o.Name == name && o.ElementType is OnnxElementType.Int64)
            ? ([.. all.Where(o => o.Name != name)], [name])
            : throw new InvalidDataException(
                $"{_model} names '{name}' as its metadata entry '{OnnxMetadata.OutputLengths}', but has no int64 output of that name.");
    }

    private Dictionary<string, OnnxRows> Only(OnnxRows rows) => Inputs.Count == 1
        ? new Dictionary<string, OnnxRows>(StringComparer.Ordinal) { [Inputs[0].Name] = rows }
        : throw new ArgumentException($"{_model} has {Inputs.Count} inputs ({Names(Inputs)}); give the rows of each by its name.");

    private OnnxRows[] Match(IReadOnlyDictionary<string, OnnxRows> inputs)
    {
        foreach (string name in inputs.Keys)
        {
            if (Inputs.All(i => i.Name != name))
            {
                throw new ArgumentException($"{_model} has no input '{name}'; it has {Names(Inputs)}.");
            }
        }

        var rows = new OnnxRows[Inputs.Count];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = inputs.TryGetValue(Inputs[i].Name, out var given)
                ? given
                : throw new ArgumentException($"The input '{Inputs[i].Name}' of {_model} was given no rows.");
            rows[i].Check(Inputs[i], _model);
            if (rows[i].Count != rows[0].Count)
            {
                throw new ArgumentException(
                    $"The input '{Inputs[i].Name}' of {_model} was given {rows[i].Count} rows, '{Inputs[0].Name}' {rows[0].Count}.");
            }
        }

        return rows;
    }

    private List<int[]> Plan(OnnxRows[] rows, int count)
    {
        int[] lengths = new int[count];
        bool padded = true;
        for (int i = 0; i < rows.Length; i++)
        {
            padded &= _padding is not null || rows[i].HasNoSteps(Inputs[i]);
            for (int row = 0; row < count; row++)
            {
                lengths[row] = Math.Max(lengths[row], rows[i].Length(Inputs[i], row));
            }
        }

        int? perRun = Inputs.Min(i => i.RowsPerRun);
        if (perRun > 1)
        {
            throw new NotSupportedException($"{_model} takes {perRun} rows at a time, no more and no fewer; expected any number or 1.");
        }

        // Measured on LSTMs: on the CPU a time step of one row costs two of a row in a batch; on CUDA it is nearly all that
        // counts.
        double stepCost = Device == "cpu" ? 1 : 64;
        const double runCost = 8;
        return new BatchPlan(_options.WindowSize, perRun ?? _options.BatchSize, !padded, stepCost, runCost).Cut(lengths);
    }

    private void Run(int[] batch, OnnxRows[] rows, ScoreColumn[] columns)
    {
        var tensors = new List<OrtValue>(rows.Length + 1);
        try
        {
            List<string> names = [.. Inputs.Select(i => i.Name)];
            (int Padded, int[] Own) steps = (0, []);
            for (int i = 0; i < rows.Length; i++)
            {
                var own = rows[i].HasNoSteps(Inputs[i]) ? (0, []) : StepsOf(rows[i], Inputs[i], batch);
                tensors.Add(rows[i].ToTensor(Inputs[i], batch, own.Padded, _padding ?? 0));
                if (own.Padded > 0)
                {
                    steps = own;
                }
            }

            if (_lengths is not null)
            {
                names.Add(_lengths.Name);
                tensors.Add(LengthsTensor(_lengths, steps.Own));
            }

            using var outputs = _session.Run(_runOptions, names, tensors, _outputNames);
            if (outputs.Count > columns.Length)
            {
                steps = (0, Array.ConvertAll(outputs[columns.Length].GetTensorDataAsSpan<long>().ToArray(), n => (int)n));
            }

            for (int i = 0; i < columns.Length; i++)
            {
                columns[i].Take(outputs[i], batch, steps, _model);
            }
        }
        catch (OnnxRuntimeException e)
        {
            throw new InvalidOperationException($"{_model} failed on {batch.Length} rows, among them row {batch[0]}: {e.Message}", e);
        }
        finally
        {
            tensors.ForEach(t => t.Dispose());
        }
    }

    /// <summary>How many time steps a batch's rows are padded to, and how many each has of its own.</summary>
    private (int Padded, int[] Own) StepsOf(OnnxRows rows, OnnxColumn input, int[] batch)
    {
        int[] own = Array.ConvertAll(batch, row => rows.Length(input, row));

        // A recurrent layer must not see zero time steps.
        int padded = Math.Max(1, own.Max());
        return Device != "cpu" && _padding is not null
            ? ((padded + CudaStepsMultiple - 1) / CudaStepsMultiple * CudaStepsMultiple, own)
            : (padded, own);
    }

    private static OrtValue LengthsTensor(OnnxColumn input, int[] lengths) => input.ElementType == OnnxElementType.Int32
        ? OrtValue.CreateTensorValueFromMemory(lengths, [lengths.Length])
        : OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(lengths, n => (long)n), [lengths.Length]);

    // One run of a full batch of empty-handed rows: 16 time steps of padding, or the shortest text.
    private void TryOut(InferenceSession session)
    {
        var tensors = new List<OrtValue>();
        try
        {
            foreach (string name in session.InputNames)
            {
                var input = OnnxColumn.From(name, session.InputMetadata[name]);
                int n = input.RowsPerRun ?? _options.BatchSize;
                int width = input.Width ?? CudaStepsMultiple * input.StepSize;
                OnnxRows rows = input.ElementType switch
                {
                    OnnxElementType.String when input.Width == 1 => OnnxRows.Texts(Enumerable.Repeat("a", n).ToArray()),
                    OnnxElementType.String => OnnxRows.Tokens(Enumerable.Repeat(Enumerable.Repeat("a", width).ToArray(), n).ToArray()),
                    OnnxElementType.Int64 or OnnxElementType.Int32 => OnnxRows.Ids(Enumerable.Repeat(new int[width], n).ToArray()),
                    _ => OnnxRows.Numbers(Enumerable.Repeat(new float[width], n).ToArray()),
                };
                rows.Check(input, _model);
                tensors.Add(rows.ToTensor(input, Enumerable.Range(0, n).ToArray(), CudaStepsMultiple, 0));
            }

            using var outputs = session.Run(_runOptions, [.. session.InputNames], tensors, [.. session.OutputNames]);
        }
        finally
        {
            tensors.ForEach(t => t.Dispose());
        }
    }

    private static string Names(IEnumerable<OnnxColumn> columns) =>
        string.Join(", ", columns.Select(c => $"'{c.Name}' ({c.ElementType} {c.ShapeText})"));
}
