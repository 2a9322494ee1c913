namespace Telemetry.Commands;

/// <summary>A condition on events that cannot be read. A cmdlet writes it as the error <c>InvalidFilter</c>.</summary>
public sealed class InvalidConditionException : ArgumentException
{
    /// <summary>Initializes a new instance with the default message.</summary>
    public InvalidConditionException()
    {
    }

    /// <summary>Initializes a new instance with a message.</summary>
    /// <param name="message">The problem and its remedy.</param>
    public InvalidConditionException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes a new instance with a message and the exception that caused it.</summary>
    /// <param name="message">The problem and its remedy.</param>
    /// <param name="innerException">The exception that caused this one, or null.</param>
    public InvalidConditionException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The invalid value, or its key.</summary>
    public object? Target { get; init; }

    internal static InvalidConditionException Table(string parameter, object? conditions, bool allowsBlock) => new(
        $"-{parameter} is {ValueDescription.Of(conditions)}. Give a table of keys and values, as in -{parameter} @{{ status = 200, 201 }}"
        + (allowsBlock ? ", or a script block." : "."))
    {
        Target = conditions,
    };

    internal static InvalidConditionException Value(string key, object? value) => new(
        $"The condition on '{key}' compares with {ValueDescription.Of(value)}. Give a value or a list of values, with wildcards if need "
        + $"be, as in @{{ {key} = 'a', 'b*' }}; for more, use a script block: -Where {{ $_.Metadata.{key} -gt 5 }}.")
    {
        Target = value,
    };
}
