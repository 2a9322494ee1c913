using System.Numerics;

namespace Telemetry.Commands;

/// <summary>Measurements or metadata that an event cannot carry.</summary>
public sealed class InvalidPayloadException : ArgumentException
{
    /// <summary>Says so of nothing in particular.</summary>
    public InvalidPayloadException()
    {
    }

    /// <summary>Says so in words.</summary>
    /// <param name="message">What is wrong, and what to do.</param>
    public InvalidPayloadException(string message)
        : base(message)
    {
    }

    /// <summary>Says so in words.</summary>
    /// <param name="message">What is wrong, and what to do.</param>
    /// <param name="innerException">What led to it, if anything.</param>
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

    private static string Remedy(object? value, string other) => value is BigInteger
        ? ", which is too large to be carried exactly. Convert it to [double], which rounds it, or put it into -Metadata."
        : other;

    // Many objects have nothing to say but their type.
    private static string Describe(object? value)
    {
        string? type = value?.GetType().FullName;
        return value is null ? "null"
            : value.ToString() == type ? $"of type {type}"
            : $"'{value}', of type {type}";
    }
}
