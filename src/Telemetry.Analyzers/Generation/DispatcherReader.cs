using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Telemetry.Analyzers;

/// <summary>Finds the dispatcher of the instance that a method belongs to.</summary>
internal static class DispatcherReader
{
    /// <summary>Returns the dispatcher: a field, or else a property, or else a parameter of the primary constructor; null if there is
    /// none.</summary>
    internal static DispatcherModel? Read(IMethodSymbol method, MethodProblems problems)
    {
        if (method.IsStatic)
        {
            return null;
        }

        foreach (IEnumerable<ISymbol> candidates in new[] { Fields(method), Properties(method), Parameters(method) })
        {
            ISymbol[] found = [.. candidates];
            if (found.Length > 1)
            {
                problems.Add(
                    GenerationDescriptors.SeveralDispatchers,
                    method.Locations[0],
                    method.Name,
                    string.Join(", ", found.Select(symbol => $"'{symbol.Name}'")));
                return null;
            }

            if (found.Length == 1)
            {
                return Create(found[0], method.ContainingType);
            }
        }

        return null;
    }

    private static DispatcherModel Create(ISymbol symbol, INamedTypeSymbol type) => new(
        symbol is IParameterSymbol ? Identifier.Escape(symbol.Name) : $"this.{Identifier.Escape(symbol.Name)}",
        TypeOf(symbol)!.NullableAnnotation == NullableAnnotation.Annotated,
        type is { TypeKind: TypeKind.Class, IsRecord: false });

    private static IEnumerable<ISymbol> Fields(IMethodSymbol method) =>
        Members(method).Where(member => member is IFieldSymbol { IsImplicitlyDeclared: false } && IsDispatcher(member));

    private static IEnumerable<ISymbol> Properties(IMethodSymbol method) =>
        Members(method).Where(member => member is IPropertySymbol { IsIndexer: false, GetMethod: not null } && IsDispatcher(member));

    private static IEnumerable<ISymbol> Parameters(IMethodSymbol method) => method.ContainingType.InstanceConstructors
        .Where(constructor => constructor.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax() is TypeDeclarationSyntax))
        .SelectMany(constructor => constructor.Parameters)
        .Where(IsDispatcher);

    // Those of base types that the type sees.
    private static IEnumerable<ISymbol> Members(IMethodSymbol method)
    {
        for (INamedTypeSymbol? type = method.ContainingType; type is not null; type = type.BaseType)
        {
            foreach (ISymbol member in type.GetMembers())
            {
                bool isOwn = SymbolEqualityComparer.Default.Equals(type, method.ContainingType);
                if (!member.IsStatic && !member.IsOverride && (isOwn || member.DeclaredAccessibility != Accessibility.Private))
                {
                    yield return member;
                }
            }
        }
    }

    private static bool IsDispatcher(ISymbol symbol) => TypeOf(symbol) is INamedTypeSymbol
    {
        Name: "TelemetryDispatcher",
        ContainingNamespace: { Name: "Telemetry", ContainingNamespace.IsGlobalNamespace: true },
    };

    private static ITypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        IParameterSymbol parameter => parameter.Type,
        _ => null,
    };
}
