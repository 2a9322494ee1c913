namespace Telemetry.Alerts;

/// <summary>A notice for the operator about an alert itself: its action fails, or succeeds again. Immutable.</summary>
public sealed class AlertNotice
{
    internal AlertNotice(Alert alert, string message, Exception? exception)
    {
        Alert = alert;
        Message = message;
        Exception = exception;
    }

    /// <summary>The alert.</summary>
    public Alert Alert { get; }

    /// <summary>The notice, a sentence.</summary>
    public string Message { get; }

    /// <summary>The exception of the last attempt; null if the action succeeds again.</summary>
    public Exception? Exception { get; }
}
