using Microsoft.CodeAnalysis;

namespace Telemetry.Analyzers;

/// <summary>The diagnostics of the rules.</summary>
internal static class Descriptors
{
    /// <summary>The category of all diagnostics.</summary>
    internal const string Category = "Telemetry";

    internal static readonly DiagnosticDescriptor InvalidName = new(
        DiagnosticIds.InvalidName,
        "Event name or pattern is not valid",
        "'{0}' is not {1}: {2}. {3}.",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "An event name has one or more segments, separated by dots. A segment is not empty and has no white space, wildcards, control "
        + "characters or invisible characters. The call throws a FormatException at run time.",
        HelpLink.Of(DiagnosticIds.InvalidName));
}
