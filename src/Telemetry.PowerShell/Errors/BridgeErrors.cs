using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Creates the errors of the platform. Uses no type of the library, which cannot be loaded where there are no sources.</summary>
internal static class BridgeErrors
{
    internal const string Id = "BridgeNotSupported";

    internal static ErrorRecord NotSupported() =>
        new(new PlatformNotSupportedException(Message), Id, ErrorCategory.NotInstalled, null);

    internal static ErrorRecord AlreadyPublished(InvalidOperationException reason)
    {
        var error = new ErrorRecord(reason, "AlreadyPublished", ErrorCategory.ResourceExists, null);
        error.ErrorDetails = new ErrorDetails(
            "C# code in this process publishes metrics by the meter 'Telemetry' already. It has to end that first.");
        return error;
    }

    /// <summary>The problem and its remedy.</summary>
    internal static string Message =>
        "Sources and instruments are those of System.Diagnostics.DiagnosticSource 8.0 or later, which is a part of .NET 8. This process "
        + "runs on an older .NET or on .NET Framework, as Windows PowerShell does. Use PowerShell 7.4 or later.";
}
