using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Calls generic methods for types that are known only at run time.</summary>
internal static class Generic
{
    /// <summary>Calls the static method of the owner with the given type arguments; its exceptions come as they are.</summary>
    public static object Call(Type owner, string method, Type[] types, params object[] arguments) => owner
        .GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
        .MakeGenericMethod(types)
        .Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null);

    /// <summary>The same, for methods that give a <typeparamref name="TResult"/>.</summary>
    public static TResult Call<TResult>(Type owner, string method, Type[] types, params object[] arguments) =>
        (TResult)Call(owner, method, types, arguments);
}
