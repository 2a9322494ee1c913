namespace Telemetry.Reporters;

/// <summary>The exception for a reporter that cannot be created or started. Its message says what to change. Nothing was
/// started.</summary>
public sealed class ReporterException : ArgumentException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="kind">The kind of the error.</param>
    /// <param name="message">The problem and its remedy.</param>
    /// <param name="target">The invalid value, without credentials; null if there is none to show.</param>
    /// <param name="innerException">The exception that caused this one; null for none.</param>
    public ReporterException(ReporterErrorKind kind, string message, object? target = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Kind = kind;
        Target = target;
    }

    /// <summary>The kind of the error.</summary>
    public ReporterErrorKind Kind { get; }

    /// <summary>The invalid value; null if there is none to show.</summary>
    public object? Target { get; }
}
