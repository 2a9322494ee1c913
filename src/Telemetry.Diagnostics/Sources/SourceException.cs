namespace Telemetry.Diagnostics;

/// <summary>The exception for a source that cannot be enabled. Its message says what to change. Nothing was enabled.</summary>
public sealed class SourceException : ArgumentException
{
    /// <summary>Creates the exception.</summary>
    internal SourceException(SourceErrorKind kind, string message, object? target)
        : base(message)
    {
        Kind = kind;
        Target = target;
    }

    /// <summary>The kind of the error.</summary>
    public SourceErrorKind Kind { get; }

    /// <summary>The invalid value; null if there is none to show.</summary>
    public object? Target { get; }
}
