namespace MLSeq.Decoding.Beams;

/// <summary>
/// Beam search: from the best few beginnings of a target to the best few that are one token longer, until as many have ended. A beginning counts
/// as ended when its end is among the best continuations. All beginnings of all sources take a step together.
/// </summary>
internal static class BeamSearch
{
    /// <summary>The best targets of each source that the decoder has read, the best one first.</summary>
    public static IReadOnlyList<BeamHypothesis>[] Run(TargetDecoder decoder, BeamSearchOptions options)
    {
        var beams = new Beam[decoder.SourceLengths.Length];
        for (var source = 0; source < beams.Length; source++)
        {
            beams[source] = new Beam(options, decoder, source);
        }

        var (ids, parents, sources) = (new List<int>(), new List<int>(), new List<int>());
        for (var running = beams.ToList(); running.Count > 0; running.RemoveAll(beam => beam.Live.Count == 0))
        {
            ids.Clear();
            parents.Clear();
            sources.Clear();
            foreach (var beam in running)
            {
                foreach (var path in beam.Live)
                {
                    ids.Add(path.Token);
                    parents.Add(path.Before is null ? beam.Source : path.Parent);
                    sources.Add(beam.Source);
                }
            }

            var outputs = decoder.Step(Span(ids), Span(parents), Span(sources));
            var row = 0;
            foreach (var beam in running)
            {
                var rows = beam.Live.Count;
                beam.Step(outputs, row);
                row += rows;
            }
        }

        return [.. beams.Select(beam => beam.Result)];
    }

    private static ReadOnlySpan<int> Span(List<int> values) => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(values);
}
