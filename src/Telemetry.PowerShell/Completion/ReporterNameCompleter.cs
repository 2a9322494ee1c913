using System.Collections;
using System.Management.Automation;
using Telemetry.Reporters;

namespace Telemetry.Commands;

/// <summary>Completes the name of a reporter that is running. The tooltip shows its destination and its reports.</summary>
internal sealed class ReporterNameCompleter : Completer
{
    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> Complete(CompletionWord word, string command, IDictionary bound) =>
        Reporter.List().Where(reporter => word.IsMatch(reporter.Name)).Select(reporter => word.Result(reporter.Name, Describe(reporter)));

    private static string Describe(Reporter reporter) =>
        $"{reporter.Kind} to {reporter.Target}, {(reporter.State == ReporterState.Failing ? "failing" : "running")}: "
        + $"{Count(reporter.Reports, "report")}, {Count(reporter.Failures, "failure")}";
}
