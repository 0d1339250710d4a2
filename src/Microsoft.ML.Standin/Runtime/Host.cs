namespace Microsoft.ML.Runtime;

/// <summary>The environment of one component.</summary>
internal sealed class Host(HostEnvironment root, string name, Random rand) : HostBase(name, rand)
{
    public override HostEnvironment Root { get; } = root;
}
