using System.Globalization;
using MLSeq.Audio;
using MLSeq.Graphs;
using MLSeq.Onnx.Models;
using MLSeq.TriggerWords;

namespace MLSeq.Onnx.Graphs;

/// <summary>
/// Log-mel features in a graph, as <see cref="LogMelSpectrogram"/> makes them: a convolution with the windowed cosines and sines of the Fourier transform
/// takes the place of the fast one.
/// </summary>
public static class LogMelGraph
{
    /// <summary>Adds the features of sound to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="samples">Samples [N, S] float, S at least 1, zeros behind a row's end.</param>
    /// <param name="lengths">How many samples each row has, [N] int64, 0 for none.</param>
    /// <param name="options">How the features are made.</param>
    /// <returns>
    /// Features [N, T, <see cref="LogMelOptions.StepSize"/>] float, zeros behind a row's end, with lengths of at least 1; and how many steps each row really
    /// has, [N] int64, 0 for none.
    /// </returns>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public static (GraphSequence Features, GraphValue Steps) Features(OnnxGraph graph, GraphValue samples, GraphValue lengths, LogMelOptions options)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        graph.Metadata[OnnxMetadata.SampleRate] = options.SampleRate.ToString(CultureInfo.InvariantCulture);
        var (length, shift, stack) = (options.FrameSamples, options.ShiftSamples, options.FramesPerStep);
        GraphValue Whole(string name, long value) => graph.Constant(name, [value], 1);

        // A clip has as many frames as fit into it; one shorter than a frame has one.
        var more = graph.Divide(graph.Node("Max", graph.Subtract(lengths, Whole("length", length)), Whole("zero", 0)), Whole("shift", shift));
        var frames = graph.Multiply(graph.Add(more, Whole("one", 1)), graph.Node("Min", lengths, Whole("one", 1)));               // [N]
        var steps = graph.Divide(graph.Add(frames, Whole("rest", stack - 1)), Whole("stack", stack));
        var most = graph.Node("Max", graph.Unsqueeze(graph.ReduceMax(steps, 0), 0), Whole("one", 1));
        var count = graph.Multiply(most, Whole("stack", stack));                                                                   // [1]

        var logs = Frames(graph, samples, options);                                                                                // [N, F, B]
        logs = graph.Node("Pad", logs, graph.Constant("pads", [0L, 0, 0, 0, stack, 0], 6));
        logs = graph.Node("Slice", logs, Whole("start", 0), count, Whole("axis", 1));
        var places = graph.Node("Range", graph.Constant("first", [0L]), graph.Squeeze(count, 0), graph.Constant("step", [1L]));
        places = graph.Unsqueeze(graph.Unsqueeze(places, 0), 2);                                                                   // [1, F, 1]
        GraphValue Before(GraphValue ends) => graph.Node("Less", places, graph.Unsqueeze(graph.Unsqueeze(ends, 1), 2));            // [N, F, 1]
        logs = graph.Where(Before(frames), logs, graph.Constant("silence", [MathF.Log(options.Floor)], 1));
        var counted = graph.Multiply(steps, Whole("stack", stack));
        logs = Normalize(graph, logs, Before(counted), graph.CastToFloat(graph.Node("Max", counted, Whole("one", 1))), options.Normalization);
        return (TextGraph.AtLeastOneStep(graph, graph.Reshape(logs, 0, -1, options.StepSize), steps), steps);
    }

    /// <summary>Adds a detector of a trigger word to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="samples">Samples [N, S] float at the rate of the detector's features, S at least 1, zeros behind a row's end.</param>
    /// <param name="lengths">How many samples each row has, [N] int64, 0 for none.</param>
    /// <param name="detector">The detector.</param>
    /// <returns>At each step the probability that the word has just ended, [N, T] float; and how many steps each row has, [N] int64, 0 for none.</returns>
    public static (GraphValue Probabilities, GraphValue Steps) Probabilities(OnnxGraph graph, GraphValue samples, GraphValue lengths, TriggerDetector detector)
    {
        ArgumentNullException.ThrowIfNull(detector);
        var (features, steps) = Features(graph, samples, lengths, detector.Features);
        OnnxWordDetector.Describe(graph, detector);
        var scale = detector.Scale;
        var values = graph.Subtract(features.Values, graph.Constant("means", scale.Means, scale.Size));
        values = graph.Divide(values, graph.Constant("deviations", scale.Deviations, scale.Size));
        return (graph.Squeeze(detector.Network.Describe(graph, features with { Values = values }), 2), steps);
    }

    /// <summary>The logarithms of power in bands [N, F, B]; behind the rows' ends there is no sense in them.</summary>
    private static GraphValue Frames(OnnxGraph graph, GraphValue samples, LogMelOptions options)
    {
        var (length, filters) = (options.FrameSamples, new MelFilters(options, LogMelFrame.TransformSize(options)));
        var x = graph.Node("Pad", samples, graph.Constant("pads", [0L, 0, 0, length], 4));
        var first = graph.Gather(graph.Transpose(x, 1, 0), graph.Constant("zero", [0L], 1));                                       // [1, N]
        var before = graph.Concat(1, graph.Transpose(first, 1, 0), x);
        before = graph.Node("Slice", before, graph.Constant("start", [0L], 1), graph.Constant("end", [-1L], 1), graph.Constant("axis", [1L], 1));
        x = graph.Subtract(x, graph.Multiply(before, graph.Constant("emphasis", [options.PreEmphasis], 1)));

        // Cosines, then sines: the squares of both are summed under the same triangles.
        var (bins, window) = (filters.Frequencies, LogMelFrame.Window(length));
        var waves = new float[2 * bins * length];
        for (var k = 0; k < bins; k++)
        {
            for (var n = 0; n < length; n++)
            {
                // The angle's whole turns are left out first, in integers.
                var (sine, cosine) = Math.SinCos(2 * Math.PI * ((long)k * n % filters.TransformSize) / filters.TransformSize);
                waves[(k * length) + n] = (float)(window[n] * cosine);
                waves[((bins + k) * length) + n] = (float)(window[n] * sine);
            }
        }

        var spectrum = graph.Node(
            "Conv", string.Empty, [graph.Unsqueeze(x, 1), graph.Constant("waves", waves, 2 * bins, 1, length)],
            new GraphAttribute("strides", new[] { (long)options.ShiftSamples }));                                                  // [N, 2K, F]
        var bands = graph.MatMul(graph.Constant("bands", filters.ToMatrix(copies: 2), options.Bands, 2 * bins), graph.Multiply(spectrum, spectrum));
        var logs = graph.Node("Log", graph.Node("Max", bands, graph.Constant("floor", [options.Floor], 1)));
        return graph.Transpose(logs, 0, 2, 1);
    }

    /// <summary>Values [N, F, B] normalized over those that count, the others 0.</summary>
    private static GraphValue Normalize(OnnxGraph graph, GraphValue values, GraphValue counts, GraphValue number, AudioNormalization normalization)
    {
        var none = graph.Constant("none", [0f], 1);
        GraphValue Mean(GraphValue x) => graph.Unsqueeze(graph.Divide(graph.ReduceSum(graph.Where(counts, x, none), 1), graph.Unsqueeze(number, 1)), 1);
        if (normalization != AudioNormalization.None)
        {
            values = graph.Subtract(values, Mean(values));
        }

        if (normalization == AudioNormalization.MeanAndVariance)
        {
            var deviation = graph.Node("Sqrt", Mean(graph.Multiply(values, values)));
            var silent = graph.Node("Less", deviation, graph.Constant("least", [LogMelSpectrogram.LeastDeviation], 1));
            values = graph.Divide(values, graph.Where(silent, graph.Constant("one", [1f], 1), deviation));
        }

        return graph.Where(counts, values, none);
    }
}
