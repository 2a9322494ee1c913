using System.Management.Automation;
using Telemetry.Alerts;

namespace Telemetry.Commands;

/// <summary>Creates the errors of the cmdlets for alerts.</summary>
internal static class AlertErrors
{
    /// <summary>Creates the error of an alert that was refused. Its id is the kind of the exception.</summary>
    internal static ErrorRecord Of(AlertException reason)
    {
        bool exists = reason.Kind == AlertErrorKind.AlertAlreadyExists;
        return new ErrorRecord(
            reason, reason.Kind.ToString(), exists ? ErrorCategory.ResourceExists : ErrorCategory.InvalidArgument, reason.Target)
        {
            ErrorDetails = exists
                ? new ErrorDetails(
                    $"There is an alert '{reason.Target}' already. Choose another name, unregister that alert first, or use -Force to "
                    + "replace it.")
                : null,
        };
    }

    internal static ErrorRecord NotFound(string name) => new(
        new ItemNotFoundException($"There is no alert '{name}'. Get-TelemetryAlert lists those there are."),
        "AlertNotFound",
        ErrorCategory.ObjectNotFound,
        name);

    internal static ErrorRecord SeriesNotFound(string name, object tags, string text) => new(
        new ItemNotFoundException(
            $"The alert '{name}' has no series with the tags {text}. Give a value for each of its tags; Get-TelemetryAlert -Detailed lists "
            + "the series."),
        "AlertSeriesNotFound",
        ErrorCategory.ObjectNotFound,
        tags);

    internal static ErrorRecord InvalidAction(ScriptBlock? block, string problem) => new(
        new ArgumentException($"This script block cannot be the action of an alert: {problem}"),
        "InvalidScriptBlock",
        ErrorCategory.InvalidArgument,
        block);

    internal static ErrorRecord InvalidInitializationScript(ScriptBlock block, string problem) => new(
        new ArgumentException($"This script block cannot initialize the session of an action: {problem}"),
        "InvalidScriptBlock",
        ErrorCategory.InvalidArgument,
        block);

    internal static ErrorRecord NeedsAction(string parameter) => new(
        new ArgumentException($"-{parameter} is an option of the action, and there is none. Give an -Action, or leave it out."),
        "NeedsAction",
        ErrorCategory.InvalidArgument,
        parameter);
}
