namespace Microsoft.ML.StandinTests.Surface;

/// <summary>Prints types as C# source does, without namespaces.</summary>
internal static class ApiNames
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(char)] = "char",
        [typeof(sbyte)] = "sbyte",
        [typeof(byte)] = "byte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    public static string Of(Type type)
    {
        if (type.IsByRef)
        {
            return Of(type.GetElementType());
        }

        if (type.IsArray)
        {
            return $"{Of(type.GetElementType())}[{new string(',', type.GetArrayRank() - 1)}]";
        }

        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return $"{Of(value)}?";
        }

        return type.IsGenericParameter ? type.Name : Keywords.GetValueOrDefault(type) ?? Nested(type, "");
    }

    /// <summary>With the namespace.</summary>
    public static string Full(Type type) => Nested(type, $"{type.Namespace}.");

    // A nested type's generic arguments begin with those of the types around it.
    private static string Nested(Type type, string prefix)
    {
        var chain = new List<Type>();
        for (var at = type; at != null; at = at.DeclaringType)
        {
            chain.Insert(0, at);
        }

        var arguments = type.GetGenericArguments();
        var used = 0;
        var parts = chain.Select(part =>
        {
            var count = part.GetGenericArguments().Length;
            var own = arguments[used..Math.Max(used, count)];
            used = Math.Max(used, count);
            var name = part.Name.Split('`')[0];
            return own.Length == 0 ? name : $"{name}<{string.Join(", ", own.Select(Of))}>";
        });
        return prefix + string.Join(".", parts);
    }
}
