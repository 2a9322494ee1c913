namespace Telemetry.Commands;

/// <summary>A file of event declarations that cannot be read. A cmdlet writes it as the error
/// <c>InvalidDeclarationFile</c>.</summary>
public sealed class InvalidDeclarationException : ArgumentException
{
    /// <summary>Initializes a new instance with the default message.</summary>
    public InvalidDeclarationException()
    {
    }

    /// <summary>Initializes a new instance with a message.</summary>
    /// <param name="message">The problem and its remedy.</param>
    public InvalidDeclarationException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes a new instance with a message and the exception that caused it.</summary>
    /// <param name="message">The problem and its remedy.</param>
    /// <param name="innerException">The exception that caused this one, or null.</param>
    public InvalidDeclarationException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The path of the file.</summary>
    public string? Target { get; init; }
}
