namespace MLSeq.Runtimes.Tests.Cases;

internal static class PipelineCases
{
    public static IEnumerable<(string Name, Func<ExportedModel> Make)> All() => [];
}
