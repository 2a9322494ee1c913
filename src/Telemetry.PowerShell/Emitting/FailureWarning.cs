using System.Management.Automation;
using System.Management.Automation.Host;

namespace Telemetry.Commands;

/// <summary>The warning that a handler failed. A host in whose program the failures of all handlers are logged has the property
/// <c>LogsHandlerFailures</c> in its private data: a warning in addition would be the same entry twice.</summary>
/// <param name="message">The message.</param>
internal sealed class FailureWarning(string message) : WarningRecord(message)
{
    private const string Property = "LogsHandlerFailures";

    /// <summary>Determines whether a host needs no warning.</summary>
    internal static bool IsKnownTo(PSHost? host) => host?.PrivateData?.Properties[Property]?.Value is true;
}
