using Microsoft.CodeAnalysis;

namespace MLSeq.Packages.Tests;

/// <summary>What code that refers to an assembly sees of it and somebody wrote: no accessors, and nothing that the compiler adds.</summary>
internal static class PublicSurface
{
    /// <summary>The types and members, nested ones included.</summary>
    public static IEnumerable<ISymbol> Of(IAssemblySymbol assembly) => Types(assembly.GlobalNamespace).SelectMany(type => Members(type).Prepend(type));

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container) => container.GetMembers().OfType<INamespaceOrTypeSymbol>().SelectMany(member => member switch
    {
        INamedTypeSymbol type => IsSeen(type) ? Types(type).Prepend(type) : [],
        _ => Types(member),
    });

    private static IEnumerable<ISymbol> Members(INamedTypeSymbol type) => type.TypeKind == TypeKind.Delegate
        ? []
        : type.GetMembers().Where(member => member is not INamedTypeSymbol && IsSeen(member) && !IsMade(member) && !IsInherited(member));

    private static bool IsSeen(ISymbol symbol) => symbol.DeclaredAccessibility switch
    {
        Accessibility.Public => true,
        Accessibility.Protected or Accessibility.ProtectedOrInternal => symbol.ContainingType is { IsSealed: false },
        _ => false,
    };

    /// <summary>Accessors, constructors that nobody wrote, an enumeration's field of the value, and what a record has of itself.</summary>
    private static bool IsMade(ISymbol member) =>
        member.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "CompilerGeneratedAttribute")
        || member is IMethodSymbol { AssociatedSymbol: not null }
        || member is IMethodSymbol { MethodKind: MethodKind.Constructor, Parameters: [] }
        || member is { Name: "value__" }
        || member is { Name: "EqualityContract" };

    /// <summary>Overriding members, such as ToString, have the documentation of what they override.</summary>
    private static bool IsInherited(ISymbol member) => member.IsOverride;
}
