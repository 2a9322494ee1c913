namespace Telemetry;

/// <summary>A value in an event: a measurement or an entry of the metadata.</summary>
public interface IEventValue
{
    /// <summary>What the value holds.</summary>
    TelemetryValueKind Kind { get; }

    /// <summary>The value as a plain .NET object: a number, a <see cref="TimeSpan"/>, a UTC <see cref="DateTime"/>, a
    /// string, any other object, or null. Numbers and times are boxed.</summary>
    object? ToObject();
}
