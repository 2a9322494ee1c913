using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>The exception that was thrown, without the exceptions that the engine wraps around it. A <c>catch</c> clause
/// names this exception.</summary>
internal static class ErrorReason
{
    internal static Exception Of(RuntimeException error) =>
        error.ErrorRecord.Exception is not ParentContainsErrorRecordException and { } thrown
            ? thrown
            : error.InnerException ?? error;

    internal static Exception Of(ErrorRecord error) =>
        error.Exception is RuntimeException exception ? Of(exception) : error.Exception;
}
