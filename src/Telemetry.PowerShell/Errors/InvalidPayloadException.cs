using System.Numerics;

namespace Telemetry.Commands;

/// <summary>Measurements or metadata that an event cannot carry.</summary>
public sealed class InvalidPayloadException : ArgumentException
{
    /// <summary>Initializes a new instance with the default message.</summary>
    public InvalidPayloadException()
    {
    }

    /// <summary>Initializes a new instance with a message.</summary>
    /// <param name="message">The problem and its remedy.</param>
    public InvalidPayloadException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes a new instance with a message and the exception that caused it.</summary>
    /// <param name="message">The problem and its remedy.</param>
    /// <param name="innerException">The exception that caused this one, or null.</param>
    public InvalidPayloadException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    private InvalidPayloadException(string errorId, object? target, string message)
        : base(message)
    {
        ErrorId = errorId;
        Target = target;
    }

    /// <summary>The id of the error that a cmdlet writes.</summary>
    public string ErrorId { get; } = "InvalidPayload";

    /// <summary>The value that cannot be carried.</summary>
    public object? Target { get; }

    internal static InvalidPayloadException Measurement(string key, object? value) => new(
        "InvalidMeasurement",
        value,
        $"The measurement '{key}' is {Describe(value)}{Remedy(value, ". A measurement is a number, a TimeSpan or a time; what describes "
            + "the event belongs in -Metadata.")}");

    internal static InvalidPayloadException Measurements(object? value) => new(
        "InvalidMeasurement",
        value,
        $"The measurements are {Describe(value)}{Remedy(value, ". Give a dictionary, as in @{ duration = 12 }, or a single number, "
            + "which is delivered as 'value'.")}");

    internal static InvalidPayloadException Metadata(object? value) => new(
        "InvalidMetadata",
        value,
        $"The metadata is {Describe(value)}. Give a dictionary, as in @{{ route = '/users' }}.");

    internal static InvalidPayloadException SameMeasurements(string key, string other) => new(
        "InvalidMeasurement", other, $"The measurements have {SameKeys(key, other)}");

    internal static InvalidPayloadException SameMetadata(string key, string other) => new(
        "InvalidMetadata", other, $"The metadata has {SameKeys(key, other)}");

    internal static InvalidPayloadException MissingProperty(string name) => new(
        "PropertyNotFound",
        name,
        $"The object has no property '{name}' to measure. Check -MeasurementProperty against the properties that Get-Member shows.");

    internal static InvalidPayloadException FailedProperty(string key, Exception reason) => new(
        "PropertyFailed",
        key,
        $"The value of '{key}' cannot be read from the object: {reason.Message}");

    private static string SameKeys(string key, string other) =>
        $"the keys '{key}' and '{other}', which an event cannot tell apart, because its keys are texts that ignore case. Rename one "
        + "of them, or leave it out.";

    private static string Remedy(object? value, string other) => value is BigInteger
        ? ", which is too large to be carried exactly. Convert it to [double], which rounds it, or put it into -Metadata."
        : other;

    // The text of many objects is the name of their type.
    private static string Describe(object? value)
    {
        string? type = value?.GetType().FullName;
        return value is null ? "null"
            : value.ToString() == type ? $"of type {type}"
            : $"'{value}', of type {type}";
    }
}
