namespace Telemetry.Alerts;

/// <summary>The exception for an alert that cannot be added. Its message says what to change. Nothing was added.</summary>
public sealed class AlertException : ArgumentException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="kind">The kind of the error.</param>
    /// <param name="message">The problem and its remedy.</param>
    /// <param name="target">The invalid value; null if there is none to show.</param>
    /// <param name="innerException">The exception that caused this one; null for none.</param>
    public AlertException(AlertErrorKind kind, string message, object? target = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Kind = kind;
        Target = target;
    }

    /// <summary>The kind of the error.</summary>
    public AlertErrorKind Kind { get; }

    /// <summary>The invalid value; null if there is none to show.</summary>
    public object? Target { get; }
}
