namespace MLSeq.Runtimes.Tests.Cases;

internal static class GraphCases
{
    public static IEnumerable<(string Name, Func<ExportedModel> Make)> All() => [];
}
