using System.Management.Automation;
using System.Reflection;

namespace Telemetry.Commands;

/// <summary>Creates the errors of work in parallel.</summary>
internal static class ParallelErrors
{
    // Without them, an error names the line of the cmdlet, and not the line of the block that failed.
    private static readonly MethodInfo? s_setPlace = typeof(ErrorRecord).GetMethod(
        "SetInvocationInfo", BindingFlags.Instance | BindingFlags.NonPublic, null, [typeof(InvocationInfo)], null);

    private static readonly PropertyInfo? s_keepPlace = typeof(ErrorRecord).GetProperty(
        "PreserveInvocationInfoOnce", BindingFlags.Instance | BindingFlags.NonPublic);

    internal static ErrorRecord NotSupported() => New(
        "ParallelNotSupported",
        new PSNotSupportedException(
            "Windows PowerShell cannot run blocks in parallel: ForEach-Object -Parallel needs PowerShell 7. Run the script by pwsh, or use "
            + "Invoke-TelemetrySpan in a loop."),
        ErrorCategory.NotImplemented,
        null);

    internal static ErrorRecord InvalidBlock(ScriptBlock block, string problem) => New(
        "InvalidScriptBlock",
        new ArgumentException($"This script block cannot run in parallel: {problem}"),
        ErrorCategory.InvalidArgument,
        block);

    internal static ErrorRecord FunctionNotFound(string name) => New(
        "FunctionNotFound",
        new ItemNotFoundException(
            $"There is no function '{name}' here. -Function takes the names of functions of this session, which Get-Command "
            + "-CommandType Function lists; use -Module for the commands of a module."),
        ErrorCategory.ObjectNotFound,
        name);

    internal static ErrorRecord ModuleNotFound(string name) => New(
        "ModuleNotFound",
        new ItemNotFoundException(
            $"There is no module '{name}'. -Module takes the name of a module that is imported here or that Get-Module -ListAvailable "
            + "lists, or the path of one."),
        ErrorCategory.ObjectNotFound,
        name);

    internal static ErrorRecord ModuleHasNoFile(string name) => New(
        "ModuleHasNoFile",
        new InvalidOperationException(
            $"The module '{name}' was made in memory, and other sessions cannot import it. Pass its functions by -Function, or save it "
            + "as a file."),
        ErrorCategory.InvalidOperation,
        name);

    internal static ErrorRecord WorkerFailed(RuntimeException reason) => New(
        "WorkerFailed",
        new InvalidOperationException(
            $"A session for the work cannot be prepared by -Module and -Function: {ErrorReason.Of(reason).Message}",
            ErrorReason.Of(reason)),
        ErrorCategory.ResourceUnavailable,
        null);

    /// <summary>Creates the error of an item, whose place is that of the error that ended the block.</summary>
    internal static ErrorRecord ItemFailed(object? item, RuntimeException reason)
    {
        ErrorRecord cause = reason.ErrorRecord;
        ErrorRecord error = New("ItemFailed", ErrorReason.Of(reason), cause.CategoryInfo.Category, item);
        error.ErrorDetails = new ErrorDetails(cause.ToString());
        if (cause.InvocationInfo is { } place && s_setPlace is not null)
        {
            s_setPlace.Invoke(error, [place]);
            KeepPlace(error);
        }

        return error;
    }

    internal static ErrorRecord ItemFailed(object? item, Exception reason) =>
        New("ItemFailed", reason, ErrorCategory.InvalidData, item);

    /// <summary>Makes a cmdlet that writes the error again keep the place that it names.</summary>
    internal static ErrorRecord KeepPlace(ErrorRecord error)
    {
        if (error.InvocationInfo is not null)
        {
            s_keepPlace?.SetValue(error, true);
        }

        return error;
    }

    private static ErrorRecord New(string id, Exception reason, ErrorCategory category, object? target) =>
        new(reason, id, category, target);
}
