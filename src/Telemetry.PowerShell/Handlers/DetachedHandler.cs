using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>A handler that was unregistered because it failed, as Get-TelemetryHandler -Detached returns it. Piped to
/// Register-TelemetryHandler, it is registered again as it was. It holds the failure as text, and neither the event nor the
/// error.</summary>
public sealed class DetachedHandler
{
    internal DetachedHandler(HandlerRegistration registration) => Registration = registration;

    /// <summary>The id of the handler.</summary>
    public string Id => Registration.Id;

    /// <summary>The events and patterns for which it was registered.</summary>
    public string[] EventName => [.. Registration.Patterns.Select(pattern => pattern.ToString())];

    /// <summary>The local time at which it was unregistered.</summary>
    public DateTime DetachedAt => Failure.Timestamp.ToLocalTime();

    /// <summary>The name of the event at which it failed.</summary>
    public string FailedEvent => Failure.EventName.ToString();

    /// <summary>The reason for the failure, as text.</summary>
    public string Message => PlainText.Of(Failure.Message);

    /// <summary>The position in the script, innermost frame first; may be empty.</summary>
    public string StackTrace => Failure.StackTrace;

    /// <summary>The full name of the type of the exception that it threw.</summary>
    public string ErrorType => Failure.ExceptionType;

    /// <summary>The number of failures in a row for which it was unregistered.</summary>
    public int Failures => Failure.FailuresInARow;

    /// <summary>The script block; null for a handler that is C# code.</summary>
    public ScriptBlock? ScriptBlock => (Registration.Handler.Target as ScriptHandler)?.Block;

    /// <summary>The object passed to the handler on each call.</summary>
    public object? Config => Registration.Config;

    internal HandlerRegistration Registration { get; }

    // Never null, because the failure is the reason why the handler was detached.
    private FailureSummary Failure => Registration.LastFailure!;

    /// <summary>Returns the id and the reason.</summary>
    public override string ToString() => $"{Id}: {Message}";
}
