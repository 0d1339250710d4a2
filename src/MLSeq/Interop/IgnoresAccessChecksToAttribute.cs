namespace System.Runtime.CompilerServices;

/// <summary>
/// Opens the internal members of another assembly to this one. The runtime knows the attribute by its name, but no
/// library declares it. ML.NET's components are written against its internals, and so are these.
/// </summary>
/// <param name="assemblyName">The simple name of the opened assembly.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
internal sealed class IgnoresAccessChecksToAttribute(string assemblyName) : Attribute
{
    /// <summary>The simple name of the opened assembly.</summary>
    public string AssemblyName { get; } = assemblyName;
}
