namespace Telemetry.Metrics;

/// <summary>The exception for an invalid definition of a metric, or the name of a metric that does not exist. Its message says
/// what to change. Nothing was added or changed.</summary>
public sealed class MetricException : ArgumentException
{
    /// <summary>Creates the exception.</summary>
    internal MetricException(MetricErrorKind kind, string message, object? target = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Kind = kind;
        Target = target;
    }

    /// <summary>The kind of the error.</summary>
    public MetricErrorKind Kind { get; }

    /// <summary>The invalid value; null if there is none to show.</summary>
    public object? Target { get; }
}
