namespace Telemetry;

/// <summary>The exception that is thrown when a handler is attached under an id that is taken.</summary>
public sealed class HandlerAlreadyExistsException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="handlerId">The id that is taken.</param>
    public HandlerAlreadyExistsException(string handlerId)
        : base($"A handler '{handlerId}' is attached already. Choose another id, detach that handler first, or replace it.") =>
        HandlerId = handlerId;

    /// <summary>The id that is taken.</summary>
    public string HandlerId { get; }
}
