namespace Telemetry.Hosting;

/// <summary>A handler that a script being loaded has registered, to be attached when the script has run.</summary>
/// <param name="Parameters">The parameters that Register-TelemetryHandler was given.</param>
/// <param name="File">Where the script did so; empty where that is no file.</param>
/// <param name="Line">The line there.</param>
internal sealed record StagedHandler(IReadOnlyDictionary<string, object?> Parameters, string? File, int Line)
{
    internal string Id => (string)Parameters["Id"]!;

    internal bool IsForced => Parameters.TryGetValue("Force", out object? force)
        && force is System.Management.Automation.SwitchParameter { IsPresent: true };
}
