namespace Telemetry.Commands;

/// <summary>The number of a series of a metric that Register-TelemetryAlert compares with limits.</summary>
public enum TelemetryAlertStatistic
{
    /// <summary>The value that the metric shows: a last value, or the total of a counter or sum.</summary>
    Value,

    /// <summary>The number of events in the last <c>-Within</c>.</summary>
    Count,

    /// <summary>The increase per second in the last <c>-Within</c>.</summary>
    Rate,

    /// <summary>The mean of the last <c>-Within</c>.</summary>
    Mean,

    /// <summary>The median of the last <c>-Within</c>.</summary>
    P50,

    /// <summary>The value that 90 % do not exceed in the last <c>-Within</c>.</summary>
    P90,

    /// <summary>The value that 95 % do not exceed in the last <c>-Within</c>.</summary>
    P95,

    /// <summary>The value that 99 % do not exceed in the last <c>-Within</c>.</summary>
    P99,
}
