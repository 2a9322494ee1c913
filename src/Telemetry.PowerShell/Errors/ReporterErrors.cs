using System.Management.Automation;
using Telemetry.Reporters;

namespace Telemetry.Commands;

/// <summary>Creates the errors of the cmdlets for reporters.</summary>
internal static class ReporterErrors
{
    /// <summary>Creates the error of a reporter that cannot be created or started. Its id is the kind of the exception.</summary>
    internal static ErrorRecord Of(ReporterException reason)
    {
        var error = new ErrorRecord(reason, reason.Kind.ToString(), CategoryOf(reason.Kind), reason.Target);
        if (reason.Kind == ReporterErrorKind.EndpointNotProtected)
        {
            error.ErrorDetails = new ErrorDetails(
                $"At '{reason.Target}', other machines could read the metrics. Require credentials by -BearerToken or -Credential, or use "
                + "-Force to let everybody read them.");
        }

        return error;
    }

    internal static ErrorRecord NotFound(string name) => new(
        new ItemNotFoundException($"There is no reporter '{name}'. Get-TelemetryReporter lists those there are."),
        "ReporterNotFound",
        ErrorCategory.ObjectNotFound,
        name);

    internal static ErrorRecord InvalidTimeout(TimeSpan timeout) => new(
        new ArgumentException($"The timeout is {timeout}. Use zero or more, and at most a day."),
        nameof(ReporterErrorKind.InvalidOption),
        ErrorCategory.InvalidArgument,
        timeout);

    private static ErrorCategory CategoryOf(ReporterErrorKind kind) => kind switch
    {
        ReporterErrorKind.ReporterAlreadyExists => ErrorCategory.ResourceExists,
        ReporterErrorKind.PortInUse => ErrorCategory.ResourceBusy,
        ReporterErrorKind.EndpointNotProtected => ErrorCategory.SecurityError,
        _ => ErrorCategory.InvalidArgument,
    };
}
