using System.Management.Automation;

namespace Telemetry.PowerShell;

/// <summary>A handler that was unregistered because it failed, as Get-TelemetryHandler -Detached gives it. Piped to
/// Register-TelemetryHandler, it is registered again as it was.</summary>
public sealed class DetachedHandler
{
    internal DetachedHandler(HandlerFailure failure) => Failure = failure;

    /// <summary>The id that it had.</summary>
    public string Id => Failure.Handler.Id;

    /// <summary>The events and patterns that it was registered for.</summary>
    public string[] EventName => [.. Failure.Handler.Patterns.Select(pattern => pattern.ToString())];

    /// <summary>When it was unregistered, in local time.</summary>
    public DateTime DetachedAt => Failure.Timestamp.ToLocalTime();

    /// <summary>The event at which it failed.</summary>
    public EventRecord FailedEvent => Failure.Record;

    /// <summary>Why, in words.</summary>
    public string Message => Failure.Message;

    /// <summary>Where in the script, innermost frame first; may be empty.</summary>
    public string StackTrace => Failure.StackTrace;

    /// <summary>What it threw.</summary>
    public Exception Error => Failure.Exception;

    /// <summary>How many failures in a row led to it.</summary>
    public int Failures => Failure.FailuresInARow;

    /// <summary>The script block; null for a handler that is C# code.</summary>
    public ScriptBlock? ScriptBlock => (Failure.Handler.Handler.Target as ScriptHandler)?.Block;

    /// <summary>What the handler was given at each call.</summary>
    public object? Config => Failure.Handler.Config;

    internal HandlerFailure Failure { get; }

    /// <summary>The id and the reason.</summary>
    public override string ToString() => $"{Id}: {Message}";
}
