using Telemetry.Diagnostics;

namespace Telemetry.Commands;

/// <summary>A source that a request asked for, and whether the request enabled it.</summary>
internal sealed class EnabledSource(TelemetrySource source, bool isNew)
{
    internal TelemetrySource Source { get; } = source;

    /// <summary>Whether the source was not enabled before.</summary>
    internal bool IsNew { get; } = isNew;
}
