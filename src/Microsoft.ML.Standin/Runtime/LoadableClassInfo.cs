namespace Microsoft.ML.Runtime;

/// <summary>A class that models can be loaded with, and its way of being made.</summary>
internal sealed class LoadableClassInfo(LoadableClassAttributeBase attribute)
{
    public Type InstanceType => attribute.InstanceType;

    /// <summary>
    /// Makes an instance by the loader's constructor or its static Create method, which take the arguments of the
    /// signature, with the environment before them or without.
    /// </summary>
    public object Create(object[] arguments)
    {
        const System.Reflection.BindingFlags Flags = System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.Instance
            | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.DeclaredOnly;
        foreach (var given in new[] { arguments, arguments[1..] })
        {
            var candidates = attribute.LoaderType.GetConstructors(Flags).Where(c => !c.IsStatic).Cast<System.Reflection.MethodBase>()
                .Concat(attribute.LoaderType.GetMethods(Flags).Where(m => m.IsStatic && m.Name == "Create"
                    && attribute.InstanceType.IsAssignableFrom(m.ReturnType)));
            foreach (var candidate in candidates)
            {
                var parameters = candidate.GetParameters();
                if (parameters.Length != given.Length || !parameters.Zip(given).All(p => p.First.ParameterType.IsInstanceOfType(p.Second)))
                {
                    continue;
                }

                return candidate is System.Reflection.ConstructorInfo constructor
                    ? constructor.Invoke(System.Reflection.BindingFlags.DoNotWrapExceptions, null, given, null)
                    : candidate.Invoke(null, System.Reflection.BindingFlags.DoNotWrapExceptions, null, given, null);
            }
        }

        throw new InvalidOperationException($"{attribute.LoaderType} has neither a constructor nor a static Create method that takes ({string.Join(", ", arguments.Select(a => a?.GetType().Name))}).");
    }
}
