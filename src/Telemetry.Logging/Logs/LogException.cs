namespace Telemetry.Logging;

/// <summary>The exception for a log that cannot be created or started. Its message says what to change. Nothing was started.</summary>
public sealed class LogException : ArgumentException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="kind">The kind of the error.</param>
    /// <param name="message">The problem and its remedy.</param>
    /// <param name="target">The invalid value; null if there is none to show.</param>
    /// <param name="innerException">The exception that caused this one; null for none.</param>
    public LogException(LogErrorKind kind, string message, object? target = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Kind = kind;
        Target = target;
    }

    /// <summary>The kind of the error.</summary>
    public LogErrorKind Kind { get; }

    /// <summary>The invalid value; null if there is none to show.</summary>
    public object? Target { get; }
}
