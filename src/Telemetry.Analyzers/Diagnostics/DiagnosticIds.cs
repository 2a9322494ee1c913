namespace Telemetry.Analyzers;

/// <summary>The ids of the diagnostics. Each one has a page, <c>docs/diagnostics/&lt;id&gt;.md</c>.</summary>
public static class DiagnosticIds
{
    /// <summary>A constant is not a valid name of an event, or not a valid pattern.</summary>
    public const string InvalidName = "TEL101";
}
