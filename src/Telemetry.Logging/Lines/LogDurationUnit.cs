namespace Telemetry.Logging;

/// <summary>The unit in which a log writes spans of time. It is a part of the key: <c>duration_ms</c>.</summary>
public enum LogDurationUnit
{
    /// <summary>Milliseconds, as <c>duration_ms</c>.</summary>
    Millisecond,

    /// <summary>Seconds, as <c>duration_s</c>.</summary>
    Second,

    /// <summary>Microseconds, as <c>duration_us</c>.</summary>
    Microsecond,

    /// <summary>Nanoseconds, as <c>duration_ns</c>.</summary>
    Nanosecond,
}
