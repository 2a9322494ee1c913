using System.Collections;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Completes the id of a handler: of one that is registered or, with <c>-Detached</c>, of one that was unregistered
/// for failing. The tooltip names its events and how it stands.</summary>
internal sealed class HandlerIdCompleter : Completer
{
    private const int MaxEvents = 5;

    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> Complete(CompletionWord word, string command, IDictionary bound) =>
        bound.Contains("Detached")
            ? TelemetryDispatcher.Default.ListDetached()
                .Where(handler => word.IsMatch(handler.Id))
                .OrderBy(handler => handler.Id, StringComparer.OrdinalIgnoreCase)
                .Select(handler => word.Result(handler.Id, DescribeFailure(handler.LastFailure!)))
            : TelemetryDispatcher.Default.List(Prefix(command, bound))
                .Select(entry => entry.Registration)
                .Where(handler => word.IsMatch(handler.Id))
                .Distinct()
                .OrderBy(handler => handler.Id, StringComparer.OrdinalIgnoreCase)
                .Select(handler => word.Result(handler.Id, Describe(handler)));

    private static string DescribeFailure(FailureSummary failure) => $"failed at {failure.EventName}: {PlainText.Of(failure.Message)}";

    // Of Get-TelemetryHandler, what else is on the line narrows the list; of others, it is about something new.
    private static EventName? Prefix(string command, IDictionary bound) =>
        command.EndsWith("Get-TelemetryHandler", StringComparison.OrdinalIgnoreCase)
            && EventName.TryParse($"{bound["EventName"]}", out EventName? prefix)
                ? prefix
                : null;

    private static string Describe(HandlerRegistration handler)
    {
        var info = new ScriptHandlerInfo(handler, handler.Patterns[0]);
        string events = string.Join(", ", handler.Patterns.Take(MaxEvents));
        int others = handler.Patterns.Count - MaxEvents;
        string calls = info.Calls is { } number ? $", {Count(number, "call")}, {Count(info.Failures ?? 0, "failure")}" : string.Empty;
        return $"{events}{(others > 0 ? $" and {Count(others, "other")}" : string.Empty)}: {info.State}{calls}";
    }
}
