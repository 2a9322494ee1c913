using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Determines whether the platform has what the sources are made of. A cmdlet checks it before it uses a type of
/// Telemetry.Diagnostics: without it, the engine would report that an assembly is missing.</summary>
internal static class BridgeSupport
{
    // The version that Telemetry.Diagnostics refers to. A later one takes its place.
    private const string Instruments =
        "System.Diagnostics.Metrics.Meter, System.Diagnostics.DiagnosticSource, "
        + "Version=8.0.0.0, Culture=neutral, PublicKeyToken=cc7b13ffcd2ddd51";

    /// <summary>Whether the platform has it. Tests set it.</summary>
    internal static bool IsAvailable { get; set; } = HasInstruments();

    /// <summary>Ends a cmdlet with an error if the platform lacks it.</summary>
    internal static void Require(PSCmdlet cmdlet)
    {
        if (!IsAvailable)
        {
            cmdlet.ThrowTerminatingError(BridgeErrors.NotSupported());
        }
    }

    private static bool HasInstruments()
    {
        try
        {
            return Type.GetType(Instruments, throwOnError: false) is not null;
        }
        catch (Exception e) when (e is IOException or BadImageFormatException)
        {
            // An older version.
            return false;
        }
    }
}
