namespace Microsoft.ML;

/// <summary>Tells that a class can be made from a model, under which names and signatures.</summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
internal abstract class LoadableClassAttributeBase : Attribute
{
    protected LoadableClassAttributeBase(string summary, Type instType, Type loaderType, Type argType, Type[] sigTypes, string userName, params string[] loadNames)
    {
        ArgumentNullException.ThrowIfNull(instType);
        ArgumentNullException.ThrowIfNull(loaderType);
        ArgumentNullException.ThrowIfNull(sigTypes);
        Summary = summary;
        InstanceType = instType;
        LoaderType = loaderType;
        ArgType = argType;
        SigTypes = sigTypes;
        UserName = userName;
        LoadNames = loadNames ?? [];
    }

    public Type InstanceType { get; }

    public Type LoaderType { get; }

    public Type ArgType { get; }

    public Type[] SigTypes { get; }

    /// <summary>The parameters of the signature after the environment.</summary>
    public Type[] CtorTypes => [.. SigTypes[0].GetMethod("Invoke").GetParameters().Select(p => p.ParameterType)];

    public string Summary { get; }

    public string DocName { get; set; }

    public string UserName { get; }

    public string[] LoadNames { get; }
}
