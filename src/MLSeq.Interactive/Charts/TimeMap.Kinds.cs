using MLSeq.Transcription;

namespace MLSeq.Interactive.Charts;

/// <content>The maps of MLSeq's own results.</content>
public sealed partial class TimeMap
{
    /// <summary>
    /// What a transcriber hears: the probability of each token at each step, the blank's at the bottom, and dots at the likeliest of each step. What is read off
    /// the dots, repeats merged and blanks left out, is the greedy transcript.
    /// </summary>
    /// <param name="reader">The transcriber; or its ONNX model.</param>
    /// <param name="logProbabilities">What it gave for a recording [T, tokens].</param>
    /// <param name="secondsPerStep">How far steps are apart.</param>
    /// <exception cref="ArgumentException">There are no steps, or the numbers are no logarithms of probabilities.</exception>
    public static TimeMap OfTranscription(TranscriptReader reader, float[] logProbabilities, double secondsPerStep)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(logProbabilities);
        var tokens = reader.Vocabulary.Count;
        OptionCheck.Require(logProbabilities.Length > 0 && logProbabilities.Length % tokens == 0, "The number of values", logProbabilities.Length, $"a multiple of {tokens}, at least one step");
        float[][] steps = [.. logProbabilities.Chunk(tokens).Select(step => (float[])[.. step.Select(MathF.Exp)])];
        int[] likeliest = [.. steps.Select(step => step.IndexOf(step.Max()))];

        // In the order in which they are read, so that a text goes down like stairs; the blank comes last.
        int[] rows = [.. likeliest.Where(id => id != 0).Distinct(), 0];
        string Name(int id) => id == 0 ? "none" : reader.Vocabulary[id] is " " ? "space" : reader.Vocabulary[id];
        return new(
            $"'{reader.Read(logProbabilities).Text}', as it is heard", [.. rows.Select(Name)], [.. steps.SelectMany(step => rows.Select(id => step[id]))])
        {
            Note = "shade: how probable; dot: the likeliest of its step; none: the blank",
            StepLength = secondsPerStep,
            HorizontalAxis = "seconds",
            Marks = [.. likeliest.Select((id, step) => (step, rows.IndexOf(id)))],
        };
    }

    /// <summary>Notes over time, as on the roll of a player piano: a row for each key, high ones at the top, of which the Cs are named (C4 is the middle one).</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="notes">How much, or how probably, each key sounds at each step [T, keys].</param>
    /// <param name="lowestPitch">The MIDI pitch of the first key; the middle C's is 60.</param>
    /// <param name="keys">How many keys there are.</param>
    /// <param name="marked">Notes that get a dot [T, keys], where they are above a half; null for none.</param>
    /// <exception cref="ArgumentException">There are no steps, a step is not whole, or the two differ in size.</exception>
    public static TimeMap OfNotes(string title, float[] notes, int lowestPitch = 21, int keys = 88, float[]? marked = null)
    {
        ArgumentNullException.ThrowIfNull(notes);
        OptionCheck.Require(keys >= 1, nameof(keys), keys, "at least 1");
        OptionCheck.Require(notes.Length > 0 && notes.Length % keys == 0, "The number of values", notes.Length, $"a multiple of {keys}, at least one step");
        OptionCheck.Require(marked is null || marked.Length == notes.Length, "The number of marked values", marked?.Length ?? 0, $"as many as of notes, {notes.Length}");

        // Whole octaves, from the C below the lowest note to the one above the highest.
        int[] used = [.. Enumerable.Range(0, keys).Where(key => Enumerable.Range(0, notes.Length / keys).Any(t => notes[(t * keys) + key] >= 0.05f || marked?[(t * keys) + key] > 0.5f)).DefaultIfEmpty(60 - lowestPitch)];
        var (lowest, highest) = ((used[0] + lowestPitch) / 12 * 12, (used[^1] + lowestPitch + 11) / 12 * 12);
        int[] rows = [.. Enumerable.Range(lowest, highest - lowest + 1).Reverse()];
        float At(float[] of, int step, int pitch) => pitch >= lowestPitch && pitch < lowestPitch + keys ? of[(step * keys) + pitch - lowestPitch] : 0;
        var steps = Enumerable.Range(0, notes.Length / keys);
        return new(title, [.. rows.Select(pitch => pitch % 12 == 0 ? $"C{(pitch / 12) - 1}" : "")], [.. steps.SelectMany(step => rows.Select(pitch => At(notes, step, pitch)))])
        {
            Marks = marked is null ? [] : [.. steps.SelectMany(step => rows.Index().Where(row => At(marked, step, row.Item) > 0.5f).Select(row => (step, row.Index)))],
        };
    }
}
