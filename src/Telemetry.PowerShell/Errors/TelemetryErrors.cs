using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Creates the errors of all cmdlets. Each has a stable id, a category, a target, and a message with the
/// remedy.</summary>
internal static class TelemetryErrors
{
    internal static ErrorRecord InvalidEventName(string? name, Exception reason) =>
        New("InvalidEventName", reason, ErrorCategory.InvalidArgument, name);

    internal static ErrorRecord NoEventName() => New(
        "InvalidEventName",
        new ArgumentException("-EventName names no event. Name one or more, or leave it out, for all of them."),
        ErrorCategory.InvalidArgument,
        null);

    internal static ErrorRecord InvalidHandlerId(string id, string problem) => New(
        "InvalidHandlerId",
        new ArgumentException($"{problem} Choose one that tells what the handler is for, such as 'backup.log'."),
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

    internal static ErrorRecord HandlerNotFound(string id) => NotFound(
        id,
        TelemetryDispatcher.Default.ListDetached().Any(handler => IsSame(handler.Id, id))
            ? $"Handler '{id}' was unregistered because it failed. Get-TelemetryHandler -Detached tells why."
            : $"There is no handler '{id}'. Get-TelemetryHandler lists those there are, and with -Detached those that were "
                + "unregistered because they failed.");

    internal static ErrorRecord DetachedHandlerNotFound(string id) => NotFound(
        id,
        TelemetryDispatcher.Default.TryGetHandler(id, out _)
            ? $"Handler '{id}' is registered. Without -Detached, Get-TelemetryHandler tells how it stands."
            : $"No handler '{id}' was unregistered because it failed. Get-TelemetryHandler -Detached lists those that were.");

    internal static ErrorRecord InvalidWildcard(string wildcard, WildcardPatternException reason)
    {
        ErrorRecord error = New("InvalidWildcard", reason, ErrorCategory.InvalidArgument, wildcard);
        error.ErrorDetails = new ErrorDetails(
            $"'{wildcard}' is not a valid wildcard: a bracket is opened that is not closed, or has no range in it. Before one "
            + "that stands for itself, put a backtick, and the whole in single quotes.");
        return error;
    }

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

    internal static ErrorRecord InvalidFilterBlock(ScriptBlock block, string problem) => New(
        "InvalidScriptBlock",
        new ArgumentException($"This script block cannot select events: {problem}"),
        ErrorCategory.InvalidArgument,
        block);

    internal static ErrorRecord InvalidThrottle(TimeSpan throttle) => New(
        "InvalidHandlerOption",
        new ArgumentException(
            $"-Throttle is the shortest time between two calls, so it is more than zero; it is {throttle}. Give a duration such as 10s."),
        ErrorCategory.InvalidArgument,
        throttle);

    internal static ErrorRecord NeedsThrottle() => New(
        "InvalidHandlerOption",
        new ArgumentException("-ThrottleBy names the keys whose values have a limit of their own: use -Throttle with it."),
        ErrorCategory.InvalidArgument,
        null);

    internal static ErrorRecord BlankThrottleKey() => New(
        "InvalidHandlerOption",
        new ArgumentException("A key of -ThrottleBy is blank. Give the keys of values of the events, as in -ThrottleBy target."),
        ErrorCategory.InvalidArgument,
        null);

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

    internal static ErrorRecord OutputOfNoBlock(string variable) => New(
        "InvalidOutputVariable",
        new ArgumentException("-OutputVariable keeps the output of a script block. Give the block, or leave the variable out."),
        ErrorCategory.InvalidArgument,
        variable);

    internal static ErrorRecord InvalidOutputVariable(string variable, Exception? reason) => New(
        "InvalidOutputVariable",
        new ArgumentException(
            $"The output of the block cannot be kept in the variable '{variable}'. {reason?.Message ?? "The name is empty."} Give the "
            + "name of a variable that can be set, without '$', such as 'result'; '+result' adds to its list.",
            reason),
        ErrorCategory.InvalidArgument,
        variable);

    internal static ErrorRecord InvalidTracedEvent(object? item) => New(
        "InvalidTracedEvent",
        new ArgumentException(
            $"{(item is null ? "A null value" : $"An object of type {item.GetType().Name}")} is not an event. Pipe what "
            + "Trace-TelemetryEvent writes, or objects with the properties EventName, Measurements and Metadata."),
        ErrorCategory.InvalidArgument,
        item);

    internal static ErrorRecord InvalidFilter(InvalidConditionException problem) =>
        New("InvalidFilter", problem, ErrorCategory.InvalidArgument, problem.Target);

    internal static ErrorRecord InvalidTimeout(TimeSpan timeout) => New(
        "InvalidTimeout",
        new ArgumentException(
            $"-Timeout is a time of zero or more, and less than 25 days; it is {timeout}. To wait without a limit, leave it out."),
        ErrorCategory.InvalidArgument,
        timeout);

    internal static ErrorRecord WaitTimeout(string[] eventName, string timeout, int received, int count) => New(
        "WaitTimeout",
        new TimeoutException(
            $"Within {timeout}, {(count == 1 ? "no event" : $"{received} of {count} events")} of "
            + $"{string.Join(", ", eventName)} came. Use a longer -Timeout, or find out by Trace-TelemetryEvent which events are emitted."),
        ErrorCategory.OperationTimeout,
        eventName);

    internal static ErrorRecord WaitEnded(string[] eventName) => New(
        "WaitEnded",
        new InvalidOperationException(
            $"The wait for {string.Join(", ", eventName)} has ended: its handler was unregistered. Unregister handlers by their own ids."),
        ErrorCategory.OperationStopped,
        eventName);

    internal static ErrorRecord InvalidProperty(InvalidPropertyException problem) =>
        New("InvalidProperty", problem, ErrorCategory.InvalidArgument, problem.Target);

    internal static ErrorRecord InvalidPayload(InvalidPayloadException problem) =>
        New(problem.ErrorId, problem, ErrorCategory.InvalidArgument, problem.Target);

    internal static ErrorRecord RecursionTooDeep(string eventName, TelemetryRecursionException reason) =>
        New("RecursionTooDeep", reason, ErrorCategory.LimitsExceeded, eventName);

    internal static ErrorRecord InvalidTraceParent(string text) => New(
        "InvalidTraceParent",
        new ArgumentException(
            "The text is not a parent in another process. Give that of a header 'traceparent' or a variable TRACEPARENT, such as "
            + "'00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'."),
        ErrorCategory.InvalidArgument,
        text);

    internal static ErrorRecord InvalidSentEvent(object sent, Exception reason) => New(
        "InvalidSentEvent",
        new ArgumentException($"The object is not an event that Send-TelemetryEvent wrote: {reason.Message}", reason),
        ErrorCategory.InvalidData,
        sent);

    internal static ErrorRecord OwnProcess(int processId) => New(
        "InvalidProcess",
        new ArgumentException($"{processId} is this process. Leave -ProcessId out to trace its events."),
        ErrorCategory.InvalidArgument,
        processId);

    internal static ErrorRecord ProcessNotFound(int processId, Exception reason) => New(
        "ProcessNotFound",
        new ItemNotFoundException($"There is no process {processId}. Get-Process lists those there are.", reason),
        ErrorCategory.ObjectNotFound,
        processId);

    internal static ErrorRecord ProcessNotReachable(int processId, string reason) => New(
        "ProcessNotReachable",
        new InvalidOperationException(
            $"Process {processId} cannot be reached: {reason} It must run PowerShell's engine, as the same user; Get-PSHostProcessInfo "
            + "lists such processes."),
        ErrorCategory.ConnectionError,
        processId);

    internal static ErrorRecord ModuleNotImported(int processId) => New(
        "ModuleNotImported",
        new InvalidOperationException(
            $"Process {processId} has not imported the module Telemetry, and so has no events. Trace it after it has."),
        ErrorCategory.ResourceUnavailable,
        processId);

    internal static ErrorRecord InvalidDeclarationFile(InvalidDeclarationException problem) =>
        New("InvalidDeclarationFile", problem, ErrorCategory.InvalidData, problem.Target);

    internal static ErrorRecord EventNotDeclared(string name, IReadOnlyList<string> declared) => New(
        "EventNotDeclared",
        new ItemNotFoundException(
            $"No event '{name}' is declared. "
            + (NearestName.Find(name, declared) is { } nearest ? $"Did you mean '{nearest}'? " : string.Empty)
            + "Get-TelemetryEvent -Declared lists those that are."),
        ErrorCategory.ObjectNotFound,
        name);

    internal static ErrorRecord ModuleNotDeclared(string name) => New(
        "ModuleNotDeclared",
        new ItemNotFoundException(
            $"No module '{name}' with declared events is imported. Import it; its manifest names the file of its declarations, as in "
            + "PrivateData = @{ Telemetry = @{ Events = 'Backup.events.psd1' } }."),
        ErrorCategory.ObjectNotFound,
        name);

    private static ErrorRecord NotFound(string id, string message) =>
        New("HandlerNotFound", new ItemNotFoundException(message), ErrorCategory.ObjectNotFound, id);

    private static bool IsSame(string id, string other) => string.Equals(id, other, StringComparison.OrdinalIgnoreCase);

    private static ErrorRecord New(string id, Exception reason, ErrorCategory category, object? target) =>
        new(reason, id, category, target);
}
