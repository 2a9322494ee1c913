using System.Collections;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Completes the id of a handler: a registered one or, with <c>-Detached</c>, one that was unregistered because it
/// failed. The tooltip shows its events and its state.</summary>
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
                .Where(handler => word.IsMatch(handler.Id) && (HandlerSearch.StartsWithOwn(word.Text) || !HandlerSearch.IsOwn(handler.Id)))
                .Distinct()
                .OrderBy(handler => handler.Id, StringComparer.OrdinalIgnoreCase)
                .Select(handler => word.Result(handler.Id, Describe(handler)));

    private static string DescribeFailure(FailureSummary failure) => $"failed at {failure.EventName}: {PlainText.Of(failure.Message)}";

    // For Get-TelemetryHandler, -EventName narrows the list; for the other cmdlets, it names the events of a new handler.
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
