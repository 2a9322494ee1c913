using System.Management.Automation;
using Telemetry.Polling;

namespace Telemetry.Commands;

/// <summary>Creates the errors of the cmdlets for polls.</summary>
internal static class PollErrors
{
    /// <summary>Creates the error of a poll that was refused. Its id is the kind of the exception.</summary>
    internal static ErrorRecord Of(PollException reason)
    {
        var error = new ErrorRecord(
            reason,
            reason.Kind.ToString(),
            reason.Kind == PollErrorKind.PollAlreadyExists ? ErrorCategory.ResourceExists
                : reason.Kind == PollErrorKind.UnknownBuiltIn ? ErrorCategory.ObjectNotFound
                : ErrorCategory.InvalidArgument,
            reason.Target);
        if (reason.Kind == PollErrorKind.PollAlreadyExists)
        {
            error.ErrorDetails = new ErrorDetails(
                $"There is a poll '{reason.Target}' already. Choose another name, unregister that poll first, or use -Force to replace "
                + "it.");
        }

        return error;
    }

    internal static ErrorRecord NotFound(string name) => new(
        new ItemNotFoundException($"There is no poll '{name}'. Get-TelemetryPoll lists those there are."),
        "PollNotFound",
        ErrorCategory.ObjectNotFound,
        name);

    internal static ErrorRecord InvalidScriptBlock(ScriptBlock? block, string problem) => new(
        new ArgumentException($"This script block cannot be a poll: {problem}"),
        "InvalidScriptBlock",
        ErrorCategory.InvalidArgument,
        block);

    internal static ErrorRecord InvalidInitializationScript(ScriptBlock block, string problem) => new(
        new ArgumentException($"This script block cannot initialize the session of a poll: {problem}"),
        "InvalidScriptBlock",
        ErrorCategory.InvalidArgument,
        block);

    internal static ErrorRecord InvalidTimeout(TimeSpan timeout) => new(
        new ArgumentException($"The timeout is {timeout}. Use zero or more, and at most a day."),
        nameof(PollErrorKind.InvalidOption),
        ErrorCategory.InvalidArgument,
        timeout);

    /// <summary>Creates the error of a run that failed.</summary>
    internal static ErrorRecord RunFailed(string poll, string message, Exception? reason) => new(
        reason ?? new InvalidOperationException(message), "PollFailed", ErrorCategory.OperationStopped, poll)
    {
        ErrorDetails = new ErrorDetails(message),
    };
}
