using Microsoft.CodeAnalysis;

namespace Telemetry.Analyzers;

/// <summary>Finds events that several methods of an assembly declare.</summary>
internal static class DuplicateNames
{
    internal static void Report(Action<Diagnostic> report, IReadOnlyList<DeclaredNames> methods)
    {
        var first = new Dictionary<string, DeclaredNames>(StringComparer.OrdinalIgnoreCase);
        IEnumerable<DeclaredNames> inOrder = methods
            .OrderBy(method => method.Location.Path, StringComparer.Ordinal)
            .ThenBy(method => method.Location.Span.Start);
        foreach (DeclaredNames method in inOrder)
        {
            string? duplicate = method.Names.FirstOrDefault(first.ContainsKey);
            if (duplicate is not null)
            {
                report(Diagnostic.Create(
                    GenerationDescriptors.DeclaredTwice, method.Location.ToLocation(), duplicate, first[duplicate].Method));
            }

            foreach (string name in method.Names)
            {
                if (!first.ContainsKey(name))
                {
                    first.Add(name, method);
                }
            }
        }
    }
}
