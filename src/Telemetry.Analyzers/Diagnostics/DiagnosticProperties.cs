namespace Telemetry.Analyzers;

/// <summary>The keys of what a diagnostic passes to its code fix.</summary>
public static class DiagnosticProperties
{
    /// <summary>The text to write instead.</summary>
    public const string Replacement = nameof(Replacement);

    /// <summary>Is present if the argument can be a pattern.</summary>
    public const string Pattern = nameof(Pattern);
}
