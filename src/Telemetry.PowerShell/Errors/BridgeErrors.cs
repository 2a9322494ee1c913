using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Creates the error of a platform without sources. Uses no type of the library, which could not be loaded there.</summary>
internal static class BridgeErrors
{
    internal const string Id = "BridgeNotSupported";

    internal static ErrorRecord NotSupported() =>
        new(new PlatformNotSupportedException(Message), Id, ErrorCategory.NotInstalled, null);

    /// <summary>The problem and its remedy.</summary>
    internal static string Message =>
        "Sources and instruments are those of System.Diagnostics.DiagnosticSource 8.0 or later, which is a part of .NET 8. This process "
        + "runs on an older .NET or on .NET Framework, as Windows PowerShell does. Use PowerShell 7.4 or later.";
}
