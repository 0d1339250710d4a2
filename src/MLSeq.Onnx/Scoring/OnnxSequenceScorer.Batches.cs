using System.Globalization;
using Microsoft.ML.OnnxRuntime;

namespace MLSeq.Onnx.Scoring;

// How rows become batches and batches results.
public sealed partial class OnnxSequenceScorer
{
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

    private (int[] Lengths, List<int[]> Batches) Plan(ScorerDevice device, OnnxRows[] rows, int count)
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

        return (lengths, BatchPlan.For(device.IsCpu, _options.WindowSize, perRun ?? _options.BatchSize, equalLengths: !padded).Cut(lengths));
    }

    /// <summary>Runs a batch, in halves where the device has not enough memory for it, on the CPU where the device fails.</summary>
    private void Run(ScorerJob job, int[] batch)
    {
        var device = _device;
        long paddedSteps = batch.Length * Math.Max(1L, batch.Max(row => job.Lengths[row]));
        if (batch.Length == 1 || paddedSteps <= device.MostSteps)
        {
            try
            {
                RunOn(device, job, batch, paddedSteps);
                return;
            }
            catch (DeviceException e) when (batch.Length > 1 && e.IsOutOfMemory)
            {
                device.Limit(paddedSteps / 2);
                SayHalved(device, batch.Length, e);
            }
            catch (DeviceException e)
            {
                RunOn(Cpu(device, e), job, batch, paddedSteps);
                return;
            }
        }

        Run(job, batch[..(batch.Length / 2)]);
        Run(job, batch[(batch.Length / 2)..]);
    }

    private void SayHalved(ScorerDevice device, int rows, DeviceException error)
    {
        if (!Interlocked.Exchange(ref _saidHalved, true))
        {
            _options.Log?.Invoke($"{_model}: {device.Name} has not enough memory for {rows} rows at once; such batches are halved: {FirstLine(error)}");
        }
    }

    /// <summary>The CPU in place of a device that failed: for good where it is lost, for one batch where even a single row needs too much memory.</summary>
    private ScorerDevice Cpu(ScorerDevice failed, DeviceException error)
    {
        if (!_options.FallbackToCpu)
        {
            throw new InvalidOperationException(
                $"{_model} failed on {failed.Name}: {FirstLine(error)} ({nameof(OnnxScorerOptions.FallbackToCpu)} is off.)", error);
        }

        lock (_falling)
        {
            if (_cpu is null)
            {
                _options.Log?.Invoke(
                    $"{_model} runs on the CPU {(error.IsOutOfMemory ? $"where {failed.Name} has not enough memory for one row" : $"from here on: {failed.Name} failed")}: {FirstLine(error)}");
                _cpu = _openCpu();
            }

            if (!error.IsOutOfMemory)
            {
                _device = _cpu;
            }

            return _cpu;
        }
    }

    private static string FirstLine(Exception error) => error.Message.Split('\n')[0].Trim();

    private void RunOn(ScorerDevice device, ScorerJob job, int[] batch, long paddedSteps)
    {
        var tensors = new List<OrtValue>(_inputNames.Length);
        try
        {
            (int Padded, int[] Own) steps = (0, []);
            for (int i = 0; i < job.Rows.Length; i++)
            {
                var own = job.Rows[i].HasNoSteps(Inputs[i]) ? (0, []) : StepsOf(device, job.Rows[i], Inputs[i], batch);
                tensors.Add(job.Rows[i].ToTensor(Inputs[i], batch, own.Padded, _padding ?? 0, device.Allocator));
                if (own.Padded > 0)
                {
                    steps = own;
                }
            }

            if (_lengths is not null)
            {
                tensors.Add(OnnxRows.Ids([.. steps.Own.Select(n => new[] { n })]).ToTensor(_lengths, [.. Enumerable.Range(0, batch.Length)], 0, 0, device.Allocator));
            }

            using var outputs = device.Run(_inputNames, tensors, _outputNames);
            paddedSteps = Math.Max(paddedSteps, (long)batch.Length * steps.Padded);
            if (outputs.Count > job.Columns.Length)
            {
                steps = (0, Array.ConvertAll(outputs[job.Columns.Length].GetTensorDataAsSpan<long>().ToArray(), n => (int)n));
            }

            for (int i = 0; i < job.Columns.Length; i++)
            {
                job.Columns[i].Take(outputs[i], batch, steps, _model);
            }

            _meter.Add(batch.Length, job.StepsOf(batch), paddedSteps);
        }
        catch (OnnxRuntimeException e)
        {
            throw new InvalidOperationException(
                $"{_model} failed on {batch.Length} rows, among them row {job.FirstRow + batch[0]}: {e.Message}", e);
        }
        finally
        {
            tensors.ForEach(t => t.Dispose());
        }
    }

    /// <summary>How many time steps a batch's rows are padded to, and how many each has of its own.</summary>
    private (int Padded, int[] Own) StepsOf(ScorerDevice device, OnnxRows rows, OnnxColumn input, int[] batch)
    {
        int[] own = Array.ConvertAll(batch, row => rows.Length(input, row));

        // A recurrent layer must not see zero time steps.
        int padded = Math.Max(1, own.Max());
        return device.IsCpu || _padding is null ? (padded, own) : (BatchPlan.CudaSteps(padded), own);
    }

    /// <summary>
    /// Runs full batches of rows that say nothing, the longest first, so that later ones find the memory that they need. The first run is also what finds a
    /// missing library.
    /// </summary>
    private static void WarmUp(InferenceSession session, string model, OnnxScorerOptions options)
    {
        for (int steps = BatchPlan.CudaSteps(Math.Max(1, options.WarmUp)); steps > 0; steps -= BatchPlan.CudaStepsMultiple)
        {
            var tensors = new List<OrtValue>();
            try
            {
                foreach (string name in session.InputNames)
                {
                    var input = OnnxColumn.From(name, session.InputMetadata[name]);
                    int n = input.RowsPerRun ?? options.BatchSize;
                    var rows = OnnxRows.Blank(input, n, steps);
                    rows.Check(input, model);
                    tensors.Add(rows.ToTensor(input, Enumerable.Range(0, n).ToArray(), steps, 0, OrtAllocator.DefaultInstance));
                }

                using var runOptions = new RunOptions();
                using var outputs = session.Run(runOptions, [.. session.InputNames], tensors, [.. session.OutputNames]);
            }
            catch (OnnxRuntimeException e) when (steps > BatchPlan.CudaStepsMultiple && DeviceException.From(e) is { IsOutOfMemory: true })
            {
                // Batches of such rows will be halved.
            }
            finally
            {
                tensors.ForEach(t => t.Dispose());
            }
        }
    }

    private static string Names(IEnumerable<OnnxColumn> columns) =>
        string.Join(", ", columns.Select(c => $"'{c.Name}' ({c.ElementType} {c.ShapeText})"));
}
