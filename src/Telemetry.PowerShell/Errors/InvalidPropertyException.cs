namespace Telemetry.Commands;

/// <summary>An argument that is not a property of the objects to emit. A cmdlet writes it as the error
/// <c>InvalidProperty</c>.</summary>
public sealed class InvalidPropertyException : ArgumentException
{
    /// <summary>Initializes a new instance with the default message.</summary>
    public InvalidPropertyException()
    {
    }

    /// <summary>Initializes a new instance with a message.</summary>
    /// <param name="message">The problem and its remedy.</param>
    public InvalidPropertyException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes a new instance with a message and the exception that caused it.</summary>
    /// <param name="message">The problem and its remedy.</param>
    /// <param name="innerException">The exception that caused this one, or null.</param>
    public InvalidPropertyException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The invalid argument.</summary>
    public object? Target { get; init; }

    internal static InvalidPropertyException Argument(string parameter, object? value) => new(
        $"An argument of -{parameter} is {ValueDescription.Of(value)}. Give the name of a property, with wildcards if need be, or a "
        + "calculated property, as in @{ n = 'site'; e = { $_.Location.Site } }.")
    {
        Target = value,
    };

    internal static InvalidPropertyException Entry(string parameter, string key) => new(
        $"A calculated property of -{parameter} has the entry '{key}'. Give its name and its expression, as in "
        + "@{ n = 'site'; e = { $_.Location.Site } }.")
    {
        Target = key,
    };

    internal static InvalidPropertyException Repeated(string parameter, string key) => new(
        $"-{parameter} has '{key}' twice, and an event has each key once. Name it once, or rename one by @{{ n = 'other'; e = '{key}' }}.")
    {
        Target = key,
    };
}
