using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Microsoft.ML.StandinTests.Surface;

/// <summary>Prints types and members one a line, as the listing does.</summary>
/// <param name="internals">Whether internal and private protected members are printed too.</param>
internal sealed class ApiFormatter(bool internals)
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>The types that can be seen, with those nested in them.</summary>
    public IEnumerable<Type> Types(Assembly assembly) => assembly.GetTypes().Where(IsVisible);

    public string Header(Type type)
    {
        var access = type.IsNestedFamily ? "protected" : type.IsPublic || type.IsNestedPublic ? "public" : "internal";
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            var invoke = type.GetMethod("Invoke");
            return $"{access} delegate {ApiNames.Of(invoke.ReturnType)} {Name(type)}({Parameters(invoke)}){Constraints(type.GetGenericArguments())}";
        }

        var kind = type.IsEnum ? "enum"
            : type.IsInterface ? "interface"
            : type.IsValueType ? $"{(type.CustomAttributes.Any(a => a.AttributeType.Name == nameof(IsReadOnlyAttribute)) ? "readonly " : "")}{(type.IsByRefLike ? "ref " : "")}struct"
            : $"{(type is { IsAbstract: true, IsSealed: true } ? "static " : type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "")}class";
        var bases = Bases(type);
        return $"{access} {kind} {Name(type)}{(bases.Length == 0 ? "" : $" : {string.Join(", ", bases)}")}{Constraints(type.GetGenericArguments())}";
    }

    public IEnumerable<string> Members(Type type)
    {
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            return [];
        }

        if (type.IsEnum)
        {
            return type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => $"{f.Name} = {Convert.ToInt64(f.GetRawConstantValue(), CultureInfo.InvariantCulture)},");
        }

        return type.GetConstructors(All).Where(c => !c.IsStatic && IsVisible(c)).Select(c => $"{Access(c)}{type.Name.Split('`')[0]}({Parameters(c)});")
            .Concat(type.GetFields(All).Where(IsVisible).Select(Field))
            .Concat(type.GetProperties(All).Where(p => p.GetAccessors(true).Any(IsVisible)).Select(Property))
            .Concat(type.GetEvents(All).Where(e => IsVisible(e.AddMethod)).Select(e => $"{Access(e.AddMethod)}event {ApiNames.Of(e.EventHandlerType)} {e.Name};"))
            .Concat(type.GetMethods(All).Where(m => !m.IsSpecialName && IsVisible(m)).Select(Method));
    }

    private static string Name(Type type)
    {
        var name = ApiNames.Full(type);
        if (type.IsGenericTypeDefinition && type.IsInterface | typeof(Delegate).IsAssignableFrom(type))
        {
            foreach (var argument in type.GetGenericArguments())
            {
                var variance = argument.GenericParameterAttributes & GenericParameterAttributes.VarianceMask;
                var word = variance == GenericParameterAttributes.Covariant ? "out " : variance == GenericParameterAttributes.Contravariant ? "in " : "";
                name = name.Replace($"<{argument.Name}", $"<{word}{argument.Name}", StringComparison.Ordinal)
                    .Replace($", {argument.Name}", $", {word}{argument.Name}", StringComparison.Ordinal);
            }
        }

        return name;
    }

    private static string[] Bases(Type type)
    {
        if (type.IsEnum)
        {
            var underlying = Enum.GetUnderlyingType(type);
            return underlying == typeof(int) ? [] : [ApiNames.Of(underlying)];
        }

        var inherited = type.GetInterfaces().SelectMany(i => i.GetInterfaces()).Concat(type.BaseType?.GetInterfaces() ?? []).ToHashSet();
        var interfaces = type.GetInterfaces().Where(i => !inherited.Contains(i)).Select(ApiNames.Of).Order(StringComparer.Ordinal);
        return type.BaseType is { } based && based != typeof(object) && based != typeof(ValueType) ? [ApiNames.Of(based), .. interfaces] : [.. interfaces];
    }

    private static string Constraints(IEnumerable<Type> arguments)
    {
        var text = "";
        foreach (var argument in arguments.Where(a => a.IsGenericParameter))
        {
            var attributes = argument.GenericParameterAttributes;
            var isStruct = attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
            string[] words =
            [
                .. attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? ["class"] : Array.Empty<string>(),
                .. isStruct ? ["struct"] : Array.Empty<string>(),
                .. argument.GetGenericParameterConstraints().Where(c => c != typeof(ValueType)).Select(ApiNames.Of),
                .. attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !isStruct ? ["new()"] : Array.Empty<string>(),
            ];
            text += words.Length == 0 ? "" : $" where {argument.Name} : {string.Join(", ", words)}";
        }

        return text;
    }

    private static string Access(MethodBase method) => method.DeclaringType.IsInterface ? ""
        : method.IsPublic ? "public "
        : method.IsFamily || method.IsFamilyOrAssembly ? "protected "
        : method.IsFamilyAndAssembly ? "private protected "
        : "internal ";

    private static string Modifiers(MethodInfo method)
    {
        if (method.DeclaringType.IsInterface)
        {
            return "";
        }

        var overrides = method.GetBaseDefinition() != method;
        return method.IsStatic ? "static "
            : overrides ? method.IsFinal ? "sealed override " : method.IsAbstract ? "abstract override " : "override "
            : method.IsAbstract ? "abstract "
            : method is { IsVirtual: true, IsFinal: false } ? "virtual "
            : "";
    }

    private static string Method(MethodInfo method)
    {
        var generic = method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(ApiNames.Of))}>" : "";

        // An override inherits its constraints.
        var constraints = method.GetBaseDefinition() == method ? Constraints(method.GetGenericArguments()) : "";
        return $"{Access(method)}{Modifiers(method)}{ApiNames.Of(method.ReturnType)} {method.Name}{generic}({Parameters(method)}){constraints};";
    }

    private static string Field(FieldInfo field)
    {
        var access = field.IsPublic ? "public" : field.IsFamily || field.IsFamilyOrAssembly ? "protected" : field.IsFamilyAndAssembly ? "private protected" : "internal";
        var kind = field.IsLiteral ? "const " : $"{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}";
        return $"{access} {kind}{ApiNames.Of(field.FieldType)} {field.Name}{(field.IsLiteral ? $" = {Literal(field.GetRawConstantValue(), field.FieldType)}" : "")};";
    }

    private static string Literal(object value, Type type) => value switch
    {
        null => type.IsValueType && Nullable.GetUnderlyingType(type) == null || type.IsGenericParameter ? "default" : "null",
        string text => $"\"{text}\"",
        char c => $"'{c}'",
        bool flag => flag ? "true" : "false",
        double.NegativeInfinity => "double.NegativeInfinity",
        double.PositiveInfinity => "double.PositiveInfinity",
        double number => $"{number.ToString(CultureInfo.InvariantCulture)}D",
        float number => $"{number.ToString(CultureInfo.InvariantCulture)}F",
        _ when (Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } e => $"{e.Name}.{Enum.GetName(e, value)}",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private static string Parameters(MethodBase method)
    {
        var first = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return string.Join(", ", method.GetParameters().Select((p, i) => $"{(i == 0 ? first : "")}{Parameter(p)}"));
    }

    private static string Parameter(ParameterInfo parameter)
    {
        var passing = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params "
            : !parameter.ParameterType.IsByRef ? ""
            : parameter.IsOut ? "out "
            : parameter.IsIn ? "in "
            : "ref ";
        return $"{passing}{ApiNames.Of(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? $" = {Literal(parameter.RawDefaultValue, parameter.ParameterType)}" : "")}";
    }

    private string Property(PropertyInfo property)
    {
        var seen = property.GetAccessors(true).Where(IsVisible).ToArray();
        var most = seen.OrderBy(m => m.IsPublic ? 0 : m.IsFamily || m.IsFamilyOrAssembly ? 1 : 2).First();
        var get = property.GetMethod is { } getter && IsVisible(getter) ? $"{Less(getter, most)}get; " : "";
        var set = property.SetMethod is { } setter && IsVisible(setter) ? $"{Less(setter, most)}set; " : "";
        var indices = property.GetIndexParameters();
        var name = indices.Length == 0 ? property.Name : $"this[{string.Join(", ", indices.Select(Parameter))}]";
        return $"{Access(most)}{Modifiers(most)}{ApiNames.Of(property.PropertyType)} {name} {{ {get}{set}}}";
    }

    private static string Less(MethodInfo accessor, MethodInfo most) => Access(accessor) == Access(most) ? "" : Access(accessor);

    private bool IsVisible(Type type) => !type.IsDefined(typeof(CompilerGeneratedAttribute)) && type.DeclaringType is not { } outer
        ? type.IsPublic || (internals && type.IsNotPublic)
        : !type.IsDefined(typeof(CompilerGeneratedAttribute)) && IsVisible(type.DeclaringType)
            && (type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem || (internals && !type.IsNestedPrivate));

    private bool IsVisible(MethodBase method) =>
        method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly || (internals && !method.IsPrivate);

    private bool IsVisible(FieldInfo field) =>
        field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly || (internals && !field.IsPrivate);
}
