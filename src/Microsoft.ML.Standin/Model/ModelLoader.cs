using System.Reflection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Finds the class that a saved component names, loading its assembly where needed, and makes an instance.</summary>
internal static class ModelLoader
{
    public static object Create(IHostEnvironment env, ModelLoadContext context, Type signature, object[] extra)
    {
        var name = context.Header.LoaderSignature;
        var info = env.ComponentCatalog.GetLoadableClassInfo(name, signature);
        if (info == null && context.LoaderAssemblyName.Length > 0)
        {
            env.ComponentCatalog.RegisterAssembly(LoadAssembly(context), throwOnError: false);
            info = env.ComponentCatalog.GetLoadableClassInfo(name, signature);
        }

        if (info == null)
        {
            throw new FormatException($"The model's component '{name}' ({signature.Name}) in '{context.Directory}' is not known to assembly '{context.LoaderAssemblyName}'.");
        }

        try
        {
            return info.Create([env, context, .. extra]);
        }
        catch (EndOfStreamException e)
        {
            throw new FormatException($"The model's component '{name}' in '{context.Directory}' is damaged: it ends too early.", e);
        }
    }

    private static Assembly LoadAssembly(ModelLoadContext context)
    {
        try
        {
            return Assembly.Load(context.LoaderAssemblyName);
        }
        catch (Exception e) when (e is IOException or BadImageFormatException)
        {
            throw new FormatException(
                $"The model's component '{context.Header.LoaderSignature}' in '{context.Directory}' is of assembly '{context.LoaderAssemblyName}', which cannot be loaded: {e.Message}", e);
        }
    }
}
