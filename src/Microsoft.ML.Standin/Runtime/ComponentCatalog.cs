using System.Reflection;

namespace Microsoft.ML.Runtime;

/// <summary>The classes that models can be loaded with, found by the attributes of their assemblies.</summary>
public sealed class ComponentCatalog
{
    private readonly Lock _lock = new();
    private readonly HashSet<Assembly> _assemblies = [];
    private readonly Dictionary<(string LoadName, Type Signature), LoadableClassInfo> _classes = [];

    internal ComponentCatalog()
    {
        RegisterAssembly(typeof(ComponentCatalog).Assembly);
    }

    /// <summary>Makes the loadable classes of an assembly known.</summary>
    /// <param name="assembly">The assembly whose attributes are read.</param>
    /// <param name="throwOnError">Whether two classes with the same name are an error; otherwise the first stays.</param>
    public void RegisterAssembly(Assembly assembly, bool throwOnError = true)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        lock (_lock)
        {
            if (!_assemblies.Add(assembly))
            {
                return;
            }

            foreach (var attribute in assembly.GetCustomAttributes<LoadableClassAttributeBase>())
            {
                var info = new LoadableClassInfo(attribute);
                foreach (var signature in attribute.SigTypes)
                {
                    foreach (var name in attribute.LoadNames.Append(attribute.UserName).Where(n => !string.IsNullOrEmpty(n)).Distinct(StringComparer.OrdinalIgnoreCase))
                    {
                        if (!_classes.TryAdd((name.ToUpperInvariant(), signature), info) && throwOnError)
                        {
                            throw new InvalidOperationException($"{assembly.GetName().Name} registers '{name}' ({signature.Name}), which is registered already.");
                        }
                    }
                }
            }
        }
    }

    internal LoadableClassInfo GetLoadableClassInfo(string loadName, Type signatureType)
    {
        lock (_lock)
        {
            return _classes.GetValueOrDefault((loadName.ToUpperInvariant(), signatureType));
        }
    }
}
