using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>What went wrong, out of what the engine makes of it: what was thrown, without what is put around it on its way.
/// It is the exception that a 'catch' names.</summary>
internal static class ErrorReason
{
    internal static Exception Of(RuntimeException error) =>
        error.ErrorRecord.Exception is not ParentContainsErrorRecordException and { } thrown
            ? thrown
            : error.InnerException ?? error;

    internal static Exception Of(ErrorRecord error) =>
        error.Exception is RuntimeException exception ? Of(exception) : error.Exception;
}
