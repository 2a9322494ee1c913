using System.Management.Automation;
using Telemetry.Logging;

namespace Telemetry.Commands;

/// <summary>Creates the errors of the cmdlets for logs.</summary>
internal static class LogErrors
{
    /// <summary>Creates the error of a log that cannot be created or started. Its id is the kind of the exception.</summary>
    internal static ErrorRecord Of(LogException reason)
    {
        bool isTaken = reason.Kind == LogErrorKind.LogAlreadyExists;
        var error = new ErrorRecord(
            reason, reason.Kind.ToString(), isTaken ? ErrorCategory.ResourceExists : ErrorCategory.InvalidArgument, reason.Target);
        if (isTaken)
        {
            error.ErrorDetails = new ErrorDetails(
                $"There is a log '{reason.Target}' already. Choose another name by -Name, stop that one first, or replace it by -Force.");
        }

        return error;
    }

    internal static ErrorRecord NotFound(string name) => new(
        new ItemNotFoundException($"There is no log '{name}'. Get-TelemetryLog lists those there are."),
        "LogNotFound",
        ErrorCategory.ObjectNotFound,
        name);

    internal static ErrorRecord InvalidTimeout(TimeSpan timeout) => new(
        new ArgumentException($"The timeout is {timeout}. Use zero or more, and at most a day."),
        nameof(LogErrorKind.InvalidOption),
        ErrorCategory.InvalidArgument,
        timeout);
}
