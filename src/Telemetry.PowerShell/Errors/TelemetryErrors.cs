using System.Management.Automation;

namespace Telemetry.PowerShell;

/// <summary>Every error of the cmdlets, in one place: its stable id, its category, its target, and a message that says
/// what to do.</summary>
internal static class TelemetryErrors
{
    internal static ErrorRecord InvalidEventName(string? name, Exception reason) =>
        New("InvalidEventName", reason, ErrorCategory.InvalidArgument, name);

    internal static ErrorRecord InvalidHandlerId(string id) => New(
        "InvalidHandlerId",
        new ArgumentException("The id of a handler must not be blank. Choose one that tells what the handler is for."),
        ErrorCategory.InvalidArgument,
        id);

    internal static ErrorRecord HandlerAlreadyExists(string id)
    {
        ErrorRecord error = New(
            "HandlerAlreadyExists", new HandlerAlreadyExistsException(id), ErrorCategory.ResourceExists, id);
        error.ErrorDetails = new ErrorDetails(
            $"A handler '{id}' is registered already. Choose another id, unregister that handler first, or use -Force "
            + "to replace it.");
        return error;
    }

    internal static ErrorRecord HandlerNotFound(string id) => New(
        "HandlerNotFound",
        new ItemNotFoundException(
            $"There is no handler '{id}'. Get-TelemetryHandler lists those there are, and with -Detached those that were "
            + "unregistered because they failed."),
        ErrorCategory.ObjectNotFound,
        id);

    internal static ErrorRecord InvalidScriptBlock(ScriptBlock? block, string problem) => New(
        "InvalidScriptBlock",
        new ArgumentException($"This script block cannot be a handler: {problem}"),
        ErrorCategory.InvalidArgument,
        block);

    internal static ErrorRecord InvalidInitializationScript(ScriptBlock block, string problem) => New(
        "InvalidScriptBlock",
        new ArgumentException($"This script block cannot initialize a handler's session: {problem}"),
        ErrorCategory.InvalidArgument,
        block);

    internal static ErrorRecord NeedsBuffer(string parameter) => New(
        "InvalidHandlerOption",
        new ArgumentException($"-{parameter} is about the queue of a handler that has one: use -Buffered with it."),
        ErrorCategory.InvalidArgument,
        parameter);

    internal static ErrorRecord KeepHasNoLimit(int maxFailures) => New(
        "InvalidHandlerOption",
        new ArgumentException(
            "With -FailurePolicy Keep, a handler stays however often it fails: leave -MaxFailures or the policy out."),
        ErrorCategory.InvalidArgument,
        maxFailures);

    internal static ErrorRecord InvalidDrainTimeout(TimeSpan timeout) => New(
        "InvalidHandlerOption",
        new ArgumentException($"-DrainTimeout is a time of zero or more, and less than 25 days; it is {timeout}."),
        ErrorCategory.InvalidArgument,
        timeout);

    internal static ErrorRecord InvalidPayload(InvalidPayloadException problem) =>
        New(problem.ErrorId, problem, ErrorCategory.InvalidArgument, problem.Target);

    internal static ErrorRecord RecursionTooDeep(string eventName, TelemetryRecursionException reason) =>
        New("RecursionTooDeep", reason, ErrorCategory.LimitsExceeded, eventName);

    private static ErrorRecord New(string id, Exception reason, ErrorCategory category, object? target) =>
        new(reason, id, category, target);
}
