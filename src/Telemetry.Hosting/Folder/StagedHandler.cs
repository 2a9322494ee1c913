namespace Telemetry.Hosting;

/// <summary>A handler that was registered by a script being loaded, to be attached when the script has run.</summary>
/// <param name="Parameters">The parameters that were passed to Register-TelemetryHandler.</param>
/// <param name="File">The file with the call; empty if the call is not in a file.</param>
/// <param name="Line">The line of the call.</param>
internal sealed record StagedHandler(IReadOnlyDictionary<string, object?> Parameters, string? File, int Line)
{
    internal string Id => (string)Parameters["Id"]!;

    internal bool IsForced => Parameters.TryGetValue("Force", out object? force)
        && force is System.Management.Automation.SwitchParameter { IsPresent: true };
}
