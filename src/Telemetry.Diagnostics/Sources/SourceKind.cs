namespace Telemetry.Diagnostics;

/// <summary>The kinds of sources in .NET.</summary>
public enum SourceKind
{
    /// <summary>An <see cref="System.Diagnostics.ActivitySource"/>: operations with a start and an end.</summary>
    Activity,

    /// <summary>A <see cref="System.Diagnostics.Metrics.Meter"/>: values of instruments.</summary>
    Meter,

    /// <summary>A <see cref="System.Diagnostics.DiagnosticListener"/>: named messages with an object each.</summary>
    DiagnosticListener,
}
