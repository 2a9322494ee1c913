using Microsoft.CodeAnalysis;

namespace Telemetry.Analyzers;

/// <summary>The names of the members that are generated for a method.</summary>
internal static class GeneratedNames
{
    private const string Start = "Start";

    /// <summary>Returns the name with which those of the members begin: the name of the method, for a span without
    /// <c>Start</c>.</summary>
    internal static string StemOf(string method, bool isSpan) =>
        isSpan && method.Length > Start.Length && method.StartsWith(Start, StringComparison.Ordinal)
            ? method.Substring(Start.Length)
            : method;

    internal static string IsEnabled(string stem) => $"Is{stem}Enabled";

    internal static string Handle(string stem) => $"{stem}Handle";

    internal static string Source(string stem) => $"{stem}Source";

    internal static string Run(string stem) => $"Run{stem}";

    internal static string RunAsync(string stem) => $"Run{stem}Async";

    internal static string Payload(string stem) => $"{stem}Payload";

    internal static string Handler(string stem) => $"{stem}Handler";

    internal static string Attach(string stem) => $"Attach{stem}";

    /// <summary>Returns the names of all members that are generated for a method.</summary>
    internal static IEnumerable<string> All(string method, bool isSpan)
    {
        string stem = StemOf(method, isSpan);
        return isSpan
            ? [IsEnabled(stem), Handle(stem), Source(stem), Run(stem), RunAsync(stem),
                .. Read($"{stem}Start"), .. Read($"{stem}Stop"), .. Read($"{stem}Exception")]
            : [IsEnabled(stem), Handle(stem), .. Read(stem)];
    }

    /// <summary>Returns a name that a type has besides the generated one; null if there is none.</summary>
    internal static string? FindTaken(IMethodSymbol method, bool isSpan)
    {
        HashSet<string> taken = [.. method.ContainingType.GetMembers().Select(member => member.Name), method.ContainingType.Name];
        bool isOther = false;
        foreach (IMethodSymbol other in method.ContainingType.GetMembers().OfType<IMethodSymbol>())
        {
            if (SymbolEqualityComparer.Default.Equals(other, method) || KindOf(other) is not { } otherIsSpan)
            {
                continue;
            }

            isOther |= other.Name == method.Name;
            taken.UnionWith(All(other.Name, otherIsSpan));
        }

        return isOther ? Payload(StemOf(method.Name, isSpan)) : All(method.Name, isSpan).FirstOrDefault(taken.Contains);
    }

    // Whether a method declares a span; null if it declares nothing.
    private static bool? KindOf(IMethodSymbol method)
    {
        foreach (AttributeData attribute in method.GetAttributes())
        {
            switch (attribute.AttributeClass?.ToDisplayString())
            {
                case AttributeNames.Event:
                    return false;
                case AttributeNames.Span:
                    return true;
            }
        }

        return null;
    }

    private static string[] Read(string stem) => [Payload(stem), Handler(stem), Attach(stem)];
}
