namespace MLSeq.Runtimes.Tests.Cases;

/// <summary>All kinds of exported models by name, each made when it is first asked for.</summary>
internal static class ExportedModels
{
    private static readonly Dictionary<string, Lazy<ExportedModel>> Models = NetworkCases.All().Concat(PipelineCases.All()).Concat(GeneratorCases.All())
        .ToDictionary(model => model.Name, model => new Lazy<ExportedModel>(model.Make));

    public static IEnumerable<string> Names => Models.Keys;

    public static ExportedModel Of(string name) => Models[name].Value;
}
