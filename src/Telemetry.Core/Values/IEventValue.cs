namespace Telemetry;

/// <summary>A value of an event: a measurement or an entry of the metadata.</summary>
public interface IEventValue
{
    /// <summary>The type of the value.</summary>
    MetadataValueKind Kind { get; }

    /// <summary>Returns the value as a plain .NET object: a number, a time, a string, any other object, or null. Numbers and
    /// times are boxed.</summary>
    object? ToObject();
}
