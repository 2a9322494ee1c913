using System.Collections;
using System.Management.Automation;
using Telemetry.Logging;

namespace Telemetry.Commands;

/// <summary>Completes the name of a log that is running. The tooltip shows its file and its lines.</summary>
internal sealed class LogNameCompleter : Completer
{
    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> Complete(CompletionWord word, string command, IDictionary bound) =>
        TelemetryLog.List().Where(log => word.IsMatch(log.Name)).Select(log => word.Result(log.Name, Describe(log)));

    private static string Describe(TelemetryLog log) =>
        $"{log.Path}, {(log.State == TelemetryLogState.Failing ? "failing" : "running")}: {Count(log.Written, "line")}";
}
